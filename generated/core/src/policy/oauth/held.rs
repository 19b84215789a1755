//! The tokens that a client holds in memory.

use super::tokens::Tokens;
use crate::AuthError;

/// What a renewal came to.
pub(crate) enum Done {
    /// This process has renewed the tokens, and saved them.
    Renewed(Tokens),
    /// Another process has; or somebody has put others into the store while this one got new tokens, `unsaved`.
    Found {
        tokens: Tokens,
        unsaved: Option<Box<Tokens>>,
    },
    /// New tokens, which could not be saved.
    Unsaved(Tokens, Left, AuthError),
    /// No tokens.
    Failed(AuthError),
}

/// Where another token comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Renewed {
    /// From the authorisation server, just now.
    New,
    /// From somebody else, who knows when.
    Found,
}

/// The tokens of a client, and what it knows of those in the store.
///
/// The order of tokens is that of the store: what stands there has replaced what stood there before, whatever the tokens say of
/// the time when they expire, for that is told by clocks. Only tokens that have never been in the store are in no order.
#[derive(Clone)]
pub(crate) struct Held {
    /// What calls carry.
    pub(super) tokens: Tokens,
    /// Whether the store has had them. Not those with which a client is built, as far as it knows.
    pub(super) is_stored: bool,
    /// Others that the store has not had. They are tried after those of the store.
    pub(super) spare: Option<Tokens>,
    /// What this client has left in the store.
    pub(super) left: Option<Left>,
}

/// What a client leaves in the store when it cannot save new tokens: its claim, on tokens that it has replaced.
#[derive(Clone)]
pub(crate) struct Left {
    pub(super) revision: i64,
    pub(super) access_token: String,
}

impl Held {
    /// Tokens with which a client is built.
    pub(crate) fn given(tokens: Tokens) -> Self {
        Self {
            tokens,
            is_stored: false,
            spare: None,
            left: None,
        }
    }

    /// Tokens that are in the store.
    pub(crate) fn stored(tokens: Tokens) -> Self {
        Self {
            is_stored: true,
            ..Self::given(tokens)
        }
    }

    pub(crate) fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    pub(crate) fn tokens_mut(&mut self) -> &mut Tokens {
        &mut self.tokens
    }

    /// Takes what a renewal came to. The error is for those who asked for it.
    pub(crate) fn take(&mut self, done: Done) -> Result<Renewed, AuthError> {
        let (tokens, left, outcome) = match done {
            Done::Failed(error) => return Err(error),
            Done::Found { tokens, unsaved } => {
                let old = std::mem::replace(&mut self.tokens, tokens);
                let given = (!self.is_stored).then_some(old);
                self.spare = unsaved
                    .map(|tokens| *tokens)
                    .or(given)
                    .or(self.spare.take());
                (self.is_stored, self.left) = (true, None);
                return Ok(Renewed::Found);
            }
            Done::Renewed(tokens) => (tokens, None, Ok(Renewed::New)),
            // This process can go on with them; that nobody else can is an error.
            Done::Unsaved(tokens, left, error) => (tokens, Some(left), Err(error)),
        };
        *self = Self {
            tokens,
            is_stored: left.is_none(),
            spare: None,
            left,
        };
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(name: &str) -> Tokens {
        Tokens::new(name, name, "https://portal.example/rest/")
    }

    fn found(name: &str, unsaved: Option<&str>) -> Done {
        Done::Found {
            tokens: tokens(name),
            unsaved: unsaved.map(tokens).map(Box::new),
        }
    }

    #[test]
    fn tokens_that_the_store_never_had_are_kept_until_others_are_renewed() {
        let mut held = Held::given(tokens("given"));
        let spare = |held: &Held| held.spare.as_ref().map(|spare| spare.access_token.clone());
        for name in ["1", "2"] {
            assert_eq!(held.take(found(name, None)), Ok(Renewed::Found));
            assert_eq!(held.tokens().access_token, name);
            assert_eq!(spare(&held).as_deref(), Some("given"));
        }
        assert_eq!(held.take(Done::Renewed(tokens("3"))), Ok(Renewed::New));
        assert_eq!(spare(&held), None);
        // Somebody has put others into the store meanwhile.
        assert_eq!(held.take(found("4", Some("5"))), Ok(Renewed::Found));
        assert_eq!(held.tokens().access_token, "4");
        assert_eq!(spare(&held).as_deref(), Some("5"));
    }
}
