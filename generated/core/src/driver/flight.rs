//! Work that is done once, and shared by all who wait for it.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use crate::policy::lock;

/// Work that begins: one side ends it, the other waits for it.
pub(crate) fn flight<T>() -> (Landing<T>, Flight<T>) {
    let state = Arc::new(Mutex::new(State {
        landed: None,
        count: 0,
        wakers: BTreeMap::new(),
    }));
    (Landing(Arc::clone(&state)), Flight(state))
}

struct State<T> {
    /// The outcome, once it is over; `Some(None)` if the work was given up.
    landed: Option<Option<T>>,
    /// How many have waited so far, which numbers them.
    count: u64,
    wakers: BTreeMap<u64, Waker>,
}

/// Work in progress, or over.
pub(crate) struct Flight<T>(Arc<Mutex<State<T>>>);

impl<T: Clone> Flight<T> {
    pub(crate) fn is_over(&self) -> bool {
        lock(&self.0).landed.is_some()
    }

    /// The outcome, if it is there.
    pub(crate) fn outcome(&self) -> Option<T> {
        lock(&self.0).landed.clone().flatten()
    }

    /// Waits for the outcome; `None` if the work is given up.
    pub(crate) fn wait(&self) -> Waiting<T> {
        let mut state = lock(&self.0);
        state.count += 1;
        Waiting {
            number: state.count,
            state: Arc::clone(&self.0),
        }
    }
}

/// Ends a flight. Dropping it gives the work up, as a panic does.
pub(crate) struct Landing<T>(Arc<Mutex<State<T>>>);

impl<T> Landing<T> {
    pub(crate) fn land(self, outcome: T) {
        lock(&self.0).landed = Some(Some(outcome));
    }
}

impl<T> Drop for Landing<T> {
    fn drop(&mut self) {
        let mut state = lock(&self.0);
        state.landed.get_or_insert(None);
        let wakers = std::mem::take(&mut state.wakers);
        // A waker runs foreign code: never while the lock is held.
        drop(state);
        wakers.into_values().for_each(Waker::wake);
    }
}

/// One who waits.
pub(crate) struct Waiting<T> {
    state: Arc<Mutex<State<T>>>,
    number: u64,
}

impl<T: Clone> Future for Waiting<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let waker = context.waker().clone();
        let mut state = lock(&self.state);
        if let Some(outcome) = &state.landed {
            return Poll::Ready(outcome.clone());
        }
        let before = state.wakers.insert(self.number, waker);
        // Dropping a waker runs foreign code as well.
        drop(state);
        drop(before);
        Poll::Pending
    }
}

impl<T> Drop for Waiting<T> {
    fn drop(&mut self) {
        let waker = lock(&self.state).wakers.remove(&self.number);
        drop(waker);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    /// Polls once.
    fn poll<T: Clone>(waiting: Pin<&mut Waiting<T>>, bell: &Arc<Bell>) -> Poll<Option<T>> {
        let waker = Waker::from(Arc::clone(bell));
        waiting.poll(&mut Context::from_waker(&waker))
    }

    #[derive(Default)]
    struct Bell(Mutex<u32>);

    impl std::task::Wake for Bell {
        fn wake(self: Arc<Self>) {
            *lock(&self.0) += 1;
        }
    }

    #[test]
    fn all_who_wait_get_what_it_comes_to_and_so_do_those_who_come_later() {
        let (landing, flight) = flight();
        let bell = Arc::new(Bell::default());
        let (mut first, mut second) = (pin!(flight.wait()), pin!(flight.wait()));
        // Whoever is polled twice is woken once.
        for _ in 0..2 {
            assert_eq!(poll(first.as_mut(), &bell), Poll::Pending);
            assert_eq!(poll(second.as_mut(), &bell), Poll::Pending);
        }
        assert!(!flight.is_over());
        landing.land(7);
        assert!(flight.is_over());
        assert_eq!(*lock(&bell.0), 2);
        for waiting in [first, second, pin!(flight.wait())] {
            assert_eq!(poll(waiting, &bell), Poll::Ready(Some(7)));
        }
    }

    #[test]
    fn what_is_dropped_before_it_lands_is_given_up() {
        let (landing, flight) = flight::<u32>();
        let bell = Arc::new(Bell::default());
        let mut waiting = pin!(flight.wait());
        assert_eq!(poll(waiting.as_mut(), &bell), Poll::Pending);
        drop(landing);
        assert_eq!(*lock(&bell.0), 1);
        assert_eq!(poll(waiting, &bell), Poll::Ready(None));
    }

    #[test]
    fn who_waits_no_longer_leaves_nothing_behind() {
        let (_landing, flight) = flight::<u32>();
        let bell = Arc::new(Bell::default());
        {
            let mut waiting = pin!(flight.wait());
            assert_eq!(poll(waiting.as_mut(), &bell), Poll::Pending);
            assert_eq!(Arc::strong_count(&bell), 2);
        }
        assert_eq!(Arc::strong_count(&bell), 1);
    }
}
