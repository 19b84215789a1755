//! What a portal says about its methods.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_core::de::IgnoredAny;
use serde_json::Value;
use serde_json::value::RawValue;

use super::decoding::{Decoder, Decoding, answer};
use super::http::HttpResponse;
use super::reply::Reply;
use super::step::Outcome;
use crate::runtime::{MethodDef, Secrets};
use crate::{AnyCode, CallError, Effect, Version};

/// Asks the portal about a method of the older protocol; see
/// [`method.get`](https://apidocs.bitrix24.com/api-reference/common/system/method-get.html).
pub(crate) struct AskMethod {
    name: String,
}

crate::runtime::record! {
    AskMethod {
        0: name => "name" required,
    }
}

crate::runtime::method! {
    AskMethod {
        name: "method.get",
        scopes: [],
        effect: Read,
        output: MethodState,
        error: AnyCode,
    }
}

impl AskMethod {
    pub(crate) fn new(method: &str) -> Self {
        Self {
            name: spelt(method),
        }
    }
}

/// A name as it is asked for. The vendor wants lower case.
pub(crate) fn spelt(method: &str) -> String {
    method.to_ascii_lowercase()
}

pub(crate) struct MethodState {
    pub(crate) exists: bool,
    pub(crate) is_available: bool,
}

crate::runtime::record! {
    MethodState {
        0: exists => "isExisting" required,
        1: is_available => "isAvailable" required,
    }
}

/// The documentation of REST 3 that a portal has of itself, in the form of OpenAPI: its `paths` are the methods. See
/// [REST 3](https://apidocs.bitrix24.com/api-reference/rest-v3.html).
pub(crate) fn documentation() -> MethodDef {
    let mut method = MethodDef::any(Cow::Borrowed("rest.documentation.openapi"));
    method.version = Version::V3;
    method.effect = Effect::Read;
    method
}

/// Takes the documentation. Whether it is the whole answer or its result is not documented, so both are read.
pub(crate) struct Documentation<'o> {
    method: &'o MethodDef,
    /// What else may come.
    decoding: Decoding<'o>,
    /// The methods, in lower case; and the last status.
    found: Option<BTreeSet<String>>,
    status: u16,
}

impl<'o> Documentation<'o> {
    pub(crate) fn new(method: &'o MethodDef, other: &'o mut Option<Value>) -> Self {
        Self {
            method,
            decoding: Decoding::new(method, other),
            found: None,
            status: 0,
        }
    }

    pub(crate) fn finish(
        self,
        outcome: Outcome,
        attempts: u32,
    ) -> Result<BTreeSet<String>, CallError<AnyCode>> {
        match (outcome, self.found) {
            (Outcome::Answer, Some(methods)) => Ok(methods),
            (outcome, _) => {
                self.decoding.finish(outcome, attempts)?;
                let problem = "the documentation of REST 3 names no methods".to_owned();
                Err(answer(self.method, self.status, &[]).unexpected(problem))
            }
        }
    }
}

impl Decoder for Documentation<'_> {
    fn decode(&mut self, response: &HttpResponse) -> Reply {
        self.status = response.status;
        let text = std::str::from_utf8(&response.body).ok();
        let is_good = (200..300).contains(&response.status);
        self.found = text.filter(|_| is_good).and_then(methods);
        match self.found {
            Some(_) => Reply::Success(None),
            None => self.decoding.decode(response),
        }
    }

    fn refuse(&mut self, problem: String) {
        self.decoding.refuse(problem);
    }

    fn doubt(&mut self) {
        self.decoding.doubt();
    }

    fn conceal(&mut self, secrets: &Secrets) {
        self.decoding.conceal(secrets);
    }
}

/// The methods that a documentation has: the last part of each path.
fn methods(json: &str) -> Option<BTreeSet<String>> {
    let document: BTreeMap<Cow<'_, str>, &RawValue> = serde_json::from_str(json).ok()?;
    let paths = document.get("paths");
    let inside = || {
        let result: BTreeMap<Cow<'_, str>, &RawValue> =
            serde_json::from_str(document.get("result")?.get()).ok()?;
        result.get("paths").copied()
    };
    let paths = paths.copied().or_else(inside)?;
    let paths: BTreeMap<String, IgnoredAny> = serde_json::from_str(paths.get()).ok()?;
    let name = |path: &String| path.rsplit('/').next().map(spelt);
    Some(paths.keys().filter_map(name).collect())
}

#[cfg(test)]
mod tests {
    use super::methods;

    #[test]
    fn methods_are_the_last_parts_of_the_paths_wherever_those_stand() {
        let paths = r#"{"/tasks.task.get":{"post":{}},"/rest/api/Note.Document.add":{}}"#;
        for document in [
            format!(r#"{{"openapi":"3.0.0","paths":{paths},"components":{{}}}}"#),
            format!(r#"{{"result":{{"paths":{paths}}},"time":{{}}}}"#),
        ] {
            let found = methods(&document);
            let found: Vec<_> = found.iter().flatten().map(String::as_str).collect();
            assert_eq!(found, ["note.document.add", "tasks.task.get"]);
        }
        for other in [
            "",
            "[]",
            r#"{"result":[]}"#,
            r#"{"paths":7}"#,
            r#"{"error":{"code":"X"}}"#,
        ] {
            assert_eq!(methods(other), None, "{other}");
        }
    }
}
