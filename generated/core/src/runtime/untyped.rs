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

/// A call of a method that has no spec, or of a way to call it that its spec does not have: name and parameters as they are sent.
///
/// It is a [`Request`] like any other: it has a deadline, a place in a batch, an output [as a type of your own](Request::output_as),
/// and pages, if it is told [how they follow](Self::paged). It is retried as a write unless it [reads](Self::reads).
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
/// A method that is called often deserves a type: see [`macros`](crate::macros).
#[derive(Clone, PartialEq)]
#[must_use = "nothing is sent before `send`"]
pub struct Untyped {
    method: Cow<'static, str>,
    parameters: Value,
    version: Version,
    effect: Effect,
}

impl Untyped {
    /// A call of the older protocol: an object of parameters, or an array for a method that takes them by their places.
    pub fn new(method: impl Into<Cow<'static, str>>, parameters: Value) -> Self {
        Self {
            method: method.into(),
            parameters,
            version: Version::V2,
            effect: Effect::Write,
        }
    }

    /// Says that the call changes nothing: it can be repeated whatever became of it.
    pub fn reads(mut self) -> Self {
        self.effect = Effect::Read;
        self
    }

    /// Sets the version of the protocol.
    pub fn version(mut self, version: Version) -> Self {
        self.version = version;
        self
    }

    /// The same as a list whose pages follow each other in this way. Its rows are the result, unless
    /// [`rows`](UntypedList::rows) says otherwise.
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

/// A list without a spec; made by [`Untyped::paged`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "nothing is sent before `send`"]
pub struct UntypedList {
    request: Untyped,
    paging: Paging,
    rows: &'static str,
}

impl UntypedList {
    /// Says under which key of the result the rows are: `items`, `tasks`.
    pub fn rows(mut self, key: &'static str) -> Self {
        self.rows = key;
        self
    }

    /// The same list by ascending identifier and without being counted: see [`Walkable::walk`](crate::Walkable::walk). The way of
    /// paging must [say how](Paging::with_walk); otherwise nothing changes.
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
