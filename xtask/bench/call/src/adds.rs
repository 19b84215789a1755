//! Many additions by batch, in chunks of fifty.

// `crm.item.add` would write 136 fields.
#![allow(deprecated)]

use bitrix24::client::{Batch, BatchCall, BatchResults};
use bitrix24::crm::deal::{Add, NewDeal};
use bitrix24::{Bitrix24, blocking};

use crate::Failure;

/// How many there are.
const ADDS: usize = 10_000;

pub async fn adds(bitrix: &Bitrix24, mut batch: Batch) -> Result<(), Failure> {
    let calls = fill(&mut batch);
    all(bitrix.send_batch(batch).await, calls)
}

pub fn blocking(bitrix: &blocking::Bitrix24, mut batch: Batch) -> Result<(), Failure> {
    let calls = fill(&mut batch);
    all(bitrix.send_batch(batch), calls)
}

fn fill(batch: &mut Batch) -> Vec<BatchCall<Add>> {
    let deal = |number: usize| NewDeal::new().title(format!("Deal {number}"));
    let adds = (0..ADDS).map(|number| batch.add(Add::new().fields(deal(number))));
    adds.collect()
}

/// Whether each has its result.
fn all(mut results: BatchResults, calls: Vec<BatchCall<Add>>) -> Result<(), Failure> {
    for call in calls {
        assert_eq!(results.take(call)?.result.get(), 17);
    }
    Ok(())
}
