//! Calls of a batch by name, and their results as parameters of others.

use std::fmt;
use std::marker::PhantomData;

use serde_json::Value;

use super::command::{SIZE, name};
use crate::runtime::set;

/// A call of a batch, by which its result is found.
pub struct BatchCall<R> {
    pub(super) batch: u64,
    pub(super) index: usize,
    pub(super) request: PhantomData<fn() -> R>,
}

impl<R> Clone for BatchCall<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for BatchCall<R> {}

impl<R> fmt::Debug for BatchCall<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BatchCall({})", name(self.index))
    }
}

impl<R> BatchCall<R> {
    /// A value of its result, as a parameter of a later call of the same 50. `path` is that in the JSON under `result`:
    /// `ID`, `item.id`, `[0].ID`; empty for the result itself.
    ///
    /// # A path that leads nowhere
    ///
    /// Neither this crate nor the server reports a path that does not resolve, such as `id` where the result has `ID`. The
    /// server replaces it by the innermost array that it finds on the path, and a method that expects a number reads an array
    /// as `1`. [`halt`](super::Batch::halt) does not prevent that: a mistyped path in the call of a method that deletes may
    /// delete number 1. The result of a failed call does not resolve either, so calls with references halt when one fails.
    ///
    /// # REST 3
    ///
    /// A call of REST 3 takes results of other calls of REST 3. The notation, an object with the key `$ref`, is known from the
    /// vendor's SDK for JavaScript, `@bitrix24/b24jssdk` 2.2; the documentation only says that it is possible. According to the
    /// SDK, only values under `item` or `items` of a result can be referenced.
    #[must_use]
    pub fn result(&self, path: &str) -> BatchReference {
        BatchReference {
            batch: self.batch,
            index: self.index,
            keys: keys(path).map(str::to_owned).collect(),
        }
    }
}

/// A value of the result of an earlier call of a batch.
#[derive(Clone, Debug)]
pub struct BatchReference {
    batch: u64,
    index: usize,
    keys: Vec<String>,
}

impl BatchReference {
    /// What the server of the older protocol puts the value in the place of.
    fn text(&self) -> String {
        let mut text = format!("$result[{}]", name(self.index));
        for key in &self.keys {
            push_key(&mut text, key);
        }
        text
    }

    /// The same in REST 3, as JSON.
    fn json(&self) -> String {
        let mut path = name(self.index);
        for key in &self.keys {
            path.push('.');
            path.push_str(key);
        }
        let path = Value::from(path);
        format!("{{\"$ref\":{path}}}")
    }
}

/// The keys of a path: `fields.TITLE`, `items[0]`.
fn keys(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']']).filter(|key| !key.is_empty())
}

fn push_key(text: &mut String, key: &str) {
    text.push('[');
    text.push_str(key);
    text.push(']');
}

/// The parameters of a call of a batch.
pub struct Arguments<'b> {
    pub(super) batch: u64,
    pub(super) index: usize,
    pub(super) parameters: Parameters,
    /// The parameters that are references.
    pub(super) set: Vec<String>,
    pub(super) refers_to: &'b mut Vec<usize>,
    pub(super) problem: Option<&'static str>,
}

/// Parameters as they are sent.
pub(super) enum Parameters {
    /// Names and values.
    Form(Vec<(String, String)>),
    /// In REST 3.
    Json(Vec<u8>),
}

impl fmt::Debug for Arguments<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values may be secrets.
        let mut list = f.debug_list();
        if let Parameters::Form(pairs) = &self.parameters {
            list.entries(pairs.iter().map(|(name, _)| name));
        }
        list.finish_non_exhaustive()
    }
}

