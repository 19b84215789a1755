//! Batches, request by request.

use std::sync::Arc;

use super::{Driver, Io};
use crate::policy::batch::{Batch, BatchResults, Sending};
use crate::policy::{BatchDryRun, trace};

impl<I: Io> Driver<I> {
    pub(crate) fn dry_run_batch(&self, batch: &Batch) -> BatchDryRun {
        batch.dry_run(&self.session, self.io.now())
    }

    pub(crate) async fn send_batch(self: &Arc<Self>, batch: Batch) -> BatchResults {
        let mut sending = Sending::new(batch, &self.session, self.io.now());
        while let Some(plan) = sending.next(self.io.now()) {
            let span = trace::span(&plan, self.session.portal().host());
            let (outcome, attempts) = self.drive(&plan, &span, &mut sending).await;
            sending.finish(outcome, attempts);
        }
        sending.results()
    }
}
