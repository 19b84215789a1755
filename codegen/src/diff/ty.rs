//! Types where they are used, and what they are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;

use super::change::{Diff, Impact, code};
use super::location::{Location, Side};
use crate::model::{Cases, Id, Notation, ScalarKind, Shape, Type, TypeRef, Value};
use crate::names;

impl Diff<'_> {
    pub(super) fn ty(&mut self, old: &Type, new: &Type, side: Side, at: &Location) {
        if !alike(old, new) {
            return self.breaking(format!("{at} {}", is_now(old, new)));
        }
        let notations = [old, new].map(|ty| ty.notations().first().copied());
        if notations[0] != notations[1] && side == Side::Request {
            self.additive(format!("{at}: booleans are sent in another notation"));
        }
        if side == Side::Moved && has_null(old) {
            // `Option` in an answer, `Nullable` in a request.
            self.breaking(format!("{at} has another type for null in Rust now"));
        }
        if let (Some(old), Some(new)) = (old.inline(), new.inline()) {
            self.shape(old, new, side, at);
        }
    }

    /// Two shapes of one kind.
    pub(super) fn shape(&mut self, old: &Shape, new: &Shape, side: Side, at: &Location) {
        match (old, new) {
            (Shape::Object(old), Shape::Object(new)) => {
                self.fields(&old.fields, &new.fields, side, at);
            }
            (Shape::Strings(old), Shape::Strings(new)) => {
                self.values(old, new, at, |value| (value, names::value(value)));
            }
            (Shape::Integers(old), Shape::Integers(new)) => {
                self.values(old, new, at, |(number, value)| {
                    (value, names::integer_value(*number, value))
                });
            }
            (Shape::Select(old), Shape::Select(new)) => self.select(old, new, at),
            (Shape::Filter(old), Shape::Filter(new)) => self.filter(old, new, at),
            (Shape::Order(old), Shape::Order(new)) => self.order(old, new, at),
            (Shape::Union(old), Shape::Union(new)) => self.members(old, new, side, at),
            (Shape::Id(old), Shape::Id(new)) => self.made_of(old, new, at),
            (Shape::Cases(old), Shape::Cases(new)) => self.cases(old, new, at),
            // No two kinds are compared.
            (Shape::Id(_) | Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_), _) => {}
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) | Shape::Union(_), _) => {}
            (Shape::Own(old), Shape::Own(new)) if old.code != new.code => {
                self.breaking(format!(
                    "{at} is written in another way: compare it yourself"
                ));
            }
            (Shape::Cases(_) | Shape::Own(_), _) => {}
        }
    }

    /// The values of an enum, with their names in Rust.
    fn values<'t, T>(
        &mut self,
        old: &'t [T],
        new: &'t [T],
        at: &Location,
        named: impl Fn(&'t T) -> (&'t Value, String),
    ) {
        let names = |row| {
            let (value, rust) = named(row);
            (value.wire.as_str(), rust)
        };
        let label = |wire: &str| format!("{at}: the value `{wire}`");
        for (old, new) in self.extended(old, new, label, names) {
            let (old, new) = (named(old).0, named(new).0);
            self.text(&old.doc, &new.doc, label(&old.wire));
        }
    }

    /// The identifiers that become one.
    fn made_of(&mut self, old: &Id, new: &Id, at: &Location) {
        let lacks = |id: &Id, name: &TypeRef| {
            let mut from = id.from.iter();
            from.all(|other| rust_path(other) != rust_path(name))
        };
        for name in old.from.iter().filter(|name| lacks(new, name)) {
            self.breaking(format!("{at} is not made of `{}` any more", name.name));
        }
        for name in new.from.iter().filter(|name| lacks(old, name)) {
            self.additive(format!("{at} is made of `{}` too", name.name));
        }
    }

    /// What another field says; a value that is known means one object, and any other means JSON.
    fn cases(&mut self, old: &Cases, new: &Cases, at: &Location) {
        let by = |cases: &Cases| cases.by.clone().unwrap_or_default();
        if by(old) != by(new) {
            let fields = [by(old), by(new)].map(code);
            return self.replaced(Impact::Breaking, &format!("{at} depends on"), fields);
        }
        let values = |cases: &Cases| -> BTreeMap<String, String> {
            let cases = cases.cases.iter();
            let cases = cases.flat_map(|it| {
                it.values
                    .iter()
                    .map(|value| (value.clone(), written(&it.ty)))
            });
            cases.collect()
        };
        let (old, new) = (values(old), values(new));
        let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        for value in all {
            match (old.get(value), new.get(value)) {
                (Some(old), Some(new)) if old == new => {}
                (old, new) => {
                    let words = [old, new]
                        .map(|name| name.map_or("object", String::as_str))
                        .map(code);
                    self.replaced(Impact::Breaking, &format!("{at} for `{value}` is"), words);
                }
            }
        }
    }

    /// No two members of a union have the same kind: it tells which of them belong together.
    fn members(&mut self, old: &[Type], new: &[Type], side: Side, at: &Location) {
        let before: Vec<_> = old.iter().map(|ty| (self.old.kind(ty), ty)).collect();
        let after: Vec<_> = new.iter().map(|ty| (self.new.kind(ty), ty)).collect();
        for (kind, member) in &before {
            match after.iter().find(|(other, _)| other == kind) {
                Some((_, new)) => self.ty(member, new, side, at),
                None => self.breaking(format!("{at} is never `{}` any more", written(member))),
            }
        }
        for (kind, member) in &after {
            if before.iter().all(|(other, _)| other != kind) {
                self.additive(format!("{at} may be `{}` too", written(member)));
            }
        }
    }
}

