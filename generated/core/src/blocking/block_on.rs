//! Runs futures on the current thread.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use crate::policy::lock;

/// Runs a future to completion.
pub(super) fn block_on<T>(future: impl Future<Output = T>) -> T {
    run(future, || LONGEST)
}

/// Runs a future for at most `left`; `None` if it is not done by then.
pub(super) fn block_on_within<T>(left: Duration, future: impl Future<Output = T>) -> Option<T> {
    let Some(end) = Instant::now().checked_add(left) else {
        return Some(block_on(future));
    };
    let left = || end.saturating_duration_since(Instant::now());
    let mut future = pin!(future);
    let timed = poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending if left().is_zero() => Poll::Ready(None),
        Poll::Pending => Poll::Pending,
    });
    run(timed, left)
}

/// The longest wait for a condition that every system supports, about a year.
const LONGEST: Duration = Duration::from_secs(1 << 25);

/// Polls a future whenever it is woken, and when `patience` is over.
fn run<T>(future: impl Future<Output = T>, patience: impl Fn() -> Duration) -> T {
    let signal = Arc::new(Signal::default());
    let waker = Waker::from(Arc::clone(&signal));
    let (mut future, mut context) = (pin!(future), Context::from_waker(&waker));
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        signal.wait(patience().min(LONGEST));
    }
}

/// A condition, and not a parked thread: an executor that runs this call may rely on the thread's token.
#[derive(Default)]
struct Signal {
    is_woken: Mutex<bool>,
    woken: Condvar,
}

impl Signal {
    fn wait(&self, patience: Duration) {
        let is_woken = lock(&self.is_woken);
        let waited = self
            .woken
            .wait_timeout_while(is_woken, patience, |is_woken| !*is_woken);
        let (mut is_woken, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *is_woken = false;
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        *lock(&self.is_woken) = true;
        self.woken.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};
    use std::thread;

    use super::*;

    const MOMENT: Duration = Duration::from_millis(1);

    /// Ready as soon as another thread has woken it.
    fn elsewhere() -> impl Future<Output = u32> {
        let woken = Arc::new(Mutex::new(false));
        poll_fn(move |context| {
            if *lock(&woken) {
                return Poll::Ready(7);
            }
            let (waker, woken) = (context.waker().clone(), Arc::clone(&woken));
            thread::spawn(move || {
                *lock(&woken) = true;
                waker.wake();
            });
            Poll::Pending
        })
    }

    #[test]
    fn a_future_is_polled_again_when_it_is_woken() {
        assert_eq!(block_on(elsewhere()), 7);
        assert_eq!(block_on_within(Duration::MAX, elsewhere()), Some(7));
        assert_eq!(block_on_within(LONGEST * 2, elsewhere()), Some(7));
        let within = async { block_on_within(LONGEST, elsewhere()) };
        assert_eq!(block_on(within), Some(7));
    }

    #[test]
    fn a_future_that_takes_too_long_is_given_up_and_one_that_is_ready_is_not() {
        assert_eq!(block_on_within(MOMENT, pending::<()>()), None);
        assert_eq!(block_on_within(Duration::ZERO, pending::<()>()), None);
        assert_eq!(block_on_within(Duration::ZERO, ready(7)), Some(7));
    }

    #[test]
    fn the_thread_is_not_parked() {
        thread::current().unpark();
        assert_eq!(block_on(elsewhere()), 7);
        // The token is still there.
        thread::park();
    }
}
