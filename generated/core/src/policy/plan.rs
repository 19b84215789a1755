//! A call that is to be made.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::wait::Wait;
use crate::runtime::MethodDef;
use crate::{Effect, EncodeError, Version};

/// How a single call differs from what the client does otherwise.
#[derive(Clone, Debug, Default)]
pub(crate) struct Options {
    pub(crate) idempotent: bool,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) deadline: Option<Duration>,
    /// When the list ends that it is a page of.
    pub(crate) until: Option<Instant>,
    /// The field with the rows, if those that do not decode are left out.
    pub(crate) rows: Option<&'static str>,
    /// Whether optional fields that do not decode are left absent.
    pub(crate) tolerant: bool,
}

/// A call, before the portal and its credentials are known.
pub(crate) struct Plan {
    pub(crate) method: Cow<'static, str>,
    pub(crate) version: Version,
    /// The parameters, as JSON.
    pub(crate) body: Vec<u8>,
    /// Whether it may be sent again when it is not known if it ran.
    pub(crate) repeatable: bool,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) deadline: Option<Duration>,
    /// When the whole undertaking ends that the call is a part of, such as a batch; it counts instead of the deadline.
    pub(crate) until: Option<Instant>,
    /// The wait before it is sent.
    pub(crate) wait: Option<Wait>,
}

impl Plan {
    /// A call with these parameters, as JSON.
    pub(crate) fn new(
        method: &MethodDef,
        body: Vec<u8>,
        options: Options,
    ) -> Result<Self, EncodeError> {
        let key = options.idempotency_key;
        let is_key = |key: &String| {
            (1..=255).contains(&key.len()) && key.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        };
        if !key.as_ref().is_none_or(is_key) {
            return Err(EncodeError::new(
                "an idempotency key has 1 to 255 printable ASCII characters",
            ));
        }
        let reads = method.effect == Effect::Read;
        // By the key the server answers a call that is repeated as it did the first time.
        let is_known = key.is_some() && method.version == Version::V3;
        Ok(Self {
            method: method.name.clone(),
            version: method.version,
            body,
            repeatable: reads || options.idempotent || is_known,
            idempotency_key: key,
            deadline: options.deadline,
            until: options.until,
            wait: None,
        })
    }

    /// A call of the older protocol whose parameters are JSON already.
    pub(crate) fn encoded(method: Cow<'static, str>, body: Vec<u8>, repeatable: bool) -> Self {
        Self {
            method,
            version: Version::V2,
            body,
            repeatable,
            idempotency_key: None,
            deadline: None,
            until: None,
            wait: None,
        }
    }
}
