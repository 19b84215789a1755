//! Claims to a renewal, in a store that several processes share.
//!
//! Their clocks may differ, so nobody believes what a claim says of the time, but for one that is a day old. A process goes by its
//! own waiting instead: whoever makes a claim uses it only as long as it is fresh, and makes it anew before it goes on, so one
//! that has stood unchanged for two minutes has nobody behind it any more.

use std::time::{Duration, Instant};

use super::exchange::Question;
use super::store::Stored;
use super::tokens::Tokens;

/// How long a claim has to stand unchanged before it counts as that of a process that died.
pub(super) const CLAIM: Duration = Duration::from_secs(120);

/// How old a claim may be when a request is sent under it. The request takes half a minute at most, and half a minute is left
/// for what follows.
const FRESH: Duration = Duration::from_secs(60);

/// By how much clocks may differ, in seconds: a day, for a wrong time zone is half a day. Short-lived processes, which end before
/// they have waited for [`CLAIM`], get over the claim of a dead one by this.
const SKEW: i64 = 24 * 60 * 60;

/// The time.
#[derive(Clone, Copy)]
pub(crate) struct Now {
    /// For intervals within this process.
    pub(crate) instant: Instant,
    /// In seconds of Unix time.
    pub(crate) unix: i64,
}

impl Now {
    /// How much later this is, by the clock that says more: one of them stands still while the machine sleeps, and the other
    /// one is set now and then.
    fn since(self, earlier: Self) -> Duration {
        let by_unix = self.unix.saturating_sub(earlier.unix).max(0);
        let by_unix = Duration::from_secs(by_unix.unsigned_abs());
        by_unix.max(self.instant.saturating_duration_since(earlier.instant))
    }
}

/// A claim of this process, and what it does under it.
pub(super) struct Claim<'r> {
    /// What is stored: the tokens that were there before, with the time until which they are claimed.
    pub(super) stored: Stored,
    /// When it was made, or a little later.
    pub(super) made: Now,
    /// The tokens that are renewed.
    pub(super) pair: Tokens,
    /// What the authorisation server is asked.
    pub(super) question: Question<'r>,
}

impl Claim<'_> {
    /// Makes the claim at this revision, for the first time or anew.
    pub(super) fn make(&mut self, revision: i64, now: Now) -> Stored {
        let until = now.unix.saturating_add(CLAIM.as_secs() as i64);
        let tokens = self.stored.tokens.clone();
        (self.stored, self.made) = (Stored::after(revision, tokens, Some(until)), now);
        self.stored.clone()
    }

    pub(super) fn is_fresh(&self, now: Now) -> bool {
        now.since(self.made) <= FRESH
    }

    /// What replaces it.
    pub(super) fn end(&self, tokens: Tokens) -> Stored {
        Stored::after(self.stored.revision, tokens, None)
    }
}

/// Watches the claims of others.
#[derive(Default)]
pub(super) struct Watch(Option<(i64, Instant)>);

impl Watch {
    /// Whether somebody alive may be behind the claim in `stored`, if there is one.
    pub(super) fn is_claimed(&mut self, stored: &Stored, now: Now) -> bool {
        let Some(until) = stored.renewing_until else {
            return false;
        };
        if until < now.unix.saturating_sub(SKEW) {
            return false;
        }
        let (_, seen) = self
            .0
            .filter(|(revision, _)| *revision == stored.revision)
            .unwrap_or((stored.revision, now.instant));
        self.0 = Some((stored.revision, seen));
        now.instant.saturating_duration_since(seen) < CLAIM
    }
}
