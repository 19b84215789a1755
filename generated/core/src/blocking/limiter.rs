//! A rate limit that several processes share, as a blocking client asks it.

use std::sync::Arc;

use crate::client::{Admission, FileLimiter, RateLimit, StoreError};

/// Keeps the bucket of each portal for all processes that call it.
///
/// Without one, the clients of a portal share its [`RateLimit`] within a process, and several processes are together faster than the
/// portal allows. With one, set by [`Builder::limiter`](super::Builder::limiter), a call waits for its turn within the process, in the
/// order of arrival, and then asks the limiter. A call that has to wait goes back to its place, and the process asks again after the
/// time that it was told. One that was let go counts, be it sent or not.
///
/// A limiter that fails stops no call: the bucket of the process decides alone. A warning of `tracing` says so, and the limiter is
/// asked again a second later. One that hangs is not given up, so it must have a timeout of its own. Whoever calls with
/// [`RateLimit::UNLIMITED`] asks nobody.
///
/// [`FileLimiter`] is one for the processes of one machine. The documentation of the async trait, `client::Limiter`, has scripts
/// for Redis.
pub trait Limiter: Send + Sync + 'static {
    /// Puts a call into the bucket of `portal`, its host and port, if there is room; if not, says when there will be. It is atomic.
    /// `limit` is what the calling process holds to be the portal's.
    ///
    /// # Errors
    ///
    /// The limiter failed.
    fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError>;

    /// The portal has refused a call, for there were too many: its bucket is full, whatever the limiter holds.
    ///
    /// # Errors
    ///
    /// The limiter failed.
    fn refused(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError>;
}

impl<L: Limiter + ?Sized> Limiter for Arc<L> {
    fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        (**self).acquire(portal, limit)
    }

    fn refused(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        (**self).refused(portal, limit)
    }
}

impl Limiter for FileLimiter {
    fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError> {
        self.take(portal, limit)
    }

    fn refused(&self, portal: &str, limit: RateLimit) -> Result<(), StoreError> {
        self.fill(portal, limit)
    }
}
