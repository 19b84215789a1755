//! The attempts of a call: carries out each step of the policy, and reports back what happened.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::Duration;

use tracing::{Instrument as _, Span};

use super::{Driver, Io};
use crate::policy::{Attempts, Decoder, Event, Outcome, Plan, Step};

impl<I: Io> Driver<I> {
    /// Makes a call; returns its outcome and how often it was sent.
    pub(super) fn drive<'c>(
        self: &'c Arc<Self>,
        plan: &'c Plan,
        span: &'c Span,
        decoder: &'c mut dyn Decoder,
    ) -> impl Future<Output = (Outcome, u32)> + Send {
        self.attempt(plan, span, decoder).instrument(span.clone())
    }

    async fn attempt(
        self: &Arc<Self>,
        plan: &Plan,
        span: &Span,
        decoder: &mut dyn Decoder,
    ) -> (Outcome, u32) {
        let mut attempts = Attempts::new(&self.session, plan, span, self.io.now());
        let (mut sent_to, mut token) = (String::new(), None);
        let mut event = Event::Start;
        loop {
            event = match attempts.next(event, self.io.now()) {
                Step::Finish(outcome) => {
                    if attempts.may_have_run() {
                        decoder.doubt();
                    }
                    return (outcome, attempts.sent());
                }
                Step::Wait(wait) => {
                    let is_called = |waker: &Waker| attempts.is_called(waker);
                    self.wait(self.io.nap(wait), is_called).await;
                    Event::Woke
                }
                Step::Send(timeout) => {
                    let (request, carried) = self.session.request(plan, timeout);
                    sent_to.clone_from(request.url.expose_secret());
                    token = carried;
                    let answer = self.io.send(request).await;
                    attempts.read(answer, decoder)
                }
                Step::Renew(left) => {
                    let renewed = self.io.within(left, self.renew(token.take())).await;
                    renewed.map_or(Event::Late, Event::Renewed)
                }
                Step::Move(location) => Event::Moved(self.follow(&sent_to, &location)),
                Step::Ask(portal, limit, left) => {
                    let asked = self.io.acquire(portal.host(), limit);
                    let asked = self.io.within(left, asked).await;
                    asked.map_or(Event::Late, Event::Admitted)
                }
                Step::Report(portal, limit) => {
                    Event::Reported(self.io.report(portal.host(), limit).await)
                }
                Step::Refuse(problem) => {
                    decoder.refuse(problem);
                    Event::Refused
                }
            };
        }
    }

    /// Waits for `time`, or until the rate limit's queue calls earlier.
    async fn wait(&self, time: Duration, is_called: impl Fn(&Waker) -> bool) {
        let mut over = pin!(self.io.sleep(time));
        poll_fn(|context| match is_called(context.waker()) {
            true => Poll::Ready(()),
            false => over.as_mut().poll(context),
        })
        .await;
    }
}
