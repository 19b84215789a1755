//! What would be sent, without sending it.

mod batch;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::plan::Plan;
use super::session::Session;
use crate::record::Record;
use crate::runtime::{MethodDef, SecretNames, encode, masked, place, validate};
use crate::{Effect, ValidationError, Version};

pub use batch::{BatchDryRun, DryRunCall};

/// A request that a client would send, from `dry_run()` of a call or as part of a [`BatchDryRun`]. Nothing was sent.
///
/// `Display` shows the address, the parameters, what the call does, whether it would be retried, and which documented limits it
/// breaks. Neither `Display` nor `Debug` shows a secret: the code of a webhook, parameters documented as secrets, values of a
/// call without a spec, and anything that looks like a token appear as `***`. Text is cut after 1,000 characters;
/// [`body`](Self::body) has all of it.
///
/// ```
/// use bitrix24::Bitrix24;
/// use bitrix24::biconnector::source::Delete;
///
/// # tokio::runtime::Runtime::new().unwrap().block_on(async {
/// let bitrix = Bitrix24::webhook("https://example.bitrix24.com/rest/1/c0de/")?;
/// let call = bitrix.request(Delete::new(7));
/// println!("{}", call.dry_run()?);
/// # assert_eq!(call.dry_run()?.to_string(), "\
/// # POST https://example.bitrix24.com/rest/1/***/biconnector.source.delete
/// # {\"id\":7}
/// # deletes; not repeated if it may have run");
/// // call.await?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
///
/// ```text
/// POST https://example.bitrix24.com/rest/1/***/biconnector.source.delete
/// {"id":7}
/// deletes; not repeated if it may have run
/// ```
#[derive(Clone)]
pub struct DryRun {
    method: Cow<'static, str>,
    version: Version,
    effect: Effect,
    url: String,
    body: String,
    shown: String,
    repeatable: bool,
    idempotency_key: Option<String>,
    invalid: Option<ValidationError>,
}

impl DryRun {
    /// A call with these parameters.
    pub(crate) fn of_call(
        plan: Plan,
        method: &MethodDef,
        record: Option<&dyn Record>,
        session: &Session,
    ) -> Self {
        let names = SecretNames::of(record);
        let mut dry_run = Self::new(plan, method.effect, session);
        dry_run.shown = masked(&dry_run.body, &names, &session.secrets());
        dry_run.invalid = record.and_then(|record| invalid(record, method, &dry_run.body));
        dry_run
    }

    /// A request of which nothing is shown but its length.
    fn new(plan: Plan, effect: Effect, session: &Session) -> Self {
        Self {
            url: session.shown_url(&plan),
            method: plan.method,
            version: plan.version,
            effect,
            shown: format!("{} bytes", plan.body.len()),
            body: String::from_utf8_lossy(&plan.body).into_owned(),
            repeatable: plan.repeatable,
            idempotency_key: plan.idempotency_key,
            invalid: None,
        }
    }

    /// The method; `batch` for several calls in one request.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The version of the protocol.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// What the call does to the data. Several calls read if each of them does, delete if each does, and write otherwise.
    #[must_use]
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// The address, with `***` for the code of a webhook.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The parameters as JSON, as they would be sent: with all secrets except the access token of an application. Do not log
    /// it.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The parameters as a JSON value, to inspect parts of them.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    /// Whether the call would be retried even if it may have run: because it reads, is declared idempotent, or has an
    /// idempotency key. Otherwise it is retried only if it certainly did not run.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable
    }

    /// The idempotency key, by which the server of REST 3 recognizes a retry.
    #[must_use]
    pub fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_deref()
    }

    /// Checks the documented limits like [`Method::validate`](crate::Method::validate); the call would be sent anyway.
    /// Parameters of [`with_param`](crate::Request::with_param), calls without a spec and calls in a batch are not checked.
    ///
    /// # Errors
    ///
    /// Every value that breaks a rule.
    pub fn validate(&self) -> Result<(), &ValidationError> {
        self.invalid.as_ref().map_or(Ok(()), Err)
    }
}

/// The documented limits that are broken, but for what was set in the place of the request's own parameters.
fn invalid(record: &dyn Record, method: &MethodDef, body: &str) -> Option<ValidationError> {
    let mut error = validate(record, method.any_of).err()?;
    let own = encode(record).ok();
    let own = own.and_then(|own| String::from_utf8(own).ok())?;
    if own != body {
        let is_own = |path: &str| place(body, path) == place(&own, path);
        error.violations.retain(|violation| match &violation.rule {
            crate::Rule::AnyOf(group) => group.iter().all(|name| is_own(name)),
            _ => is_own(&violation.path),
        });
    }
    (!error.violations.is_empty()).then_some(error)
}

impl fmt::Display for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = match self.effect {
            Effect::Read => "reads",
            Effect::Write => "writes",
            Effect::Delete => "deletes",
        };
        let repeated = match self.repeatable {
            true => "repeated whether it may have run or not",
            false => "not repeated if it may have run",
        };
        writeln!(f, "POST {}\n{}", self.url, self.shown)?;
        write!(f, "{effect}; {repeated}")?;
        match &self.invalid {
            Some(error) => write!(f, "\ninvalid: {error}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DryRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DryRun")
            .field("url", &self.url)
            .field("body", &format_args!("{}", self.shown))
            .field("effect", &self.effect)
            .field("is_repeatable", &self.repeatable)
            .field("idempotency_key", &self.idempotency_key)
            .field("invalid", &self.invalid)
            .finish_non_exhaustive()
    }
}
