//! The rate limit of a portal, as a leaky bucket with a queue in front.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod crowd;
mod level;
mod line;
mod queue;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod shared;
#[cfg(test)]
mod tests;

use std::task::Waker;
use std::time::{Duration, Instant};

use queue::{Calls, Queue};

pub(crate) use level::Level;

/// How many calls a portal accepts.
///
/// Each call adds one to the portal's bucket, which leaks steadily; when it is full, the portal refuses calls. The portal
/// counts all calls from one IP address, so all clients of a portal in this process share the limit. See
/// [limits](https://apidocs.bitrix24.com/limits.html).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RateLimit {
    pub(super) burst: f64,
    pub(super) per_second: f64,
}

impl RateLimit {
    /// All plans except Enterprise: 50 calls at once, and 2 per second in the long run, as
    /// [documented](https://apidocs.bitrix24.com/limits.html).
    pub const STANDARD: Self = Self::new(50, 2.0);
    /// The Enterprise plan: 250 calls at once, and 5 per second in the long run, as
    /// [documented](https://apidocs.bitrix24.com/limits.html). On any other plan the portal keeps refusing calls, and the
    /// client slows down.
    pub const ENTERPRISE: Self = Self::new(250, 5.0);
    /// No limit: for self-hosted portals that have none.
    pub const UNLIMITED: Self = Self::new(u32::MAX, f64::INFINITY);

    /// `burst` calls at once, and `per_second` in the long run; each of them at least a little.
    #[must_use]
    pub const fn new(burst: u32, per_second: f64) -> Self {
        Self {
            burst: if burst == 0 { 1.0 } else { burst as f64 },
            per_second: per_second.max(0.001),
        }
    }

    /// Returns how many calls a portal accepts at once.
    #[must_use]
    pub const fn burst(&self) -> u32 {
        self.burst as u32
    }

    /// Returns how many calls per second a portal accepts in the long run; infinite for [`UNLIMITED`](Self::UNLIMITED).
    #[must_use]
    pub const fn per_second(&self) -> f64 {
        self.per_second
    }
}

impl Default for RateLimit {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A limiter's answer to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// The call may be sent, and is counted.
    Granted,
    /// The bucket is full. Ask again after this time: there is room for one call then, unless another one takes it.
    RetryAfter(Duration),
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
    level: Level,
    at: Option<Instant>,
    refused_at: Option<Instant>,
    /// When the limiter that other processes share failed last.
    failed_at: Option<Instant>,
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

/// By how much a waiting call may be late before the others go ahead. A future that nobody polls must not stop all that come
/// after it, one of which may be what its owner waits for.
const LATE: Duration = Duration::from_secs(1);

/// Nobody is woken for less.
const SLACK: Duration = Duration::from_millis(10);

/// How often the first in line looks.
pub(crate) const LOOK: Duration = Duration::from_secs(1);

/// How long nobody asks the limiter that other processes share, whatever wait it told last.
const SHARED_WAIT: Duration = Duration::from_secs(60);

/// For how long a limiter that has failed is not asked again.
const FAILED: Duration = Duration::from_secs(1);

impl Bucket {
    pub(super) fn new(limit: RateLimit) -> Self {
        Self {
            limit,
            level: Level::EMPTY,
            at: None,
            refused_at: None,
            failed_at: None,
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
            self.level.add(1.0);
        }
        has_room
    }

    /// Whether a new bucket would be the same.
    pub(super) fn is_empty(&self, now: Instant) -> bool {
        let mut level = self.level;
        if let Some(at) = self.at {
            level.leak(now.saturating_duration_since(at), self.limit);
        }
        level == Level::EMPTY && self.queue.len() == 0
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
        self.let_in(ticket, now, Queue::remove)
    }

    /// As [`admit`](Self::admit), but who may go keeps its place: another bucket has to let it go as well, and whether it does is
    /// told by [`grant`](Self::grant) or [`deny`](Self::deny). Those behind do not wait for that.
    pub(super) fn admit_to_ask(&mut self, ticket: u64, now: Instant) -> Result<(), Turn> {
        self.let_in(ticket, now, Queue::step_aside)
    }

    fn let_in(
        &mut self,
        ticket: u64,
        now: Instant,
        go: fn(&mut Queue, u64) -> bool,
    ) -> Result<(), Turn> {
        self.leak(now);
        if let Some(then) = now.checked_sub(LATE) {
            self.queue.expire(then);
        }
        let Some(before) = self.queue.before(ticket) else {
            return Ok(());
        };
        let wait = self.wait(before);
        if wait.is_zero() {
            go(&mut self.queue, ticket);
            self.level.add(1.0);
            self.call_first();
            return Ok(());
        }
        self.queue.set_due(ticket, now.checked_add(wait));
        self.call_first();
        let look = if before == 0 { wait.min(LOOK) } else { wait };
        Err(Turn { wait, look })
    }

    /// The other bucket has let the holder of `ticket` go.
    pub(super) fn grant(&mut self, ticket: u64) {
        self.queue.remove(ticket);
    }

    /// The other bucket has room after `wait`: this one is as full from now on, and the holder of `ticket` is where it was.
    pub(super) fn deny(&mut self, ticket: u64, wait: Duration, now: Instant) {
        self.leak(now);
        // Whatever the other says, it is asked neither all the time nor never again.
        let wait = wait.clamp(SLACK, SHARED_WAIT);
        self.level.add(-1.0);
        self.level.fill_for(wait, self.limit);
        self.queue.set_due(ticket, now.checked_add(wait));
        self.call_first();
    }

    /// The other bucket cannot be asked: this one decides.
    pub(super) fn fail(&mut self, now: Instant) {
        self.failed_at = Some(now);
    }

    /// What the other bucket is to be asked for; nothing if it has just failed, or if there is no limit.
    pub(super) fn limit_to_ask(&self, now: Instant) -> Option<RateLimit> {
        let recent = |at: Instant| now.saturating_duration_since(at) < FAILED;
        let is_broken = self.failed_at.is_some_and(recent);
        (!is_broken && self.limit.per_second.is_finite()).then_some(self.limit)
    }

    /// How long one has to wait who has so many before it.
    fn wait(&self, before: usize) -> Duration {
        self.level.wait(before, self.limit)
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
        // Many calls that were under way are refused together; that is one sign, not many.
        let recent = |at: Instant| now.saturating_duration_since(at) < Duration::from_secs(1);
        let is_new = !self.refused_at.is_some_and(recent);
        if is_new {
            self.refused_at = Some(now);
        }
        self.level.refused(self.limit, is_new);
    }

    /// The portal has taken a call.
    pub(super) fn accepted(&mut self) {
        self.level.accepted();
    }

    fn leak(&mut self, now: Instant) {
        let at = *self.at.get_or_insert(now);
        self.level
            .leak(now.saturating_duration_since(at), self.limit);
        self.at = Some(now.max(at));
    }
}
