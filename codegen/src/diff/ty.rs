//! Types where they are used, and what they are made of.

use std::mem::discriminant;

use super::{Diff, Place, Side};
use crate::model::{Kind, ScalarKind, Shape, Type, TypeRef, Value};
use crate::names;

impl Diff<'_> {
    pub(super) fn ty(&mut self, old: &Type, new: &Type, side: Side, at: &Place) {
        let mut inline = Vec::new();
        if !alike(old, new, &mut inline) {
            return self.breaking(format!("{at} {}", is_now(old, new)));
        }
        if side == Side::Moved && has_null(old) {
            // `Option` in an answer, `Nullable` in a request.
            self.breaking(format!("{at} has another type for null in Rust now"));
        }
        for (old, new) in inline {
            self.shape(old, new, side, at);
        }
    }

    /// Two shapes of one kind.
    pub(super) fn shape(&mut self, old: &Shape, new: &Shape, side: Side, at: &Place) {
        match (old, new) {
            (Shape::Object(old), Shape::Object(new)) => {
                self.fields(&old.fields, &new.fields, side, at);
            }
            (Shape::Strings(old), Shape::Strings(new)) => {
                self.values(old, new, names::type_name, at);
            }
            (Shape::Integers(old), Shape::Integers(new)) => {
                let values = |values: &[(i64, Value)]| -> Vec<Value> {
                    values.iter().map(|(_, value)| value.clone()).collect()
                };
                let name = |wire: &str| {
                    let number = wire.parse();
                    number.map_or_else(|_| names::type_name(wire), names::integer_variant)
                };
                self.values(&values(old), &values(new), name, at);
            }
            (Shape::Select(old), Shape::Select(new)) => self.select(old, new, at),
            (Shape::Filter(old), Shape::Filter(new)) => self.filter(old, new, at),
            (Shape::Order(old), Shape::Order(new)) => self.order(old, new, at),
            (Shape::Union(old), Shape::Union(new)) => self.members(old, new, side, at),
            (Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_), _) => {}
            (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) | Shape::Union(_), _) => {}
        }
    }

    fn values(&mut self, old: &[Value], new: &[Value], derive: fn(&str) -> String, at: &Place) {
        let names = |value: &Value| {
            let rust = value.rename.clone();
            let rust = rust.unwrap_or_else(|| derive(&value.wire));
            (value.wire.clone(), rust)
        };
        let label = |wire: &str| format!("{at}: the value `{wire}`");
        let matched = self.matched(old, new, names, label);
        for (old, new) in matched.both {
            self.text(&old.doc, &new.doc, label(&old.wire));
        }
        for value in matched.new {
            self.additive(format!("{} is new", label(&value.wire)));
        }
    }

    /// No two members of a union have the same kind: it tells which of them belong together.
    fn members(&mut self, old: &[Type], new: &[Type], side: Side, at: &Place) {
        let before: Vec<_> = old
            .iter()
            .map(|ty| (kind(ty, &self.old.types), ty))
            .collect();
        let after: Vec<_> = new
            .iter()
            .map(|ty| (kind(ty, &self.new.types), ty))
            .collect();
        for (kind, member) in &before {
            match after.iter().find(|(other, _)| other == kind) {
                Some((_, new)) => self.ty(member, new, side, at),
                None => self.breaking(format!("{at} is never `{}` any more", written(member))),
            }
        }
        let more = |(kind, _): &&(Option<Kind>, &Type)| before.iter().all(|(old, _)| old != kind);
        for (_, member) in after.iter().filter(more) {
            self.additive(format!("{at} may be `{}` too", written(member)));
        }
    }
}

fn kind(
    ty: &Type,
    types: &std::collections::BTreeMap<TypeRef, &crate::model::TypeDef>,
) -> Option<Kind> {
    ty.kind(&|name: &TypeRef| types.get(name)?.shape.kind())
}

/// Whether two types are one, but for what their shapes without a name hold: those come in pairs.
pub(super) fn alike<'t>(
    old: &'t Type,
    new: &'t Type,
    inline: &mut Vec<(&'t Shape, &'t Shape)>,
) -> bool {
    match (old, new) {
        (Type::List(old), Type::List(new))
        | (Type::Map(old), Type::Map(new))
        | (Type::Nullable(old), Type::Nullable(new)) => alike(old, new, inline),
        (Type::Named(old), Type::Named(new)) => rust_path(old) == rust_path(new),
        (Type::Inline(old), Type::Inline(new)) => {
            inline.push((old, new));
            alike_shapes(old, new)
        }
        (Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Named(_), _) => false,
        (Type::Inline(_), _) => false,
        (Type::String | Type::Integer | Type::Double | Type::Boolean | Type::Flag, _)
        | (Type::DateTime | Type::Date | Type::Scalar | Type::File | Type::Base64, _)
        | (Type::Order | Type::Pagination | Type::Json | Type::Null, _) => {
            discriminant(old) == discriminant(new)
        }
    }
}

pub(super) fn alike_shapes(old: &Shape, new: &Shape) -> bool {
    match (old, new) {
        (Shape::Id(old), Shape::Id(new)) => old == new,
        (Shape::Object(_) | Shape::Strings(_) | Shape::Integers(_) | Shape::Id(_), _)
        | (Shape::Select(_) | Shape::Filter(_) | Shape::Order(_) | Shape::Union(_), _) => {
            discriminant(old) == discriminant(new)
        }
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
    if before == now {
        format!("is another type of the name `{now}` now")
    } else {
        format!("is `{now}` now, not `{before}`")
    }
}

/// A type as specs spell it.
fn written(ty: &Type) -> String {
    let word = match ty {
        Type::String => "string",
        Type::Integer => "integer",
        Type::Double => "double",
        Type::Boolean => "boolean",
        Type::Flag => "flag",
        Type::DateTime => "datetime",
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
        Shape::Id(ScalarKind::Integer) => "id: integer",
        Shape::Id(ScalarKind::String) => "id: string",
        Shape::Select(_) => "select",
        Shape::Filter(_) => "filter",
        Shape::Order(_) => "order of fields",
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
        _ => false,
    }
}
