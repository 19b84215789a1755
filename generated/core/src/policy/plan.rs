//! A call that is to be made.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::address::is_method;
use super::wait::Wait;
use crate::record::Record;
use crate::{Effect, EncodeError, Method, Version};

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
    /// The call of a method that has a spec.
    pub(crate) fn of<M: Method>(request: &M, options: Options) -> Result<Self, EncodeError> {
        let body = crate::encode(request as &dyn Record)?;
        let reads = M::EFFECT == Effect::Read;
        Self::new(Cow::Borrowed(M::NAME), M::VERSION, body, reads, options)
    }

    /// The call of a method that may have no spec.
    pub(crate) fn any(
        method: Cow<'static, str>,
        version: Version,
        parameters: &Value,
    ) -> Result<Self, EncodeError> {
        if !is_method(&method) {
            return Err(EncodeError::new("this is no name of a method"));
        }
        let body = match parameters {
            Value::Object(_) | Value::Array(_) => parameters.to_string(),
            Value::Null => "{}".to_owned(),
            _ => return Err(EncodeError::new("parameters are an object or a list")),
        };
        Self::new(
            method,
            version,
            body.into_bytes(),
            false,
            Options::default(),
        )
    }

    fn new(
        method: Cow<'static, str>,
        version: Version,
        body: Vec<u8>,
        reads: bool,
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
        Ok(Self {
            method,
            version,
            body,
            // By the key the server answers a call that is repeated as it did the first time.
            repeatable: reads || options.idempotent || (key.is_some() && version == Version::V3),
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
