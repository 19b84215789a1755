//! The renewal of tokens, as a state machine.
//!
//! A refresh token is good for once, and several processes may have the same. So a process first claims the renewal in the
//! store, by compare-and-swap; who finds a claim waits for the new tokens, and who finds new tokens takes them. Which tokens are
//! new is decided by [`Held`], and when a claim counts by [`claim`](super::claim).

mod todo;

use std::time::Duration;

pub(crate) use todo::{Happened, Todo};

use super::claim::{Claim, Now, Watch};
use super::exchange::{App, Question};
use super::held::{Done, Held, Left};
use super::store::Stored;
use super::store_error::StoreError;
use super::tokens::Tokens;
use crate::policy::{Config, HttpResponse};
use crate::{AuthError, AuthErrorKind, TransportError};

/// The renewal of the tokens of one portal.
pub(crate) struct Renewal<'r> {
    app: &'r App,
    config: &'r Config,
    held: Held,
    /// Whether the store has the tokens as long as the application is installed: if it has none, that is no matter of time.
    is_kept: bool,
    state: State,
    /// That of this process.
    claim: Option<Claim<'r>>,
    /// Those of others.
    watch: Watch,
    /// The refresh tokens that are not valid any more, and what was said about the last one.
    refused: Vec<String>,
    refusal: Option<AuthError>,
    /// How often the store was looked at, and how often the authorisation server was asked about the same pair.
    looks: u32,
    tries: u32,
}

#[derive(Default)]
enum State {
    #[default]
    Looking,
    Claiming,
    Asking,
    Pausing,
    /// Looks whether somebody else was faster, for the pair is not valid any more.
    Checking(AuthError),
    Saving(Box<Tokens>),
    GivingUp(AuthError),
}

/// How often the authorisation server is asked about one pair.
const TRIES: u32 = 3;
/// How often something is looked for in a store that changes all the time.
const LOOKS: u32 = 1000;
const PAUSE: Duration = Duration::from_millis(500);

impl<'r> Renewal<'r> {
    /// Renews the tokens that are held, which have expired.
    pub(crate) fn new(app: &'r App, config: &'r Config, held: Held) -> Self {
        Self {
            app,
            config,
            held,
            is_kept: false,
            state: State::Looking,
            claim: None,
            watch: Watch::default(),
            refused: Vec::new(),
            refusal: None,
            looks: 0,
            tries: 0,
        }
    }

    /// The store has the tokens as long as the application is installed.
    pub(crate) fn kept(mut self) -> Self {
        self.is_kept = true;
        self
    }

    pub(crate) fn next(&mut self, happened: Happened, now: Now) -> Todo {
        match (happened, std::mem::take(&mut self.state)) {
            (Happened::Loaded(Ok(stored)), State::Saving(tokens)) => self.save_over(stored, tokens),
            (Happened::Loaded(Ok(stored)), State::Checking(error)) => {
                self.check(stored, error, now)
            }
            (Happened::Loaded(Ok(stored)), _) => self.look(stored, now),
            (Happened::Swapped(Ok(swapped)), state) => self.swapped(swapped, state, now),
            (Happened::Loaded(Err(error)) | Happened::Swapped(Err(error)), state) => {
                self.broken(&error, state)
            }
            (Happened::Answered(answer), _) => self.answered(answer, now),
            (Happened::Woke, State::Pausing) => self.ask(now),
            (Happened::Start | Happened::Woke, _) => Todo::Load,
        }
    }

    /// Takes tokens that are newer, waits for who makes some, or claims to make them.
    fn look(&mut self, stored: Option<Stored>, now: Now) -> Todo {
        self.looks += 1;
        if self.looks > LOOKS {
            return Todo::failed("other processes keep renewing the tokens");
        }
        let Some(stored) = stored else {
            if self.is_kept {
                return Todo::uninstalled();
            }
            return self.claim(0, None, now);
        };
        if stored.tokens.is_of_another_portal(&self.held.tokens) {
            return Todo::failed(ANOTHER_PORTAL);
        }
        // What this client has replaced is older than what it holds, and so is its own claim.
        let left = self.held.left.as_ref();
        let is_left = left.is_some_and(|left| left.access_token == stored.tokens.access_token);
        if !is_left && stored.tokens.access_token != self.held.tokens.access_token {
            return Todo::Finish(Done::Found {
                tokens: stored.tokens,
                unsaved: None,
            });
        }
        let is_own = left.is_some_and(|left| left.revision == stored.revision);
        if !is_own && self.watch.is_claimed(&stored, now) {
            return Todo::Wait(PAUSE);
        }
        let tokens = (!is_left).then_some(stored.tokens);
        self.claim(stored.revision, tokens, now)
    }