impl Arguments<'_> {
    /// Sets a parameter to a value of an earlier result, replacing that of the request. `path` is the path of the parameter in
    /// the JSON: `id`, `fields.COMPANY_ID`.
    ///
    /// Both calls must be in the same chunk of 50 and of the same REST version, without a call of the other version between
    /// them, and the path of the reference must not contain a space; otherwise this call is not sent, and its result says so.
    pub fn set(&mut self, path: &str, reference: BatchReference) -> &mut Self {
        if reference.batch != self.batch {
            self.problem = Some("it refers to a call of another batch");
        } else if reference.index / SIZE != self.index / SIZE {
            self.problem = Some("it refers to a call of another 50");
        }
        self.refers_to.push(reference.index % SIZE);
        let put = match &mut self.parameters {
            Parameters::Form(pairs) => set_pair(pairs, &mut self.set, path, &reference),
            Parameters::Json(json) => set_json(json, path, &reference),
        };
        if let Err(problem) = put {
            self.problem = Some(problem);
        }
        self
    }

    /// The parameter in which the server would find a reference where none is meant. It may look at names too.
    pub(super) fn taken_for_reference(&self) -> Option<&str> {
        let Parameters::Form(pairs) = &self.parameters else {
            return None;
        };
        let is_meant = |name: &String| self.set.contains(name);
        let mut pairs = pairs.iter();
        let found = pairs
            .find(|(name, value)| has_reference(name) || has_reference(value) && !is_meant(name));
        found.map(|(name, _)| name.as_str())
    }
}

const NO_PARAMETER: &str = "a reference names a parameter that cannot be set";

fn set_pair(
    pairs: &mut Vec<(String, String)>,
    set: &mut Vec<String>,
    path: &str,
    reference: &BatchReference,
) -> Result<(), &'static str> {
    let text = reference.text();
    if text.contains(|c: char| c.is_ascii_whitespace() || c == '\x0b') {
        return Err("the path of a reference contains a space, where the server would cut it off");
    }
    let mut keys = keys(path);
    let mut name = keys.next().ok_or(NO_PARAMETER)?.to_owned();
    keys.for_each(|key| push_key(&mut name, key));
    let inside = format!("{name}[");
    let is_set = |(other, _): &(String, String)| *other == name || other.starts_with(&inside);
    // In the same place, for there are methods to which the place says what it is.
    let place = pairs.iter().position(is_set);
    pairs.retain(|pair| !is_set(pair));
    let place = place.unwrap_or(pairs.len());
    set.push(name.clone());
    pairs.insert(place, (name, text));
    Ok(())
}

fn set_json(
    json: &mut Vec<u8>,
    path: &str,
    reference: &BatchReference,
) -> Result<(), &'static str> {
    let keys: Vec<_> = keys(path).collect();
    if keys.is_empty() {
        return Err(NO_PARAMETER);
    }
    let text = std::str::from_utf8(json).unwrap_or_default();
    let with = set(text, &keys, &reference.json());
    *json = with.ok_or(NO_PARAMETER)?.into_bytes();
    Ok(())
}

/// What a reference begins with, behind its `$`.
const WORDS: [&str; 5] = ["result", "next", "total", "time", "error"];

/// Whether the server finds a reference in a text of a batch. It looks anywhere for `(?i)\$(result|next|total|time|error)\S*`,
/// and there is no way to escape that.
fn has_reference(text: &str) -> bool {
    let begins = |behind: &[u8], word: &str| {
        let behind = behind.get(..word.len());
        behind.is_some_and(|behind| behind.eq_ignore_ascii_case(word.as_bytes()))
    };
    let mut behind = text.split('$').skip(1).map(str::as_bytes);
    behind.any(|behind| WORDS.iter().any(|word| begins(behind, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_found_anywhere_and_in_any_letter_case() {
        for text in [
            "$result",
            "a$NEXT[c0]",
            "$$Total",
            "\u{fc}$time",
            "$ $errors",
        ] {
            assert!(has_reference(text), "{text}");
        }
        for text in [
            "",
            "$",
            "$resul",
            "$ result",
            "result[c0]",
            "$re\u{17f}ult",
            "$\u{fc}",
        ] {
            assert!(!has_reference(text), "{text}");
        }
    }
}
