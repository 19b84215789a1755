//! The renewal of tokens, as a state machine.
//!
//! A refresh token is good for once, and several processes may have the same. So a process first claims the renewal in the
//! store, by compare-and-swap; who finds a claim waits for the new tokens, and who finds new tokens takes them. The claim of a
//! process that has died ends by itself.

use std::time::Duration;

use super::exchange::{App, Question};
use super::store::{StoreError, Stored};
use super::tokens::Tokens;
use crate::policy::{Config, HttpRequest, HttpResponse};
use crate::{AuthError, AuthErrorKind, TransportError};

/// What happened.
pub(crate) enum Happened {
    Start,
    Loaded(Result<Option<Stored>, StoreError>),
    Swapped(Result<bool, StoreError>),
    Answered(Result<HttpResponse, TransportError>),
    Woke,
}

/// What to do.
pub(crate) enum Todo {
    Load,
    /// Replace what is at this revision.
    Swap(i64, Stored),
    Send(HttpRequest),
    Wait(Duration),
    Finish(Done),
}

/// What a renewal came to.
pub(crate) enum Done {
    /// This process has renewed the tokens, and saved them.
    Renewed(Tokens),
    /// Another process has.
    Found(Tokens),
    /// New tokens, which could not be saved.
    Unsaved(Tokens, AuthError),
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

/// The renewal of the tokens of one portal.
pub(crate) struct Renewal<'r> {
    app: &'r App,
    config: &'r Config,
    question: Option<Question<'r>>,
    /// The tokens that have expired.
    stale: Tokens,
    state: State,
    /// What is stored, as far as is known.
    stored: Option<Stored>,
    tries: u32,
}

enum State {
    Looking,
    Claiming(Stored),
    Asking,
    Pausing,
    Saving(Tokens),
    GivingUp(AuthError),
}

/// How long a claim lasts, in seconds: longer than all that is done under it.
const CLAIM: i64 = 120;
/// By how much the clocks of two processes may differ, in seconds.
const SKEW: i64 = 30;
/// How often the authorisation server is asked.
const TRIES: u32 = 3;
/// How often something is looked for in a store that changes all the time.
const LOOKS: u32 = 1000;
const PAUSE: Duration = Duration::from_millis(500);

impl<'r> Renewal<'r> {
    pub(crate) fn new(app: &'r App, config: &'r Config, stale: Tokens) -> Self {
        Self {
            app,
            config,
            question: None,
            stale,
            state: State::Looking,
            stored: None,
            tries: 0,
        }
    }

    /// `unix` is the time, in seconds of Unix time.
    pub(crate) fn next(&mut self, happened: Happened, unix: i64) -> Todo {
        match happened {
            Happened::Start => Todo::Load,
            Happened::Loaded(Ok(stored)) => {
                match std::mem::replace(&mut self.state, State::Looking) {
                    State::Saving(tokens) => self.save_over(stored, tokens),
                    _ => self.look(stored, unix),
                }
            }
            Happened::Swapped(Ok(swapped)) => self.swapped(swapped),
            Happened::Loaded(Err(error)) | Happened::Swapped(Err(error)) => self.broken(&error),
            Happened::Answered(answer) => self.answered(answer, unix),
            Happened::Woke if matches!(self.state, State::Pausing) => self.ask(),
            Happened::Woke => Todo::Load,
        }
    }

    /// Takes tokens that are newer, waits for who makes some, or claims to make them.
    fn look(&mut self, stored: Option<Stored>, unix: i64) -> Todo {
        self.tries += 1;
        if self.tries > LOOKS {
            let problem = "others renew the tokens all the time";
            return Todo::Finish(Done::Failed(AuthError::new(AuthErrorKind::Store, problem)));
        }
        if stored
            .as_ref()
            .is_some_and(|stored| stored.tokens.is_of_another_portal(&self.stale))
        {
            let problem = "the store has the tokens of another portal";
            return Todo::Finish(Done::Failed(AuthError::new(AuthErrorKind::Store, problem)));
        }
        let (revision, mut tokens) = match stored {
            Some(stored)
                if stored.tokens.access_token != self.stale.access_token
                    && !stored.tokens.is_older_than(&self.stale) =>
            {
                return Todo::Finish(Done::Found(stored.tokens));
            }
            Some(stored) => {
                // A claim that would be good for longer than claims are is one of a clock that is quite wrong.
                let left = stored.renewing_until.unwrap_or(0).saturating_sub(unix);
                if (1 - SKEW..=CLAIM + SKEW).contains(&left) {
                    return Todo::Wait(PAUSE);
                }
                // What is stored is older if new tokens could not be saved, or never were.
                let is_same = stored.tokens.access_token == self.stale.access_token;
                let tokens = if is_same {
                    stored.tokens
                } else {
                    self.stale.clone()
                };
                (stored.revision, tokens)
            }
            None => (0, self.stale.clone()),
        };
        if tokens.refresh_token.as_ref().is_none_or(String::is_empty) {
            let problem = "there is no refresh token";
            let error = AuthError::new(AuthErrorKind::ReinstallNeeded, problem);
            return Todo::Finish(Done::Failed(error));
        }
        // They have expired, whatever they say; so they are older than those that come after them.
        tokens.expires = Some(tokens.expires.map_or(unix, |expires| expires.min(unix)));
        let until = unix.saturating_add(CLAIM);
        let claim = Stored::after(revision, tokens, Some(until));
        self.state = State::Claiming(claim.clone());
        Todo::Swap(revision, claim)
    }

