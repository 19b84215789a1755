//! Calls without a spec.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::any_code::AnyCode;
use super::encode_error::EncodeError;
use super::method::{Effect, Version};
use super::method_def::MethodDef;
use super::paging::walk::walk;
use super::paging::{Paging, Params};
use super::request::{PagedRequest, Request};

/// A call of a method without a spec, by name and with parameters as they are sent.
///
/// It is a [`Request`] like any other: it can have a deadline, go into a batch, be decoded [into a type of your
/// own](Request::output_as), and be [paged](Self::paged). It is retried as a write unless it [reads](Self::reads).
///
/// ```no_run
/// # async fn example(bitrix: bitrix24::Bitrix24) -> Result<(), bitrix24::Error> {
/// use bitrix24::{Paging, Untyped, Walk};
/// use serde_json::json;
///
/// let user = bitrix.send(Untyped::new("user.current", json!({})).reads()).await?;
/// println!("{}", user["NAME"]);
///
/// let leads = Untyped::new("crm.lead.list", json!({ "select": ["ID", "TITLE"] }));
/// let leads = leads.reads().paged(Paging::start().with_walk(Walk::by("ID")));
/// let mut leads = bitrix.items(leads);
/// while let Some(lead) = leads.next().await {
///     println!("{}", lead?["TITLE"]);
/// }
/// # Ok(())
/// # }
/// ```
///
/// For a method you call often, define a type: see [`macros`](crate::macros).
#[derive(Clone, PartialEq)]
#[must_use = "nothing is sent before `send`"]
pub struct Untyped {
    method: Cow<'static, str>,
    parameters: Value,
    version: Version,
    effect: Effect,
}

impl Untyped {
    /// Creates a call of the older protocol. `params` is an object, or an array for a method with positional parameters.
    pub fn new(method: impl Into<Cow<'static, str>>, parameters: Value) -> Self {
        Self {
            method: method.into(),
            parameters,
            version: Version::V2,
            effect: Effect::Write,
        }
    }

    /// Declares that the call changes nothing, so it is safe to retry in any case.
    pub fn reads(mut self) -> Self {
        self.effect = Effect::Read;
        self
    }

    /// Sets the version of the protocol.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// Turns the call into a list with this paging. The result is the array of rows, unless [`rows`](UntypedList::rows) names
    /// its key.
    pub fn paged(self, paging: Paging) -> UntypedList {
        UntypedList {
            request: self,
            paging,
            rows: "",
        }
    }
}

/// Parameters may be secrets, which only a spec would tell: only their names are shown.
impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Untyped");
        shown.field("method", &self.method);
        match &self.parameters {
            Value::Object(parameters) => {
                let names: Vec<_> = parameters.keys().collect();
                shown.field("parameters", &names);
            }
            Value::Array(parameters) => {
                shown.field("parameters", &parameters.len());
            }
            _ => {}
        }
        shown.finish()
    }
}

impl Request for Untyped {
    type Output = Value;
    type Error = AnyCode;
    type Decoded = Value;

    fn method_def(&self) -> MethodDef {
        MethodDef {
            version: self.version,
            effect: self.effect,
            ..MethodDef::any(self.method.clone())
        }
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        if !is_method(&self.method) {
            return Err(EncodeError::new("this is not the name of a method"));
        }
        match &self.parameters {
            Value::Object(_) | Value::Array(_) => Ok(self.parameters.to_string().into_bytes()),
            Value::Null => Ok(b"{}".to_vec()),
            _ => Err(EncodeError::new("parameters are an object or an array")),
        }
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn into_output(decoded: Value) -> Option<Value> {
        Some(decoded)
    }
}

/// A list without a spec, created by [`Untyped::paged`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is sent before `send`"]
pub struct UntypedList {
    request: Untyped,
    paging: Paging,
    rows: &'static str,
}

impl UntypedList {
    /// Sets the key of the result that has the rows: `items`, `tasks`.
    pub fn rows(mut self, key: &'static str) -> Self {
        self.rows = key;
        self
    }

    /// Reads the list by ascending ID, without counting it: see [`Walkable::walk`](crate::Walkable::walk). Does nothing unless
    /// the paging [says how](Paging::with_walk).
    pub fn walk(mut self) -> Self {
        walk(&mut Params::Json(&mut self.request.parameters), self.paging);
        self
    }
}

impl Request for UntypedList {
    type Output = Vec<Value>;
    type Error = AnyCode;
    type Decoded = Vec<Value>;

    fn method_def(&self) -> MethodDef {
        self.request.method_def().unwrap(self.rows)
    }

    fn encode_body(&self) -> Result<Vec<u8>, EncodeError> {
        self.request.encode_body()
    }

    fn fmt_request(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }

    fn into_output(decoded: Vec<Value>) -> Option<Vec<Value>> {
        Some(decoded)
    }
}

impl PagedRequest for UntypedList {
    type Item = Value;

    fn paging(&self) -> Paging {
        self.paging
    }

    fn rows(&self) -> &'static str {
        ""
    }

    fn params(&mut self) -> Params<'_> {
        Params::Json(&mut self.request.parameters)
    }

    fn take_rows(decoded: Vec<Value>) -> Vec<Value> {
        decoded
    }
}

/// Whether `name` can be the name of a method; any other must not get into an address.
fn is_method(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !part.is_empty() && part.chars().all(is_name)
    };
    name.split('.').all(is_part)
}

#[cfg(test)]
mod tests {
    use super::is_method;

    #[test]
    fn a_method_is_a_name_and_not_a_path() {
        for name in ["a", "crm.item.get", "imbot.v2.Bot.register", "x-y_z"] {
            assert!(is_method(name), "{name}");
        }
        for path in ["", ".", "a..b", "a/b", "../a", "a?b", "a b", "a#b", "ä"] {
            assert!(!is_method(path), "{path}");
        }
    }
}
