//! Batches, request by request.

use std::sync::Arc;

use super::{Driver, Io};
use crate::policy::batch::{Batch, BatchResults, Sending};
use crate::policy::trace;

impl<I: Io> Driver<I> {
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
