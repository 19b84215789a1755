//! Whether a value of the spec has the type that the spec gives it.

use crate::model::{Shape, Type, TypeRef};
use crate::node::Node;
use crate::raw::{Ordered, ScalarKind, TypeSpec, ValueSpec};

/// Looks a named type up.
pub(super) type Find<'f> = dyn Fn(&str) -> Option<(TypeRef, &'f TypeSpec)> + 'f;

/// Whether `node` is a value of `ty`; if not, what was expected.
pub(super) fn fits(node: &Node, ty: &Type, find: &Find<'_>) -> Result<(), String> {
    let ok = match (ty, node) {
        (Type::Json, _) | (Type::Nullable(_), Node::Null) => true,
        (Type::Nullable(ty), _) => return fits(node, ty, find),
        (Type::List(ty), Node::List(values)) => {
            return values.iter().try_for_each(|value| fits(value, ty, find));
        }
        (Type::Map(ty), Node::Map(entries)) => {
            return entries
                .iter()
                .try_for_each(|(_, value)| fits(value, ty, find));
        }
        (Type::Inline(shape), _) => match (&**shape, node) {
            (Shape::Strings(values), Node::Text(text))
                if values.iter().any(|value| value.wire == *text) =>
            {
                true
            }
            (Shape::Integers(values), Node::Number(number)) => values
                .iter()
                .any(|(value, _)| Some(*value) == number.as_i64()),
            (shape, _) => matches!((shape, node), (Shape::Object(_), Node::Map(_))),
        },
        (Type::Named(name), _) => find(&name.name).is_none_or(|(_, spec)| fits_named(node, spec)),
        (Type::String | Type::DateTime | Type::Date, Node::Text(_)) => true,
        (Type::Integer, Node::Number(number)) => number.is_i64(),
        (Type::Double, Node::Number(_))
        | (Type::Boolean, Node::Bool(_))
        | (Type::Null, Node::Null) => true,
        _ => false,
    };
    if ok { Ok(()) } else { Err(words(ty)) }
}

fn fits_named(node: &Node, spec: &TypeSpec) -> bool {
    let has =
        |values: &Ordered<ValueSpec>, wire: &str| values.0.iter().any(|(value, _)| value == wire);
    match (&spec.values, spec.id, node) {
        (Some(values), _, Node::Text(text)) => has(values, text),
        (Some(values), _, Node::Number(number)) => has(values, &number.to_string()),
        (None, Some(ScalarKind::Integer), Node::Number(number)) => number.is_i64(),
        (None, Some(ScalarKind::String), Node::Text(_)) | (None, None, Node::Map(_)) => true,
        _ => false,
    }
}

fn words(ty: &Type) -> String {
    match ty {
        Type::String => "text".to_owned(),
        Type::Integer => "an integer".to_owned(),
        Type::Double => "a number".to_owned(),
        Type::Boolean => "`true` or `false`".to_owned(),
        Type::DateTime | Type::Date => "a date as text".to_owned(),
        Type::Json => "anything".to_owned(),
        Type::Null => "nothing".to_owned(),
        Type::List(_) => "a list".to_owned(),
        Type::Map(_) => "a mapping".to_owned(),
        Type::Nullable(ty) => words(ty),
        Type::Named(name) => format!("a `{}`", name.name),
        Type::Inline(shape) => match &**shape {
            Shape::Object(_) => "a mapping".to_owned(),
            _ => "one of its `values`".to_owned(),
        },
    }
}
