//! Who waits for the rate limit, in the order of arrival.

use std::collections::BTreeSet;
use std::task::Waker;
use std::time::Instant;

use super::line::Line;

/// A queue, in which nothing takes longer than the logarithm of its length, on average over all who ever were in it.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// By arrival. Those of who has gone are there until the queue is tidied.
    places: Vec<Place>,
    /// Who is in line.
    line: Line,
    /// When those in line come again.
    dues: BTreeSet<(Instant, u64)>,
    /// How many are here.
    len: usize,
    next: u64,
    calls: Calls,
}

/// Whom to wake, and wakers of no more use. Both are done with when the queue is no longer locked: to wake or to drop one may drop a
/// call, which then leaves the queue.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    wake: Vec<Waker>,
    spent: Vec<Waker>,
}

impl Calls {
    pub(crate) fn make(self) {
        self.wake.into_iter().for_each(Waker::wake);
        drop(self.spent);
    }
}

#[derive(Debug)]
struct Place {
    ticket: u64,
    state: State,
    due: Option<Instant>,
    waker: Option<Waker>,
    is_called: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    /// In line: those behind wait for it.
    InLine,
    /// Here, but those behind do not wait for it: it did not come when it was due, or it is asking another bucket.
    Aside,
    Gone,
}

/// So few places are not worth tidying.
const FEW: usize = 64;

impl Queue {
    /// Lines up; gives a ticket.
    pub(super) fn push(&mut self) -> u64 {
        if self.places.len() == self.line.capacity() {
            self.tidy();
        }
        let ticket = self.next;
        self.next += 1;
        self.len += 1;
        self.line.mark(self.places.len());
        self.places.push(Place {
            ticket,
            state: State::InLine,
            due: None,
            waker: None,
            is_called: false,
        });
        ticket
    }

    /// How many are here.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many are in line before a ticket; nothing if it is not here.
    pub(super) fn before(&self, ticket: u64) -> Option<usize> {
        Some(self.line.before(self.find(ticket)?))
    }

    /// Notes when a ticket comes again, if that is before the end of time. From now on it is in line, if it was late.
    pub(super) fn set_due(&mut self, ticket: u64, due: Option<Instant>) {
        let Some(index) = self.find(ticket) else {
            return;
        };
        self.leave_line(index);
        self.line.mark(index);
        self.dues.extend(due.map(|due| (due, ticket)));
        if let Some(place) = self.places.get_mut(index) {
            place.state = State::InLine;
            place.due = due;
            place.is_called = false;
        }
    }

    /// Leaves; says whether the ticket was here.
    pub(super) fn remove(&mut self, ticket: u64) -> bool {
        let Some(index) = self.find(ticket) else {
            return false;
        };
        self.leave_line(index);
        if let Some(place) = self.places.get_mut(index) {
            place.state = State::Gone;
            self.calls.spent.extend(place.waker.take());
        }
        self.len -= 1;
        if self.len == 0 {
            // A portal that nobody waits for takes no memory for a queue.
            (self.places, self.line) = Default::default();
        } else if self.places.len() > FEW && self.len < self.places.len() / 4 {
            self.tidy();
        }
        true
    }

    /// Leaves the line, so that those behind do not wait for it, but stays here; says whether the ticket was here.
    pub(super) fn step_aside(&mut self, ticket: u64) -> bool {
        let Some(index) = self.find(ticket) else {
            return false;
        };
        self.leave_line(index);
        if let Some(place) = self.places.get_mut(index) {
            place.state = State::Aside;
        }
        true
    }

    /// Those in line who were due before then are late.
    pub(super) fn expire(&mut self, then: Instant) {
        while let Some((_, ticket)) = self.dues.first().filter(|(due, _)| *due < then) {
            let ticket = *ticket;
            self.dues.pop_first();
            if let Some(index) = self.find(ticket) {
                self.leave_line(index);
                if let Some(place) = self.places.get_mut(index) {
                    place.state = State::Aside;
                }
            }
        }
    }

    /// Tells the first in line that its turn is then, if it would come later.
    pub(super) fn call_first(&mut self, turn: Instant) {
        let first = self.line.first();
        let Some(place) = first.and_then(|index| self.places.get_mut(index)) else {
            return;
        };
        if place.due.is_none_or(|due| due > turn) {
            let before = place.due.replace(turn);
            before.map(|due| self.dues.remove(&(due, place.ticket)));
            self.dues.insert((turn, place.ticket));
            place.is_called = true;
            self.calls.wake.extend(place.waker.take());
        }
    }

    /// Tells all who are here to look again.
    pub(super) fn call_all(&mut self) {
        for place in &mut self.places {
            if place.state != State::Gone {
                place.is_called = true;
                self.calls.wake.extend(place.waker.take());
            }
        }
    }

    /// Whether a ticket was called since it was due last; if not, it will be by this waker.
    pub(super) fn listen(&mut self, ticket: u64, waker: &Waker) -> bool {
        let index = self.find(ticket);
        let Some(place) = index.and_then(|index| self.places.get_mut(index)) else {
            return true;
        };
        let is_known = |known: &Waker| known.will_wake(waker);
        if !place.is_called && !place.waker.as_ref().is_some_and(is_known) {
            let before = place.waker.replace(waker.clone());
            self.calls.spent.extend(before);
        }
        place.is_called
    }

    pub(super) fn take_calls(&mut self) -> Calls {
        std::mem::take(&mut self.calls)
    }

    fn find(&self, ticket: u64) -> Option<usize> {
        let places = &self.places;
        let index = places.binary_search_by_key(&ticket, |place| place.ticket);
        let is_here = |index: &usize| {
            let place = places.get(*index);
            place.is_some_and(|place| place.state != State::Gone)
        };
        index.ok().filter(is_here)
    }

    fn leave_line(&mut self, index: usize) {
        let Some(place) = self.places.get(index) else {
            return;
        };
        if place.state == State::InLine {
            self.line.unmark(index);
            place.due.map(|due| self.dues.remove(&(due, place.ticket)));
        }
    }

    /// Forgets who has gone, and makes room.
    fn tidy(&mut self) {
        self.places.retain(|place| place.state != State::Gone);
        let is_in_line = |place: &Place| place.state == State::InLine;
        let marks: Vec<_> = self.places.iter().map(is_in_line).collect();
        self.line = Line::new(&marks);
        self.places.shrink_to(self.line.capacity());
    }
}
