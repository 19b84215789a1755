//! What happens to a renewal, and what it does next.

use std::time::Duration;

use crate::policy::oauth::held::Done;
use crate::policy::oauth::{StoreError, Stored};
use crate::policy::{HttpRequest, HttpResponse};
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

impl Todo {
    pub(super) fn failed(problem: &str) -> Self {
        Self::Finish(Done::Failed(AuthError::new(AuthErrorKind::Store, problem)))
    }

    pub(super) fn uninstalled() -> Self {
        let problem = "the store no longer has tokens: the application was uninstalled";
        Self::Finish(Done::Failed(AuthError::new(
            AuthErrorKind::NotInstalled,
            problem,
        )))
    }
}
