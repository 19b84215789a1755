//! Batches, chunk by chunk.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use tracing::{Instrument as _, Span};

use super::{Driver, Io};
use crate::policy::batch::{Batch, BatchResults, Sending};
use crate::policy::{BatchDryRun, lock, trace};

/// Sends chunk after chunk, until none is left. Those who are at work together share them.
pub(crate) type Worker<'a> = Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl<I: Io> Driver<I> {
    pub(crate) fn dry_run_batch(&self, batch: &Batch) -> BatchDryRun {
        batch.dry_run(&self.session, self.io.now())
    }

    pub(crate) async fn send_batch(self: &Arc<Self>, batch: Batch) -> BatchResults {
        let sending = Sending::new(batch, &self.session, self.io.now());
        let workers = sending.concurrency();
        let sending = Mutex::new(sending);
        let worker = || -> Worker<'_> {
            // A thread knows nothing of the caller's span.
            Box::pin(self.send_chunks(&sending).instrument(Span::current()))
        };
        let workers = std::iter::repeat_with(worker).take(workers).collect();
        self.io.work(workers).await;
        let sending = sending.into_inner();
        sending
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .results()
    }

    async fn send_chunks(self: &Arc<Self>, sending: &Mutex<Sending<'_>>) {
        loop {
            let chunk = lock(sending).start();
            let Some(mut chunk) = chunk else { return };
            while let Some(plan) = chunk.next(self.io.now()) {
                let span = trace::span(&plan, self.session.portal().host());
                let (outcome, attempts) = self.drive(&plan, &span, &mut chunk).await;
                chunk.finish(outcome, attempts);
            }
            lock(sending).end(chunk);
        }
    }
}
