//! Batches of an async client.

use std::sync::Arc;

use super::bitrix24::Inner;
use super::{Batch, BatchResults};
use crate::policy::batch::ChunkDecoding;
use crate::policy::trace;

impl Inner {
    pub(super) async fn send_batch(self: &Arc<Self>, batch: Batch) -> BatchResults {
        let (chunks, mut results) = batch.split();
        let until = self.until(None);
        for mut chunk in chunks {
            if results.halted() {
                break;
            }
            chunk.plan.until = until;
            let span = trace::span(&chunk.plan, self.session.portal().host());
            let mut decoding = ChunkDecoding::new(&chunk, &mut results);
            let (fate, _) = self.drive(&chunk.plan, span, &mut decoding).await;
            decoding.finish(fate);
        }
        results
    }
}
