//! Does what the policy says, for a blocking client.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tracing::Span;

use super::bitrix24::Inner;
use crate::client::{Batch, BatchResults};
use crate::policy::batch::Sending;
use crate::policy::{Decoder, Decoding, Event, Fate, Plan, Step, trace};
use crate::record::Optional;
use crate::runtime::{Meta, MethodDef};
use crate::{AnyCode, CallError};

impl Inner {
    /// When something that begins now has to end.
    pub(super) fn until(&self, deadline: Option<Duration>) -> Option<Instant> {
        self.session.until(deadline, self.timer.now())
    }

    /// Makes a call, and decodes its output. It does not know the types of the method, so that it is compiled once.
    pub(super) fn call(
        self: &Arc<Self>,
        plan: &Plan,
        span: &Span,
        method: MethodDef,
        output: &mut (dyn Optional + Send),
    ) -> Result<Meta, CallError<AnyCode>> {
        let mut decoding = Decoding::new(method, output);
        let (fate, attempts) = self.drive(plan, span, &mut decoding);
        decoding.finish(fate, attempts)
    }

    /// Makes a call; gives what it came to, and how often it was sent.
    pub(super) fn drive(
        self: &Arc<Self>,
        plan: &Plan,
        span: &Span,
        decoder: &mut dyn Decoder,
    ) -> (Fate, u32) {
        let _entered = span.enter();
        let mut attempts = self.session.attempts(plan, span.clone(), self.timer.now());
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
                    self.timer.sleep(wait.of_thread());
                    Event::Woke
                }
                Step::Send(timeout) => {
                    let (request, carried) = self.session.request(plan, timeout);
                    sent_to.clone_from(request.url.expose_secret());
                    token = carried;
                    let answer = self.transport.send(request);
                    attempts.read(answer, decoder)
                }
                Step::Renew(left) => match self.renew(token.take(), left) {
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

    pub(super) fn send_batch(self: &Arc<Self>, batch: Batch) -> BatchResults {
        let mut sending = Sending::new(batch, &self.session, self.timer.now());
        while let Some(plan) = sending.next(self.timer.now()) {
            let span = trace::span(&plan, self.session.portal().host());
            let (fate, attempts) = self.drive(&plan, &span, &mut sending);
            sending.finish(fate, attempts);
        }
        sending.results()
    }
}
