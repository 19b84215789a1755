//! Does what the policy says, for an async client.

use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use tracing::{Instrument, Span};

use super::BoxFuture;
use super::bitrix24::Inner;
use crate::policy::{Decoder, Decoding, Event, Fate, Plan, Step};
use crate::record::Optional;
use crate::runtime::{Meta, MethodDef};
use crate::{AnyCode, CallError};

impl Inner {
    /// When something that begins now has to end.
    pub(super) fn until(&self, deadline: Option<Duration>) -> Option<Instant> {
        self.session.until(deadline, self.timer.now())
    }

    /// Makes a call, and decodes its output. It does not know the types of the method, so that it is compiled once.
    pub(super) async fn call(
        self: &Arc<Self>,
        plan: &Plan,
        span: Span,
        method: MethodDef,
        output: &mut (dyn Optional + Send),
    ) -> Result<Meta, CallError<AnyCode>> {
        let mut decoding = Decoding::new(method, output);
        let (fate, attempts) = self.drive(plan, span, &mut decoding).await;
        decoding.finish(fate, attempts)
    }

    /// Makes a call; gives what it came to, and how often it was sent.
    pub(super) async fn drive(
        self: &Arc<Self>,
        plan: &Plan,
        span: Span,
        decoder: &mut dyn Decoder,
    ) -> (Fate, u32) {
        // In a box, so that it is small in the future of every method.
        let attempts: BoxFuture<'_, _> = Box::pin(self.attempts(plan, span.clone(), decoder));
        attempts.instrument(span).await
    }

    async fn attempts(
        self: &Arc<Self>,
        plan: &Plan,
        span: Span,
        decoder: &mut dyn Decoder,
    ) -> (Fate, u32) {
        let mut attempts = self.session.attempts(plan, span, self.timer.now());
        let (mut sent_to, mut token) = (String::new(), None);
        let mut event = Event::Start;
        loop {
            event = match attempts.next(event, self.timer.now()) {
                Step::Finish(fate) => {
                    if attempts.may_have_run() {
                        decoder.doubt();
                    }
                    return (fate, attempts.sent());
                }
                Step::Wait(wait) => {
                    self.wait(wait.time, |waker| attempts.is_called(waker))
                        .await;
                    Event::Woke
                }
                Step::Send(timeout) => {
                    let (request, carried) = self.session.request(plan, timeout);
                    sent_to.clone_from(request.url.expose_secret());
                    token = carried;
                    let answer = self.transport.send(request).await;
                    attempts.read(answer, decoder)
                }
                Step::Renew(left) => match self.within(left, self.renew(token.take())).await {
                    Some(renewed) => Event::Renewed(renewed),
                    None => Event::Late,
                },
                Step::Move(location) => Event::Moved(self.session.follow(&sent_to, &location)),
                Step::Refuse(problem) => {
                    decoder.refuse(problem);
                    Event::Refused
                }
            };
        }
    }

    /// Waits so long, or until the call is called before.
    async fn wait(&self, wait: Duration, is_called: impl Fn(&Waker) -> bool) {
        let mut over = self.timer.sleep(wait);
        std::future::poll_fn(|context| match is_called(context.waker()) {
            true => Poll::Ready(()),
            false => over.as_mut().poll(context),
        })
        .await;
    }

    /// Waits for `future`, but not longer than `left`.
    async fn within<T>(&self, left: Duration, future: impl Future<Output = T>) -> Option<T> {
        if left == Duration::MAX {
            return Some(future.await);
        }
        let (mut future, mut late) = (std::pin::pin!(future), self.timer.sleep(left));
        std::future::poll_fn(|context| {
            if let Poll::Ready(value) = future.as_mut().poll(context) {
                return Poll::Ready(Some(value));
            }
            late.as_mut().poll(context).map(|()| None)
        })
        .await
    }
}
