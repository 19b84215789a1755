//! What all clients of a portal in this process share: its rate limit.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};
use std::task::Waker;
use std::time::{Duration, Instant};

use super::limit::{Bucket, RateLimit, Turn};
use super::lock;

/// A portal, by its host.
#[derive(Debug)]
pub(crate) struct Portal {
    host: Arc<str>,
    bucket: Mutex<Bucket>,
}

/// The portals that were called. One without a client is kept: the next client of it must not have a burst of its own.
#[derive(Debug)]
struct Portals {
    by_host: HashMap<Arc<str>, Arc<Portal>>,
    /// When there are so many, those without a client are forgotten.
    enough: usize,
}

static PORTALS: LazyLock<Mutex<Portals>> = LazyLock::new(|| {
    Mutex::new(Portals {
        by_host: HashMap::new(),
        enough: KEPT,
    })
});

/// How many are kept without a client, at least.
const KEPT: usize = 1024;

impl Portal {
    /// The portal of this host; a limit that is given is from now on that of all its clients.
    pub(super) fn of(host: &str, limit: Option<RateLimit>) -> Arc<Self> {
        let mut portals = lock(&PORTALS);
        if let Some(portal) = portals.by_host.get(host) {
            if let Some(limit) = limit {
                lock(&portal.bucket).set_limit(limit);
            }
            return Arc::clone(portal);
        }
        if portals.by_host.len() >= portals.enough {
            let has_client = |portal: &Arc<Self>| Arc::strong_count(portal) > 1;
            portals.by_host.retain(|_, portal| has_client(portal));
            // Only when there are twice as many again, or each new one would have to look at all.
            portals.enough = (2 * portals.by_host.len()).max(KEPT);
        }
        let portal = Arc::new(Self {
            host: host.into(),
            bucket: Mutex::new(Bucket::new(limit.unwrap_or_default())),
        });
        let host = Arc::clone(&portal.host);
        portals.by_host.insert(host, Arc::clone(&portal));
        portal
    }

    /// Forgets those without a client whose buckets are empty.
    pub(crate) fn forget_idle(now: Instant) {
        let mut portals = lock(&PORTALS);
        portals.by_host.retain(|_, portal| {
            Arc::strong_count(portal) > 1 || !lock(&portal.bucket).is_empty(now)
        });
        portals.by_host.shrink_to_fit();
        portals.enough = (2 * portals.by_host.len()).max(KEPT);
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

    /// What the limiter that other processes share is to be asked for; nothing if it has just failed, or if there is no limit.
    pub(super) fn limit_to_ask(&self, now: Instant) -> Option<RateLimit> {
        lock(&self.bucket).limit_to_ask(now)
    }

    /// That limiter cannot be asked.
    pub(super) fn fail(&self, now: Instant) {
        lock(&self.bucket).fail(now);
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

    /// As [`admit`](Self::admit), but the place is kept, for the limiter that other processes share has to let the call go as
    /// well.
    pub(super) fn admit_to_ask(&self, now: Instant) -> Result<(), Turn> {
        self.portal
            .with(|bucket| bucket.admit_to_ask(self.number, now))
    }

    /// That limiter has let the call go.
    pub(super) fn grant(&self) {
        self.portal.with(|bucket| bucket.grant(self.number));
    }

    /// That limiter has room after `wait`.
    pub(super) fn deny(&self, wait: Duration, now: Instant) {
        self.portal
            .with(|bucket| bucket.deny(self.number, wait, now));
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

        // Only one that is empty need not be remembered.
        drop(late);
        Portal::forget_idle(now);
        let late = Portal::of("shared.example", None);
        assert_eq!(admit(&late.queue(), now), Err(second));
        drop(late);
        Portal::forget_idle(now + second);
        assert!(!lock(&PORTALS).by_host.contains_key("shared.example"));

        let elsewhere = Portal::of("elsewhere.example", None);
        assert_eq!(admit(&elsewhere.queue(), now), Ok(()));
    }
}
