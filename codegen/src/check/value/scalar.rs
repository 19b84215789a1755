//! What a value of JSON may stand for. In an answer, that is what the crate says: it is asked itself.

#[path = "../../../../generated/core/src/runtime/loose.rs"]
mod loose;

use std::borrow::Cow;

use super::Values;
use crate::model::{Notation, Type};
use crate::place::Place;
use yaml::{Node, Value};

impl Values<'_, '_> {
    /// Whether nothing is there: in an answer any empty value, for PHP sends those for a value that is not there.
    pub(super) fn is_missing(&self, value: &Value) -> bool {
        match value {
            Value::Null => true,
            _ if !self.received() => false,
            Value::Bool(value) => !value,
            Value::Text(text) => text.is_empty(),
            Value::List(values) => values.is_empty(),
            Value::Map(map) => map.entries().is_empty(),
            Value::Number(_) => false,
        }
    }

    /// A value of a type that is neither made of others nor has a shape.
    pub(super) fn scalar(&self, at: Place<'_>, ty: &Type, decl: Place<'_>) {
        let value = at.value();
        let text = |fits: fn(&str) -> bool| self.text(value).is_some_and(|text| fits(&text));
        let (fits, expected) = match ty {
            Type::String => (self.text(value).is_some(), "text"),
            Type::Integer | Type::Timestamp => (self.integer(value).is_some(), "an integer"),
            Type::Double => (self.double(value).is_some(), "a number"),
            Type::Decimal => (self.decimal(value), "a number"),
            Type::Money => (text(is_money), "an amount such as `1500.50|EUR`"),
            Type::Boolean(notation) => (
                self.boolean(value, *notation).is_some(),
                match notation {
                    Notation::Boolean => "`true` or `false`",
                    Notation::Flag => "`\"Y\"` or `\"N\"`",
                    Notation::Bit => "`1` or `0`",
                },
            ),
            Type::DateTime | Type::Date => (text(loose::date), "a date such as `2025-03-20`"),
            Type::Base64 if self.received() => (text(loose::base64), "base64"),
            Type::Base64 => (is_base64(value) && text(|text| !text.is_empty()), "base64"),
            Type::File => (is_file(value), "a list of a name and base64"),
            Type::Scalar => (is_single(value), "text, a number or a boolean"),
            Type::Null if matches!(value, Value::Bool(_)) => (self.received(), "nothing"),
            Type::Null => (self.is_missing(value), "nothing"),
            Type::Order => (false, "a mapping of fields to `ASC` or `DESC`"),
            Type::List(_) => (false, "a list"),
            Type::Map(_) | Type::Pagination => (false, "a mapping"),
            Type::Json | Type::Nullable(_) | Type::Named(_) | Type::Inline(_) => return,
        };
        if !fits {
            self.wrong(at, expected, decl);
        }
    }

    pub(super) fn text<'t>(&self, value: &'t Value) -> Option<Cow<'t, str>> {
        match value {
            Value::Text(text) => Some(text.into()),
            Value::Number(number) if self.received() => Some(number.to_string().into()),
            _ => None,
        }
    }

    pub(super) fn integer(&self, value: &Value) -> Option<i64> {
        match value {
            Value::Number(number) if self.received() => {
                let integral = || number.as_f64().and_then(loose::integral);
                number.as_i64().or_else(integral)
            }
            Value::Number(number) => number.as_i64(),
            Value::Text(text) if self.received() => loose::integer(text),
            _ => None,
        }
    }

    pub(super) fn double(&self, value: &Value) -> Option<f64> {
        match value {
            Value::Number(number) => number.as_f64(),
            Value::Text(text) if self.received() => loose::double(text),
            _ => None,
        }
    }

    /// Whether it is a number, whose digits may be text, so that none is lost.
    fn decimal(&self, value: &Value) -> bool {
        match value {
            Value::Number(_) => true,
            Value::Text(text) => loose::decimal(text).is_some(),
            _ => false,
        }
    }

    /// In an answer, any notation will do.
    pub(super) fn boolean(&self, value: &Value, notation: Notation) -> Option<bool> {
        let is = |other| notation == other || self.received();
        match value {
            Value::Bool(value) if is(Notation::Boolean) => Some(*value),
            Value::Number(number) if is(Notation::Bit) => match number.as_i64()? {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            },
            Value::Text(text) if self.received() => loose::boolean(text),
            Value::Text(text) if notation == Notation::Flag => match text.as_str() {
                "Y" => Some(true),
                "N" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Base64 as it is sent: on one line.
fn is_base64(value: &Value) -> bool {
    matches!(value, Value::Text(text) if loose::base64(text) && !text.contains(['\r', '\n']))
}

fn is_money(text: &str) -> bool {
    loose::money(text).is_some()
}

/// A name, and the content.
fn is_file(value: &Value) -> bool {
    let Value::List(values) = value else {
        return false;
    };
    let is_text = |name: &Node| matches!(name.value, Value::Text(_));
    matches!(values.as_slice(), [name, content] if is_text(name) && is_base64(&content.value))
}

fn is_single(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_))
}