    /// Claims the renewal of what is stored; of what is held, if that is newer.
    fn claim(&mut self, revision: i64, stored: Option<Tokens>, now: Now) -> Todo {
        let kept = stored.unwrap_or_else(|| self.held.tokens.clone());
        let Some(pair) = self.next_pair(&kept) else {
            let missing = || {
                let problem = "there is no refresh token";
                AuthError::new(AuthErrorKind::ReinstallNeeded, problem)
            };
            return Todo::Finish(Done::Failed(self.refusal.take().unwrap_or_else(missing)));
        };
        let claim = self.claim.insert(Claim {
            question: question(self.app, self.config, &pair, &kept),
            stored: Stored::after(revision, kept, None),
            made: now,
            pair,
        });
        self.tries = 0;
        self.state = State::Claiming;
        Todo::Swap(revision, claim.make(revision, now))
    }

    /// The pair to renew: that of the store, then those that the store does not have, if they were not refused.
    fn next_pair(&self, stored: &Tokens) -> Option<Tokens> {
        let mut pairs = [
            Some(stored),
            Some(&self.held.tokens),
            self.held.spare.as_ref(),
        ]
        .into_iter()
        .flatten();
        let is_good = |token: &String| !token.is_empty() && !self.refused.contains(token);
        let pair = pairs.find(|pair| pair.refresh_token.as_ref().is_some_and(is_good));
        pair.cloned()
    }

    fn ask(&mut self, now: Now) -> Todo {
        let Some(claim) = &mut self.claim else {
            return Todo::Load;
        };
        if !claim.is_fresh(now) {
            self.looks += 1;
            if self.looks > LOOKS {
                return Todo::failed("a claim takes longer than it lasts");
            }
            self.state = State::Claiming;
            let revision = claim.stored.revision;
            return Todo::Swap(revision, claim.make(revision, now));
        }
        self.tries += 1;
        self.state = State::Asking;
        Todo::Send(claim.question.request())
    }

    fn answered(&mut self, response: Result<HttpResponse, TransportError>, now: Now) -> Todo {
        let Some(claim) = &mut self.claim else {
            return Todo::Load;
        };
        let answer = match response {
            Ok(response) => claim.question.read(&response, Some(&claim.pair), now.unix),
            Err(error) => {
                let problem = error.problem;
                let problem = format!("the authorisation server cannot be reached: {problem}");
                Some(Err(AuthError::new(AuthErrorKind::Network, problem)))
            }
        };
        match answer {
            // By GET now; it is not another try.
            None => {
                self.tries -= 1;
                self.ask(now)
            }
            Some(Ok(mut tokens)) => {
                tokens.keep_pair(&claim.pair);
                tokens.keep_installation(&claim.stored.tokens);
                self.state = State::Saving(Box::new(tokens.clone()));
                Todo::Swap(claim.stored.revision, claim.end(tokens))
            }
            // The token may be used up by a request whose answer was lost. There is no harm in trying.
            Some(Err(error)) if error.kind == AuthErrorKind::Network && self.tries < TRIES => {
                self.state = State::Pausing;
                Todo::Wait(PAUSE * self.tries)
            }
            Some(Err(error)) if error.kind == AuthErrorKind::ReinstallNeeded => {
                self.refused.extend(claim.pair.refresh_token.take());
                self.state = State::Checking(error);
                Todo::Load
            }
            Some(Err(error)) => self.give_up(error),
        }
    }

