//! Batches of an async client.

use std::sync::Arc;

use super::bitrix24::Inner;
use super::{Batch, BatchResults};
use crate::policy::batch::Sending;
use crate::policy::trace;

impl Inner {
    pub(super) async fn send_batch(self: &Arc<Self>, batch: Batch) -> BatchResults {
        let mut sending = Sending::new(batch, &self.session, self.timer.now());
        while let Some(plan) = sending.next(self.timer.now()) {
            let span = trace::span(&plan, self.session.portal().host());
            let (fate, attempts) = self.drive(&plan, span, &mut sending).await;
            sending.finish(fate, attempts);
        }
        sending.results()
    }
}
