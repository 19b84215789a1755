//! Questions that are asked once, for all who have them at the same time or soon after.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::Io;
use super::flight::{Flight, Landing, Waiting, flight};
use crate::policy::lock;
use crate::{AnyCode, CallError};

type Answer<T> = Result<T, CallError<AnyCode>>;

/// The answers that are known, by their questions; and those that are waited for.
pub(super) struct Once<T>(Mutex<HashMap<String, Asked<T>>>);

struct Asked<T> {
    answer: Flight<Answer<T>>,
    at: Instant,
}

/// How long an answer counts. A module may be installed meanwhile, or a scope be added.
const COUNTS: Duration = Duration::from_secs(5 * 60);

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Clone + Send> Once<T> {
    /// The answer to a question; asks if it is not known. An error is for those who wait for it, and is not kept.
    pub(super) async fn get(
        &self,
        question: &str,
        io: &impl Io,
        patience: Duration,
        ask: impl Future<Output = Answer<T>>,
    ) -> Answer<T> {
        let mut ask = pin!(ask);
        loop {
            let waiting = match self.line_up(question, io.now()) {
                Turn::Known(answer) => return answer,
                Turn::Ask(asking) => return asking.end(ask.as_mut().await),
                Turn::Wait(waiting) => waiting,
            };
            match io.within(patience, waiting).await {
                Some(Some(answer)) => return answer,
                // The one who asked was dropped.
                Some(None) => {}
                // Perhaps nobody polls the one who asks.
                None => return ask.as_mut().await,
            }
        }
    }

    fn line_up<'a>(&'a self, question: &'a str, now: Instant) -> Turn<'a, T> {
        let mut known = lock(&self.0);
        known.retain(|_, asked| {
            let age = now.saturating_duration_since(asked.at);
            age < COUNTS || !asked.answer.is_over()
        });
        if let Some(asked) = known.get(question) {
            let answer = asked.answer.outcome();
            return answer.map_or_else(|| Turn::Wait(asked.answer.wait()), Turn::Known);
        }
        let (landing, answer) = flight();
        known.insert(question.to_owned(), Asked { answer, at: now });
        Turn::Ask(Asking {
            once: self,
            question,
            landing: Some(landing),
        })
    }
}

enum Turn<'a, T> {
    Known(Answer<T>),
    Wait(Waiting<Answer<T>>),
    Ask(Asking<'a, T>),
}

/// The one who asks. If it is dropped, the next one does.
struct Asking<'a, T> {
    once: &'a Once<T>,
    question: &'a str,
    landing: Option<Landing<Answer<T>>>,
}

impl<T: Clone> Asking<'_, T> {
    fn end(mut self, answer: Answer<T>) -> Answer<T> {
        if let Some(landing) = self.landing.take() {
            if answer.is_err() {
                lock(&self.once.0).remove(self.question);
            }
            landing.land(answer.clone());
        }
        answer
    }
}

impl<T> Drop for Asking<'_, T> {
    fn drop(&mut self) {
        if self.landing.is_some() {
            // Before those who wait are woken.
            lock(&self.once.0).remove(self.question);
        }
    }
}
