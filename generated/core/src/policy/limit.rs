//! The rate limit of a portal, as a leaky bucket with a queue in front.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod crowd;
mod line;
mod queue;
#[cfg(test)]
mod tests;

use std::task::Waker;
use std::time::{Duration, Instant};

use queue::{Calls, Queue};

/// How many calls a portal takes.
///
/// Each call fills its bucket by one, which leaks all the time; when it is full, the portal refuses. The limit is one for all
/// that call a portal from one address, so it is shared by all clients of that portal in this process. See
/// [limits](https://apidocs.bitrix24.com/limits.html).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    pub(super) burst: f64,
    pub(super) per_second: f64,
}

impl RateLimit {
    /// All plans but Enterprise: 50 calls at once, 2 a second in the long run, as
    /// [documented](https://apidocs.bitrix24.com/limits.html).
    pub const STANDARD: Self = Self::new(50, 2.0);
    /// The plan Enterprise: 250 calls at once, 5 a second in the long run, as [documented](https://apidocs.bitrix24.com/limits.html).
    /// On any other plan a client that goes by it is refused again and again, and slows down.
    pub const ENTERPRISE: Self = Self::new(250, 5.0);
    /// No limit: for portals of one's own that have none.
    pub const UNLIMITED: Self = Self::new(u32::MAX, f64::INFINITY);

    /// `burst` calls at once, and `per_second` in the long run; each of them at least a little.
    #[must_use]
    pub const fn new(burst: u32, per_second: f64) -> Self {
        Self {
            burst: if burst == 0 { 1.0 } else { burst as f64 },
            per_second: per_second.max(0.001),
        }
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// The state of a bucket.
///
/// Who has to wait knows for how long, and sleeps until then; only the first in line looks more often, for the bucket may leak
/// faster by then. If those behind move up because somebody leaves, the first of them is told, and each of the others when it has
/// become the first.
#[derive(Debug)]
pub(super) struct Bucket {
    limit: RateLimit,
    /// What is in it, at `at`.
    level: f64,
    at: Option<Instant>,
    /// By how much it leaks slower than it should, because the portal still refuses: others call it as well.
    slowdown: f64,
    refused_at: Option<Instant>,
    queue: Queue,
    /// How many have left since all were told to look again.
    left: usize,
}

/// What a bucket says to who has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// When the turn comes, as things stand.
    pub(super) wait: Duration,
    /// When to look again, unless told earlier.
    pub(super) look: Duration,
}

/// What a bucket slows down to at most.
const SLOWEST: f64 = 16.0;

/// In how many seconds half of the slowdown is forgotten.
const FORGETS: f64 = 10.0;

/// By how much a waiting call may be late before the others go ahead. A future that nobody polls must not stop all that come
/// after it, one of which may be what its owner waits for.
const LATE: Duration = Duration::from_secs(1);

/// Nobody is woken for less.
const SLACK: Duration = Duration::from_millis(10);

/// How often the first in line looks.
pub(crate) const LOOK: Duration = Duration::from_secs(1);

impl Bucket {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            level: 0.0,
            at: None,
            slowdown: 1.0,
            refused_at: None,
            queue: Queue::default(),
            left: 0,
        }
    }

    pub(super) fn set_limit(&mut self, limit: RateLimit) {
        self.limit = limit;
    }

    /// Lets a call go at once if nobody waits and there is room; it need not line up then.
    pub(super) fn enter(&mut self, now: Instant) -> bool {
        if self.queue.len() > 0 {
            return false;
        }
        self.leak(now);
        let has_room = self.wait(0).is_zero();
        if has_room {
            self.level += 1.0;
        }
        has_room
    }

    /// Lines up.
    pub(super) fn enqueue(&mut self) -> u64 {
        self.queue.push()
    }

    /// Leaves the queue: nothing is used up.
    pub(super) fn leave(&mut self, ticket: u64) {
        if !self.queue.remove(ticket) {
            return;
        }
        self.left += 1;
        // Some of those behind may be asleep for much longer than they have to wait, and the first may never come.
        if self.left >= self.queue.len() {
            self.left = 0;
            self.queue.call_all();
        }
        self.call_first();
    }

    /// Lets the holder of `ticket` go, or says how long to wait before asking again. Those who came before have precedence, if
    /// they come when it is their turn.
    pub(super) fn admit(&mut self, ticket: u64, now: Instant) -> Result<(), Turn> {
        self.leak(now);
        if let Some(then) = now.checked_sub(LATE) {
            self.queue.expire(then);
        }
        let Some(before) = self.queue.before(ticket) else {
            return Ok(());
        };
        let wait = self.wait(before);
        if wait.is_zero() {
            self.queue.remove(ticket);
            self.level += 1.0;
            self.call_first();
            return Ok(());
        }
        self.queue.set_due(ticket, now.checked_add(wait));
        self.call_first();
        let look = if before == 0 { wait.min(LOOK) } else { wait };
        Err(Turn { wait, look })
    }

    /// How long one has to wait who has so many before it.
    fn wait(&self, before: usize) -> Duration {
        let excess = self.level + before as f64 + 1.0 - self.limit.burst;
        let wait = excess / self.rate();
        // What is less than a microsecond is an error of rounding.
        if wait > 1e-6 {
            Duration::try_from_secs_f64(wait).unwrap_or(Duration::MAX)
        } else {
            Duration::ZERO
        }
    }

    /// Tells the first in line, if it would come later than it may.
    fn call_first(&mut self) {
        let wait = self.wait(0).saturating_add(SLACK);
        if let Some(turn) = self.at.and_then(|at| at.checked_add(wait)) {
            self.queue.call_first(turn);
        }
    }

    /// Whether the holder of `ticket` was told to look again; if not, it will be by this waker.
    pub(super) fn listen(&mut self, ticket: u64, waker: &Waker) -> bool {
        self.queue.listen(ticket, waker)
    }

    /// What is to be done after each change, when nothing is locked.
    pub(super) fn take_calls(&mut self) -> Calls {
        self.queue.take_calls()
    }

    /// The portal has refused a call: its bucket is full, whatever ours says.
    pub(super) fn refused(&mut self, now: Instant) {
        self.leak(now);
        self.level = self.level.max(self.limit.burst);
        // Many calls that were under way are refused together; that is one sign, not many.
        let recent = |at: Instant| now.saturating_duration_since(at) < Duration::from_secs(1);
        if !self.refused_at.is_some_and(recent) {
            self.slowdown = (self.slowdown * 2.0).min(SLOWEST);
            self.refused_at = Some(now);
        }
    }

    /// The portal has taken a call.
    pub(super) fn accepted(&mut self) {
        self.slowdown = (self.slowdown * 0.9).max(1.0);
    }

    fn rate(&self) -> f64 {
        self.limit.per_second / self.slowdown
    }

    fn leak(&mut self, now: Instant) {
        let at = *self.at.get_or_insert(now);
        let passed = now.saturating_duration_since(at).as_secs_f64();
        let leaked = passed * self.rate();
        self.slowdown = (self.slowdown * 0.5_f64.powf(passed / FORGETS)).max(1.0);
        // Without a limit, nothing times infinity is not a number.
        self.level = if leaked.is_finite() {
            (self.level - leaked).max(0.0)
        } else {
            0.0
        };
        self.at = Some(now.max(at));
    }
}
