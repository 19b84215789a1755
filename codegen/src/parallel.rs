//! Work on many files, on all cores. The results come in the order of the files, so nobody can tell.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, panic, thread};

/// How many neighbours a thread takes at once; less work than this is not worth a thread.
const CHUNK: usize = 16;

/// `work` on each of `items`.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let chunks: Vec<&[T]> = items.chunks(CHUNK).collect();
    let next = AtomicUsize::new(0);
    let take = || {
        let index = next.fetch_add(1, Ordering::Relaxed);
        let chunk = chunks.get(index)?;
        Some((index, chunk.iter().map(&work).collect()))
    };
    let take_all = || iter::from_fn(take).collect();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut done: Vec<(usize, Vec<R>)> = thread::scope(|scope| {
        let others = 1..cores.min(chunks.len());
        let others: Vec<_> = others.map(|_| scope.spawn(take_all)).collect();
        let mut done: Vec<_> = take_all();
        for other in others {
            let theirs = other.join();
            done.extend(theirs.unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().flat_map(|(_, results)| results).collect()
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
