//! Values in the specs: defaults, and what examples send and receive. Each must have the type that the spec gives it.

mod condition;
mod mistake;
mod scalar;
mod shape;

use super::context::{Checker, Types};
use crate::diag::Diagnostic;
use crate::model::{Field, Object, Shape, Type};
use crate::place::Place;
use yaml::Value;

/// Which way a value goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// In a request: it must be exactly what its type says.
    Sent,
    /// In an answer: what the server is known to make of a value is taken, as the crate takes it.
    Received,
}

/// One walk over a type, and a value `at` a place. `decl` is the place of the field, or of the type with a name.
pub(super) struct Values<'v, 'c> {
    checker: &'v Checker<'c>,
    types: &'v Types,
    direction: Direction,
    /// Of every mistake that is found.
    code: &'static str,
}

impl<'v, 'c> Values<'v, 'c> {
    pub(super) fn new(
        checker: &'v Checker<'c>,
        types: &'v Types,
        direction: Direction,
        code: &'static str,
    ) -> Self {
        Self {
            checker,
            types,
            direction,
            code,
        }
    }

    fn report(&self, diagnostic: Diagnostic) {
        self.checker.report(diagnostic);
    }

    fn received(&self) -> bool {
        self.direction == Direction::Received
    }

    /// The value of a field. A pattern is matched by the test of the example.
    pub(super) fn field(&self, at: Place<'_>, field: &Field, decl: Place<'_>) {
        if self.received() {
            return self.value(at, &field.ty, !field.required, decl);
        }
        // A field that need not be there cannot tell whether it is null.
        let optional = !field.required && !field.is_family();
        if optional && matches!((&field.ty, at.value()), (Type::Json, Value::Null)) {
            self.wrong(at, "a value", decl);
        }
        self.value(at, &field.ty, false, decl);
        self.limits(at, field, decl);
    }

    /// The value of a field of an object, where another one may decide what it is.
    pub(super) fn field_of(
        &self,
        object: Place<'_>,
        at: Place<'_>,
        field: &Field,
        decl: Place<'_>,
    ) {
        let name = field.ty.named();
        let Some(Shape::Cases(cases)) = name.and_then(|name| self.types.get(name)) else {
            return self.field(at, field, decl);
        };
        let case = cases
            .by
            .as_ref()
            .and_then(|by| match object.key(by).value() {
                Value::Text(text) => cases.of(text),
                Value::Number(number) => cases.of(&number.to_string()),
                _ => None,
            });
        let Some(case) = case else {
            return self.field(at, field, decl);
        };
        let ty = match field.ty {
            Type::Nullable(_) => Type::Nullable(Box::new(case.ty.clone())),
            _ => case.ty.clone(),
        };
        let field = Field {
            ty,
            ..field.clone()
        };
        self.field(at, &field, decl);
    }

    /// `optional` says whether the value may be missing.
    pub(super) fn value(&self, at: Place<'_>, ty: &Type, optional: bool, decl: Place<'_>) {
        let value = at.value();
        if optional && self.is_missing(value) {
            return;
        }
        match (ty, value) {
            (Type::Json, _) => {}
            (Type::Nullable(ty), _) => self.value(at, ty, true, decl),
            (Type::List(ty), Value::List(_)) | (Type::Map(ty), Value::Map(_)) => {
                self.each(at, ty, decl);
            }
            // PHP makes an array of a map whose keys are 0, 1, 2…, and a map of an array whose indices have gaps.
            (Type::Map(ty), Value::List(_)) if self.received() => self.each(at, ty, decl),
            (Type::List(ty), Value::Map(_)) if self.received() && has_indices(at) => {
                self.each(at, ty, decl);
            }
            (Type::Named(name), _) => {
                // What is not there is mistaken.
                if let Some(shape) = self.types.get(name) {
                    let decl = self.checker.described(name);
                    self.shape(at, shape, Some(&name.name), decl);
                }
            }
            (Type::Inline(shape), _) => self.shape(at, shape, None, decl),
            // They are sent; whatever an answer may make of them is not known.
            (Type::File | Type::Order | Type::Pagination, Value::List(_) | Value::Map(_))
                if self.received() => {}
            (Type::Pagination, Value::Map(_)) => self.pagination(at, decl),
            (Type::Order, Value::Map(_)) => at.entries().for_each(|(_, at)| self.sorts(at, decl)),
            (ty, _) => self.scalar(at, ty, decl),
        }
    }

    /// The elements of a list, or the values of a mapping.
    fn each(&self, at: Place<'_>, ty: &Type, decl: Place<'_>) {
        for at in at.elements().chain(at.entries().map(|(_, at)| at)) {
            self.value(at, ty, false, decl);
        }
    }

    fn pagination(&self, at: Place<'_>, decl: Place<'_>) {
        for (key, at) in at.entries() {
            let known = ["page", "limit", "offset"];
            if !known.contains(&key) {
                let error = at.key_error(self.code, format!("there is no field `{key}`"));
                self.report(error.suggest(key, known));
            }
            self.value(at, &Type::Integer, false, decl);
        }
    }

    /// The entries of an object.
    pub(super) fn object(&self, at: Place<'_>, object: &Object, decl: Place<'_>) {
        let (outer, declared) = (at, decl.key("fields"));
        for (key, at) in at.entries() {
            match object.field(key) {
                Some(field) => self.field_of(outer, at, field, declared.key(&field.wire)),
                None => self.unknown_field(at, key, object),
            }
        }
        for field in object.fields.iter().filter(|field| field.required) {
            if at.key(&field.wire).node().is_none() {
                self.missing_field(at, &field.wire, decl);
            }
        }
    }

    /// The limits of a field, kept by a value that is sent.
    fn limits(&self, at: Place<'_>, field: &Field, decl: Place<'_>) {
        let (number, length) = match at.value() {
            Value::Number(number) => (number.as_f64(), None),
            Value::Text(text) => (None, Some(text.chars().count())),
            Value::List(values) => (None, Some(values.len())),
            _ => return,
        };
        let length = length.map(|length| length as f64);
        let below = |least: Option<f64>, value: Option<f64>| {
            least.zip(value).is_some_and(|(least, value)| value < least)
        };
        let exact = |limit: Option<u64>| limit.map(|limit| limit as f64);
        let limits = &field.limits;
        let broken = [
            ("min", below(limits.min, number)),
            ("max", below(number, limits.max)),
            ("min_length", below(exact(limits.min_length), length)),
            ("max_length", below(length, exact(limits.max_length))),
        ];
        if let Some((key, _)) = broken.into_iter().find(|(_, broken)| *broken) {
            let message = format!("this breaks a limit of `{}`", field.wire);
            let error = at.value_error(self.code, message);
            let error = error.also(decl.key(key).at_value(), "the limit");
            self.report(error.help("keep it, or correct it"));
        }
    }
}

/// Whether the keys are those of an array.
fn has_indices(at: Place<'_>) -> bool {
    let is_index = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    at.entries().all(|(key, _)| is_index(key))
}