    /// The pair was refused. Before anybody is told to install the application again, the store is read once more, and the pairs
    /// that it does not have are tried.
    fn check(&mut self, stored: Option<Stored>, error: AuthError, now: Now) -> Todo {
        if self.is_kept && stored.is_none() {
            return Todo::uninstalled();
        }
        let Some(mut claim) = self.claim.take() else {
            return Todo::Load;
        };
        let revision = claim.stored.revision;
        if let Some(stored) = stored.filter(|stored| stored.revision != revision) {
            self.refusal = Some(error);
            return self.look(Some(stored), now);
        }
        let pair = self.next_pair(&claim.stored.tokens);
        let is_last = pair.is_none();
        if let Some(pair) = pair {
            claim.question = question(self.app, self.config, &pair, &claim.stored.tokens);
            claim.pair = pair;
        }
        self.claim = Some(claim);
        self.tries = 0;
        if is_last {
            self.give_up(error)
        } else {
            self.ask(now)
        }
    }

    /// Leaves the store as it was.
    fn give_up(&mut self, error: AuthError) -> Todo {
        let Some(claim) = &self.claim else {
            return Todo::Finish(Done::Failed(error));
        };
        self.state = State::GivingUp(error);
        let tokens = claim.stored.tokens.clone();
        Todo::Swap(claim.stored.revision, claim.end(tokens))
    }

    fn swapped(&mut self, swapped: bool, state: State, now: Now) -> Todo {
        match state {
            State::Claiming if swapped => self.ask(now),
            State::Saving(tokens) if swapped => Todo::Finish(Done::Renewed(*tokens)),
            State::Saving(tokens) => {
                self.state = State::Saving(tokens);
                Todo::Load
            }
            // The claim is given up; or it ran out, and then there is nothing to give up.
            State::GivingUp(error) => Todo::Finish(Done::Failed(error)),
            // Somebody was faster.
            _ => {
                self.claim = None;
                Todo::Load
            }
        }
    }

    /// The claim is gone: it has run out, and others have made another or renewed the tokens too. What is new must not be lost, for
    /// the refresh token is used up.
    fn save_over(&mut self, stored: Option<Stored>, tokens: Box<Tokens>) -> Todo {
        self.looks += 1;
        let Some(claim) = &self.claim else {
            return Todo::Load;
        };
        let (own, pair) = (&claim.stored.tokens.access_token, &claim.pair.access_token);
        let revision = match stored {
            // It was saved after all.
            Some(stored) if stored.tokens.access_token == tokens.access_token => {
                return Todo::Finish(Done::Renewed(*tokens));
            }
            Some(stored) if stored.tokens.is_of_another_portal(&tokens) => {
                return self.broken(&StoreError::new(ANOTHER_PORTAL), State::Saving(tokens));
            }
            Some(stored) if ![own, pair].contains(&&stored.tokens.access_token) => {
                return Todo::Finish(Done::Found {
                    tokens: stored.tokens,
                    unsaved: Some(tokens),
                });
            }
            Some(stored) => stored.revision,
            // What the authorisation server gave just before that is of no use.
            None if self.is_kept => return Todo::uninstalled(),
            None => 0,
        };
        if self.looks > LOOKS {
            let error = StoreError::new("it changes all the time");
            return self.broken(&error, State::Saving(tokens));
        }
        let new = Stored::after(revision, (*tokens).clone(), None);
        self.state = State::Saving(tokens);
        Todo::Swap(revision, new)
    }

    fn broken(&mut self, error: &StoreError, state: State) -> Todo {
        let problem = format!("the token store failed: {error}");
        let error = AuthError::new(AuthErrorKind::Store, problem).caused_by(error.cause());
        match (state, &self.claim) {
            (State::Saving(tokens), Some(claim)) => {
                let left = Left {
                    revision: claim.stored.revision,
                    access_token: claim.stored.tokens.access_token.clone(),
                };
                Todo::Finish(Done::Unsaved(*tokens, left, error))
            }
            (State::Checking(_), _) => self.give_up(error),
            (State::GivingUp(error), _) => Todo::Finish(Done::Failed(error)),
            _ => Todo::Finish(Done::Failed(error)),
        }
    }
}

const ANOTHER_PORTAL: &str = "the store has the tokens of another portal";

/// Asks about `pair`; the stored tokens may know more of the installation.
fn question<'r>(app: &'r App, config: &'r Config, pair: &Tokens, stored: &Tokens) -> Question<'r> {
    let token = pair.refresh_token.as_deref().unwrap_or_default();
    Question::refresh(app, config, token, &[pair, stored])
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod simulation;
