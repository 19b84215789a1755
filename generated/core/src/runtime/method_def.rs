//! What sending a request and decoding its response have to know of a method.

use std::borrow::Cow;

use serde_json::Value;

use super::code::{ErrorCode, ErrorRow};
use super::method::{Context, Effect, Method, Version};
use super::record::{Kind, SlotMut};
use super::scopes::Scopes;

/// A method, as a value.
// Public only because a hidden method of `Request` returns it. Only a client reads all of it.
#[allow(dead_code)]
#[derive(Clone, Debug)]
pub struct MethodDef {
    pub(crate) name: Cow<'static, str>,
    pub(crate) version: Version,
    pub(crate) effect: Effect,
    /// The scopes that it needs; nothing without a spec.
    pub(super) scopes: Option<Scopes>,
    pub(super) context: Context,
    /// Groups of parameters of which at least one must be sent.
    pub(crate) any_of: &'static [&'static [&'static str]],
    /// Whether it may stand in a batch.
    pub(crate) batch: bool,
    /// Whether the result stands under `result`.
    pub(super) envelope: bool,
    /// The keys of `result` under which the output is, one in the other; empty beyond the last.
    pub(super) unwrap: [&'static str; 2],
    /// The table of its own errors.
    pub(crate) errors: &'static [ErrorRow],
    /// The field of the output with the rows, if those that do not decode are left out; empty if the output is the rows.
    pub(super) rows: Option<&'static str>,
    /// The field of a row that leads to the next page, where a row is a type of the caller's own.
    pub(super) lead: &'static str,
    /// Whether the output, or each of its rows, is of a type of the caller's own.
    pub(super) own: bool,
    /// Whether a key `error` of the result is data; if this is not said, the output tells.
    pub(super) has_error: Option<bool>,
    /// Whether an optional field of its output that does not decode is left out.
    pub(crate) tolerant: bool,
}

impl MethodDef {
    pub(crate) fn of<M: Method>() -> Self {
        Self {
            version: M::VERSION,
            effect: M::EFFECT,
            scopes: Some(M::SCOPES),
            context: M::CONTEXT,
            any_of: M::ANY_OF,
            batch: M::BATCH,
            envelope: M::ENVELOPE,
            unwrap: [M::UNWRAP.unwrap_or_default(), ""],
            errors: M::Error::rows(),
            has_error: None,
            ..Self::any(Cow::Borrowed(M::NAME))
        }
    }

    /// Leaves out rows that do not decode, if they are given: by the field of the output that has them.
    pub(crate) fn partial(self, rows: Option<&'static str>) -> Self {
        Self { rows, ..self }
    }

    /// Leaves out optional fields that do not decode, or does not.
    pub(crate) fn tolerant(self, tolerant: bool) -> Self {
        Self { tolerant, ..self }
    }

    /// One without a spec: the whole result is the output.
    pub(crate) fn any(name: Cow<'static, str>) -> Self {
        Self {
            name,
            version: Version::V2,
            effect: Effect::Write,
            scopes: None,
            context: Context::Any,
            any_of: &[],
            batch: true,
            envelope: true,
            unwrap: ["", ""],
            errors: &[],
            rows: None,
            lead: "",
            own: false,
            // Nothing is known of its result.
            has_error: Some(false),
            tolerant: false,
        }
    }

    /// One whose output is what stands under `key` of its output.
    pub(super) fn unwrap(mut self, key: &'static str) -> Self {
        let mut places = self.unwrap.iter_mut();
        if let Some(place) = places.find(|place| place.is_empty()) {
            *place = key;
        }
        self
    }

    /// Whether its calls may stand in a batch in which one refers to another, and are made again if they fail.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn may_be_chained(&self) -> bool {
        self.batch && self.version == Version::V2 && self.effect == Effect::Read
    }

    /// Whether a spec describes its result, with what is a secret there.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn has_spec(&self) -> bool {
        self.has_error.is_none()
    }

    /// The keys that wrap the output.
    pub(crate) fn keys(&self) -> &[&'static str] {
        let count = self.unwrap.iter().take_while(|key| !key.is_empty()).count();
        self.unwrap.get(..count).unwrap_or_default()
    }

    /// Whether a key `error` of the result belongs to the output, given as a blank value. If not, it is an error.
    pub(crate) fn has_error_field(&self, output: &mut SlotMut<'_>) -> bool {
        match (self.has_error, self.keys().first()) {
            (Some(has_error), _) => has_error,
            (None, Some(key)) => *key == "error",
            (None, None) => may_hold_error(output),
        }
    }
}

/// Whether an object that a blank value is filled from may have the key `error`: a field of this name, or keys that are data.
fn may_hold_error(output: &mut SlotMut<'_>) -> bool {
    match output {
        SlotMut::Record(record) => {
            let mut fields = record.def().fields.iter();
            fields.any(|field| field.name == "error" || field.family && field.family_has("error"))
        }
        SlotMut::Json(_) | SlotMut::Map(_) | SlotMut::Cases(_) => true,
        SlotMut::Option(option) => may_hold_error(&mut option.value()),
        SlotMut::Choice(choice) => may_hold_error(&mut choice.pick(&Value::Null)),
        SlotMut::Union(union) => {
            let shape = union.pick(Kind::Object);
            shape.is_some_and(|mut shape| may_hold_error(&mut shape))
        }
        _ => false,
    }
}