    /// The claim has run out, and somebody else has made another or renewed the tokens too. What is new must not be lost, for the
    /// refresh token is used up.
    fn save_over(&mut self, stored: Option<Stored>, tokens: Tokens) -> Todo {
        self.tries += 1;
        let stale = self.stored.as_ref();
        let stale = stale.map(|claim| claim.tokens.access_token.as_str());
        let revision = match stored {
            Some(stored) if Some(stored.tokens.access_token.as_str()) != stale => {
                return Todo::Finish(Done::Found(stored.tokens));
            }
            Some(stored) => stored.revision,
            None => 0,
        };
        self.state = State::Saving(tokens.clone());
        if self.tries > LOOKS {
            return self.broken(&StoreError::new("it changes all the time"));
        }
        Todo::Swap(revision, Stored::after(revision, tokens, None))
    }

    fn swapped(&mut self, swapped: bool) -> Todo {
        match std::mem::replace(&mut self.state, State::Looking) {
            State::Claiming(claim) if swapped => {
                self.stored = Some(claim);
                self.tries = 0;
                self.question = None;
                self.ask()
            }
            State::Saving(tokens) if swapped => Todo::Finish(Done::Renewed(tokens)),
            State::Saving(tokens) => {
                self.state = State::Saving(tokens);
                Todo::Load
            }
            // The claim is given up; or it ran out, and then there is nothing to give up.
            State::GivingUp(error) => Todo::Finish(Done::Failed(error)),
            // Somebody was faster.
            _ => Todo::Load,
        }
    }

    fn ask(&mut self) -> Todo {
        self.tries += 1;
        self.state = State::Asking;
        let (app, config, stored) = (self.app, self.config, self.stored.as_ref());
        let question = self.question.get_or_insert_with(|| {
            let token = stored.and_then(|stored| stored.tokens.refresh_token.as_deref());
            let tokens: Vec<_> = stored.iter().map(|stored| &stored.tokens).collect();
            Question::refresh(app, config, token.unwrap_or_default(), &tokens)
        });
        Todo::Send(question.request())
    }

    fn answered(&mut self, response: Result<HttpResponse, TransportError>, unix: i64) -> Todo {
        let (Some(claim), Some(question)) = (&self.stored, &mut self.question) else {
            return Todo::Load;
        };
        let answer = match response {
            Ok(response) => match question.read(&response, Some(&claim.tokens), unix) {
                Some(answer) => answer,
                None => return Todo::Send(question.request()),
            },
            Err(error) => Err(AuthError::new(
                AuthErrorKind::Network,
                format!(
                    "the authorisation server cannot be reached: {}",
                    error.problem
                ),
            )),
        };
        let revision = claim.revision;
        match answer {
            Ok(mut tokens) => {
                tokens.keep_from(&claim.tokens);
                self.state = State::Saving(tokens.clone());
                Todo::Swap(revision, Stored::after(revision, tokens, None))
            }
            // The token may be used up by a request whose answer was lost. There is no harm in trying.
            Err(error) if error.kind == AuthErrorKind::Network && self.tries < TRIES => {
                self.state = State::Pausing;
                Todo::Wait(PAUSE * self.tries)
            }
            Err(error) => {
                self.state = State::GivingUp(error);
                let tokens = claim.tokens.clone();
                Todo::Swap(revision, Stored::after(revision, tokens, None))
            }
        }
    }

    fn broken(&mut self, error: &StoreError) -> Todo {
        let problem = format!("the store of the tokens failed: {error}");
        let error = AuthError::new(AuthErrorKind::Store, problem);
        Todo::Finish(match std::mem::replace(&mut self.state, State::Looking) {
            State::Saving(tokens) => Done::Unsaved(tokens, error),
            State::GivingUp(error) => Done::Failed(error),
            _ => Done::Failed(error),
        })
    }
}

impl Tokens {
    /// Whether these were given before the others, as far as both say when they expire.
    fn is_older_than(&self, other: &Self) -> bool {
        let expires = self.expires.zip(other.expires);
        expires.is_some_and(|(own, other)| own < other)
    }

    fn is_of_another_portal(&self, other: &Self) -> bool {
        let portals = self.member_id.as_ref().zip(other.member_id.as_ref());
        portals.is_some_and(|(own, other)| own != other)
    }

    /// A renewal does not repeat all that an installation told.
    fn keep_from(&mut self, old: &Self) {
        let keep = |new: &mut Option<String>, old: &Option<String>| {
            if new.is_none() {
                new.clone_from(old);
            }
        };
        keep(&mut self.application_token, &old.application_token);
        keep(&mut self.member_id, &old.member_id);
        keep(&mut self.refresh_token, &old.refresh_token);
        keep(&mut self.scope, &old.scope);
    }
}