/// Whether two types are one, but for what is in their shapes without a name.
pub(super) fn alike(old: &Type, new: &Type) -> bool {
    match (old, new) {
        (Type::List(old), Type::List(new))
        | (Type::Map(old), Type::Map(new))
        | (Type::Nullable(old), Type::Nullable(new)) => alike(old, new),
        (Type::Named(old), Type::Named(new)) => rust_path(old) == rust_path(new),
        (Type::Inline(old), Type::Inline(new)) => alike_shapes(old, new),
        // What holds another type, or has a name, is alike only as above.
        (Type::List(_) | Type::Map(_) | Type::Nullable(_), _) => false,
        (Type::Named(_) | Type::Inline(_), _) => false,
        (Type::String | Type::Integer | Type::Double | Type::Boolean(_), _)
        | (Type::Decimal | Type::Money | Type::Timestamp, _)
        | (Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64, _)
        | (Type::Order | Type::Pagination | Type::Json | Type::Null, _) => {
            discriminant(old) == discriminant(new)
        }
    }
}

pub(super) fn alike_shapes(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        (Shape::Id(old), Shape::Id(new)) => old.kind == new.kind,
        _ => discriminant(old) == discriminant(new),
    }
}

/// The module that exports a type, and its name: they stay when a type moves to the `_types.yaml` beside its method.
pub(super) fn rust_path(name: &TypeRef) -> (Vec<String>, &str) {
    let owner = match name.owner.split_last() {
        Some((_, parent)) if name.local => parent,
        _ => &name.owner,
    };
    (names::modules(owner), &name.name)
}

/// What a sentence about two different types says.
pub(super) fn is_now(old: &Type, new: &Type) -> String {
    let (before, now) = (written(old), written(new));
    match before == now {
        true => format!("is another type of the name `{now}` now"),
        false => format!("is `{now}` now, not `{before}`"),
    }
}

/// A type as specs spell it.
fn written(ty: &Type) -> String {
    let word = match ty {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Double => "double",
        Type::Decimal => "decimal",
        Type::Money => "money",
        Type::Boolean(Notation::Boolean) => "boolean",
        Type::Boolean(Notation::Flag) => "flag",
        Type::Boolean(Notation::Bit) => "bit",
        Type::DateTime => "datetime",
        Type::Timestamp => "timestamp",
        Type::Date => "date",
        Type::Scalar => "scalar",
        Type::File => "file",
        Type::Base64 => "base64",
        Type::Order => "order",
        Type::Pagination => "pagination",
        Type::Json => "any",
        Type::Null => "null",
        Type::Named(name) => &name.name,
        Type::Inline(shape) => return written_shape(shape),
        Type::List(item) => return format!("{}[]", written(item)),
        Type::Map(item) if matches!(**item, Type::Json) => "object",
        Type::Map(item) => return format!("map<{}>", written(item)),
        Type::Nullable(ty) => return format!("{} | null", written(ty)),
    };
    word.to_owned()
}

pub(super) fn written_shape(shape: &Shape) -> String {
    let word = match shape {
        Shape::Object(_) => "object with fields",
        Shape::Strings(_) => "string with values",
        Shape::Integers(_) => "integer with values",
        Shape::Id(id) => match id.kind {
            ScalarKind::Integer => "id: integer",
            ScalarKind::String => "id: string",
        },
        Shape::Select(_) => "select",
        Shape::Filter(_) => "filter",
        Shape::Order(_) => "order of fields",
        Shape::Cases(_) => "object by another field",
        Shape::Own(_) => "written by hand",
        Shape::Union(members) => {
            let members: Vec<String> = members.iter().map(written).collect();
            return members.join(" | ");
        }
    };
    word.to_owned()
}

/// Whether null is a value of the type, or of what it holds; the fields of an object speak for themselves.
fn has_null(ty: &Type) -> bool {
    match ty {
        Type::Nullable(_) => true,
        Type::List(ty) | Type::Map(ty) => has_null(ty),
        Type::String | Type::Integer | Type::Double | Type::Boolean(_) => false,
        Type::Decimal | Type::Money | Type::Timestamp => false,
        Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64 => false,
        Type::Order | Type::Pagination | Type::Json | Type::Null => false,
        Type::Named(_) | Type::Inline(_) => false,
    }
}
