//! Pages that are asked for together: a batch in which each page begins after the last row of the one before.

use std::collections::VecDeque;
use std::time::Instant;

use crate::PagedRequest;
use crate::policy::batch::{Batch, BatchCall, BatchResults, SIZE};
use crate::runtime::walking;

/// A batch of pages, and its calls.
pub(super) fn chain<R: PagedRequest>(
    request: &R,
    pages: usize,
    tolerant: bool,
    until: Option<Instant>,
) -> Option<(Batch, VecDeque<BatchCall<R>>)> {
    let mut first = request.clone();
    let paging = first.paging();
    let (walk, size) = walking(&first.params(), paging)?;
    let method = request.method_def();
    let mut path = method.keys().join(".");
    if !request.rows().is_empty() {
        path = [path.as_str(), request.rows()].join(".");
    }
    let last = format!("{path}[{}].{}", size.checked_sub(1)?, walk.id);
    let after = format!("{}[>{}]", walk.filter, walk.name);
    let (mut batch, mut calls) = (Batch::within(until), VecDeque::<BatchCall<R>>::new());
    for _ in 0..pages.min(SIZE) {
        let before = calls.back().map(|call| call.result(&last));
        let call = batch.add_page(request, tolerant, |arguments| {
            if let Some(last) = before {
                arguments.set(&after, last);
            }
        });
        calls.push_back(call);
    }
    batch.is_whole().then_some((batch, calls))
}

/// Pages that have come together.
pub(super) struct Chain<R> {
    pub(super) results: BatchResults,
    pub(super) calls: VecDeque<BatchCall<R>>,
    /// How many were taken.
    pub(super) taken: usize,
}
