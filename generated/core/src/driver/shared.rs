//! What all calls of a client share.

use std::fmt;
use std::sync::Mutex;

use super::Io;
use super::flight::Flight;
use super::supports::Known;
use crate::policy::oauth::Renewed;
use crate::policy::pager::{Ask, Pager};
use crate::policy::{OperatingTime, Session};
use crate::{AuthError, PagedRequest};

/// The outcome of a renewal.
pub(super) type Outcome = Result<Renewed, AuthError>;

/// What the clones of a client share.
pub(crate) struct Driver<I> {
    pub(crate) session: Session,
    pub(crate) io: I,
    /// The renewal in progress, or the last one.
    pub(super) renewal: Mutex<Option<Flight<Outcome>>>,
    pub(super) known: Known,
}

impl<I: Io> Driver<I> {
    pub(crate) fn new(session: Session, io: I) -> Self {
        Self {
            session,
            io,
            renewal: Mutex::default(),
            known: Known::default(),
        }
    }

    /// How long a method has worked in the last ten minutes.
    pub(crate) fn operating_time(&self, method: &str) -> Option<OperatingTime> {
        self.session.operating(method, self.io.now())
    }

    /// What to ask for next of a list; `None` after its last page.
    pub(crate) fn ask<R: PagedRequest>(&self, pager: &mut Pager<R>) -> Option<Ask<R>> {
        pager.ask(&self.session, self.io.now())
    }
}

/// Shown as the client.
impl<I> fmt::Debug for Driver<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bitrix24")
            .field("portal", &self.session.portal().host())
            .finish_non_exhaustive()
    }
}
