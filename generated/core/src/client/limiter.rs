//! A rate limit that several processes share, as an async client asks it.

use std::sync::Arc;

use super::store::aside;
use super::{Admission, BoxFuture, FileLimiter, RateLimit, StoreError};

/// Keeps the rate limit of each portal, a leaky bucket, for all processes that call it.
///
/// Without a limiter, the clients of a portal share its [`RateLimit`] within one process, so several processes together exceed
/// what the portal allows. With one, set by [`Builder::limiter`](super::Builder::limiter), a call waits for its turn within the
/// process, in order of arrival, and then asks the limiter. If it has to wait, it keeps its place, and the process asks again
/// after the returned time, a minute at most. A granted call counts even if it is never sent.
///
/// If the limiter fails, or does not answer within five seconds, calls go on under the rate limit of the process. A `tracing`
/// warning says so, and the limiter is asked again a second later. With [`RateLimit::UNLIMITED`] the limiter is not asked.
///
/// [`FileLimiter`] serves the processes of one machine. For several machines, use a script in Redis 5 or newer, which goes by
/// the server's clock. The value is the time when the bucket will be empty, in microseconds of Unix time; the key expires then:
///
/// ```text
/// -- acquire. KEYS[1]: "bitrix24:" and the portal; ARGV[1]: burst(); ARGV[2]: per_second().
/// -- Returns 0 if the call may go, or the microseconds until there is room.
/// local time = redis.call('TIME')
/// local now = time[1] * 1000000 + time[2]
/// local call = 1000000 / ARGV[2]
/// local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + call
/// local wait = empty - now - ARGV[1] * call
/// if wait > 0 then
///     return math.ceil(wait)
/// end
/// redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', math.ceil((empty - now) / 1000))
/// return 0
///
/// -- refused, with the same keys and arguments: the bucket is full.
/// local time = redis.call('TIME')
/// local now = time[1] * 1000000 + time[2]
/// local full = ARGV[1] * 1000000 / ARGV[2]
/// local empty = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now + full)
/// redis.call('SET', KEYS[1], string.format('%.0f', empty), 'PX', math.ceil((empty - now) / 1000))
/// ```
///
/// ```
/// # struct Redis;
/// # impl Redis {
/// #     async fn eval(&self, _: &str, _: &str, _: RateLimit) -> Result<u64, std::io::Error> { Ok(0) }
/// # }
/// # const ACQUIRE: &str = "";
/// # const REFUSED: &str = "";
/// use std::time::Duration;
///
/// use bitrix24::client::{Admission, BoxFuture, Limiter, RateLimit, StoreError};
///
/// struct RedisLimiter(Redis);
///
/// impl Limiter for RedisLimiter {
///     fn acquire<'a>(
///         &'a self,
///         portal: &'a str,
///         limit: RateLimit,
///     ) -> BoxFuture<'a, Result<Admission, StoreError>> {
///         Box::pin(async move {
///             let wait = self.0.eval(ACQUIRE, portal, limit).await;
///             match wait.map_err(|error| StoreError::new(error.to_string()))? {
///                 0 => Ok(Admission::Granted),
///                 wait => Ok(Admission::RetryAfter(Duration::from_micros(wait))),
///             }
///         })
///     }
///
///     fn refused<'a>(
///         &'a self,
///         portal: &'a str,
///         limit: RateLimit,
///     ) -> BoxFuture<'a, Result<(), StoreError>> {
///         Box::pin(async move {
///             let told = self.0.eval(REFUSED, portal, limit).await;
///             told.map(drop).map_err(|error| StoreError::new(error.to_string()))
///         })
///     }
/// }
/// ```
pub trait Limiter: Send + Sync + 'static {
    /// Adds a call to the bucket of `portal`, its host and port, if there is room; otherwise returns how long to wait. Must be
    /// atomic. `limit` is the rate limit that the calling process is configured with.
    fn acquire<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<Admission, StoreError>>;

    /// Fills the bucket of `portal`: the portal has refused a call because there were too many.
    fn refused<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

impl<L: Limiter + ?Sized> Limiter for Arc<L> {
    fn acquire<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<Admission, StoreError>> {
        (**self).acquire(portal, limit)
    }

    fn refused<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).refused(portal, limit)
    }
}

impl Limiter for FileLimiter {
    fn acquire<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<Admission, StoreError>> {
        let (limiter, portal) = (self.clone(), portal.to_owned());
        Box::pin(aside(move || limiter.take(&portal, limit)))
    }

    fn refused<'a>(
        &'a self,
        portal: &'a str,
        limit: RateLimit,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let (limiter, portal) = (self.clone(), portal.to_owned());
        Box::pin(aside(move || limiter.fill(&portal, limit)))
    }
}
