//! A rate limit that several processes share, as a blocking client asks it.

use std::sync::Arc;

use crate::client::{Admission, FileLimiter, RateLimit, StoreError};

/// Keeps the rate limit of each portal, a leaky bucket, for all processes that call it.
///
/// Without a limiter, the clients of a portal share its [`RateLimit`] within one process, so several processes together exceed
/// what the portal allows. With one, set by [`Builder::limiter`](super::Builder::limiter), a call waits for its turn within the
/// process, in order of arrival, and then asks the limiter. If it has to wait, it keeps its place, and the process asks again
/// after the returned time, a minute at most. A granted call counts even if it is never sent.
///
/// If the limiter fails, calls go on under the rate limit of the process. A `tracing` warning says so, and the limiter is asked
/// again a second later. A limiter that hangs blocks its calls, so give it a timeout. With [`RateLimit::UNLIMITED`] the limiter
/// is not asked.
///
/// [`FileLimiter`] serves the processes of one machine. The documentation of the async trait, `client::Limiter`, has scripts
/// for Redis.
pub trait Limiter: Send + Sync + 'static {
    /// Adds a call to the bucket of `portal`, its host and port, if there is room; otherwise returns how long to wait. Must be
    /// atomic. `limit` is the rate limit that the calling process is configured with.
    ///
    /// # Errors
    ///
    /// The limiter failed.
    fn acquire(&self, portal: &str, limit: RateLimit) -> Result<Admission, StoreError>;

    /// Fills the bucket of `portal`: the portal has refused a call because there were too many.
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
