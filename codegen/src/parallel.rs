//! Work on many files, on all cores. The results come in the order of the files, so nobody can tell.

use std::num::NonZero;
use std::panic;
use std::thread;

/// Less work than this is not worth a thread.
const WORTH: usize = 16;

/// `work` on each of `items`.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(items.len() / WORTH).max(1);
    // Neighbours cost alike, so each thread takes a part of its own.
    let part = items.len().div_ceil(threads).max(1);
    let work = &work;
    thread::scope(|scope| {
        let mut parts = items.chunks(part);
        let own = parts.next_back().unwrap_or_default();
        let others: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(work).collect::<Vec<R>>()))
            .collect();
        let own: Vec<R> = own.iter().map(work).collect();
        let mut results = Vec::with_capacity(items.len());
        for other in others {
            match other.join() {
                Ok(part) => results.extend(part),
                Err(panic) => panic::resume_unwind(panic),
            }
        }
        results.extend(own);
        results
    })
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_keep_the_order_of_the_items() {
        for count in [0, 1, 63, 64, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(map(&items, |item| *item), items);
        }
    }
}
