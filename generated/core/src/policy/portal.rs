//! What all clients of a portal in this process share: its rate limit.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::Waker;
use std::time::Instant;

use super::limit::{Bucket, RateLimit, Turn};
use super::lock;

/// A portal, by its host.
#[derive(Debug)]
pub(crate) struct Portal {
    host: String,
    bucket: Mutex<Bucket>,
}

/// The portals that were called. One without a client is kept: the next client of it must not have a burst of its own.
static PORTALS: LazyLock<Mutex<HashMap<String, Arc<Portal>>>> = LazyLock::new(Mutex::default);

/// How many are kept without a client, about.
const KEPT: usize = 1024;

impl Portal {
    /// The portal of this host; a limit that is given is from now on that of all its clients.
    pub(super) fn of(host: &str, limit: Option<RateLimit>) -> Arc<Self> {
        let mut portals = lock(&PORTALS);
        if let Some(portal) = portals.get(host) {
            if let Some(limit) = limit {
                lock(&portal.bucket).set_limit(limit);
            }
            return Arc::clone(portal);
        }
        if portals.len() >= KEPT {
            portals.retain(|_, portal| Arc::strong_count(portal) > 1);
        }
        let portal = Arc::new(Self {
            host: host.to_owned(),
            bucket: Mutex::new(Bucket::new(limit.unwrap_or_default())),
        });
        portals.insert(host.to_owned(), Arc::clone(&portal));
        portal
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Whether a call may go at once.
    pub(super) fn enter(&self, now: Instant) -> bool {
        lock(&self.bucket).enter(now)
    }

    /// Lines up for a call.
    pub(super) fn queue(self: &Arc<Self>) -> Ticket {
        Ticket {
            number: lock(&self.bucket).enqueue(),
            portal: Arc::clone(self),
        }
    }

    pub(super) fn refused(&self, now: Instant) {
        lock(&self.bucket).refused(now);
    }

    pub(super) fn accepted(&self) {
        lock(&self.bucket).accepted();
    }

    /// Does something with the bucket, and wakes whom that concerns.
    fn with<T>(&self, change: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut bucket = lock(&self.bucket);
        let value = change(&mut bucket);
        let calls = bucket.take_calls();
        drop(bucket);
        calls.make();
        value
    }
}

/// A place in the queue of a portal; it is given up when dropped, by a call that is cancelled for instance.
#[derive(Debug)]
pub(super) struct Ticket {
    portal: Arc<Portal>,
    number: u64,
}

impl Ticket {
    pub(super) fn admit(&self, now: Instant) -> Result<(), Turn> {
        self.portal.with(|bucket| bucket.admit(self.number, now))
    }

    /// Whether it was told to look again; if not, it will be by this waker.
    pub(super) fn is_called(&self, waker: &Waker) -> bool {
        self.portal.with(|bucket| bucket.listen(self.number, waker))
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.portal.with(|bucket| bucket.leave(self.number));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn admit(ticket: &Ticket, now: Instant) -> Result<(), Duration> {
        ticket.admit(now).map_err(|turn| turn.wait)
    }

    #[test]
    fn clients_of_a_portal_share_its_limit_and_a_dropped_call_gives_back_its_place() {
        let now = Instant::now();
        let one = Portal::of("shared.example", Some(RateLimit::new(1, 1.0)));
        let other = Portal::of("shared.example", None);
        assert_eq!(admit(&one.queue(), now), Ok(()));
        let waiting = other.queue();
        let second = Duration::from_secs(1);
        assert_eq!(admit(&waiting, now), Err(second));
        let behind = one.queue();
        assert_eq!(admit(&behind, now), Err(2 * second));
        drop(waiting);
        assert_eq!(admit(&behind, now), Err(second));

        // A client that comes after all others have gone finds the bucket as they left it.
        drop((one, other, behind));
        let late = Portal::of("shared.example", None);
        assert_eq!(admit(&late.queue(), now), Err(second));

        let elsewhere = Portal::of("elsewhere.example", None);
        assert_eq!(admit(&elsewhere.queue(), now), Ok(()));
    }
}
