//! Where tokens are kept.

use super::tokens::Tokens;

/// What a store keeps of one portal.
///
/// As JSON it is an object with the fields below.
#[non_exhaustive]
pub struct Stored {
    /// The tokens.
    pub tokens: Tokens,
    /// Grows by one with every change; a store compares it before it takes the next.
    pub revision: i64,
    /// Until when a process claims to be renewing the tokens, by its own clock, in seconds of Unix time; absent if none does.
    /// Nobody else may use the refresh token meanwhile, for it is good for once.
    ///
    /// Clocks differ, so whoever finds a claim does not go by it: it looks again every half second, until there are new tokens or
    /// the claim is gone. A claim that has stood at the same revision for two minutes, by the own clock for intervals, is that of
    /// a process that died, and the renewal is claimed anew. A process that lives does not let its claim grow that old: it asks
    /// the authorisation server only under one that is younger than a minute, and makes it anew, at the next revision, before
    /// it goes on. A claim whose time was over more than a day ago is taken over at once, so that processes which do not live
    /// for two minutes get on as well; the clocks of those that share a store must not differ by more than that.
    pub renewing_until: Option<i64>,
}

crate::runtime::record! {
    Stored {
        0: tokens => "tokens" required,
        1: revision => "revision" required,
        2: renewing_until => "renewing_until",
    }
}

// A store of any kind writes it.
#[cfg(not(feature = "serde"))]
crate::runtime::macros::serde!(Stored);

impl Stored {
    /// Tokens that nobody is renewing. A store that has nothing yet is at revision 0, so what it gets first has 1.
    #[must_use]
    pub fn new(tokens: Tokens) -> Self {
        Self {
            tokens,
            revision: 1,
            renewing_until: None,
        }
    }

    /// What is saved over `old`. Tokens of the same portal keep what its installation has told, such as the
    /// [`application_token`](Tokens::application_token): a login does not repeat it.
    pub(crate) fn over(old: Option<Self>, mut tokens: Tokens) -> Self {
        let revision = old.as_ref().map_or(0, |old| old.revision);
        if let Some(old) = old.filter(|old| old.tokens.is_of_the_same_portal(&tokens)) {
            tokens.keep_installation(&old.tokens);
        }
        Self::after(revision, tokens, None)
    }

    /// What is saved over `old` for an application of many portals. The revision after which an application is installed again is
    /// any number, so that a process that knows one from before does not replace what is new.
    pub(crate) fn installed(old: Option<Self>, tokens: Tokens) -> Self {
        let is_first = old.is_none();
        let mut stored = Self::over(old, tokens);
        if is_first {
            stored.revision = fastrand::i64(1..1 << 52);
        }
        stored
    }

    /// What replaces what is at this revision.
    pub(crate) fn after(revision: i64, tokens: Tokens, renewing_until: Option<i64>) -> Self {
        Self {
            tokens,
            revision: revision.wrapping_add(1),
            renewing_until,
        }
    }
}
