//! The types of values, and the shapes that have names.

use super::{Field, Filter, Order, ScalarKind, Select};
use crate::parse::TYPES;

/// A type with a name.
pub(crate) struct TypeDef {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
    /// The object that it has the fields of; none once they are in `shape`.
    pub(crate) partial: Option<Partial>,
}

/// Another object, whose fields are all optional here.
pub(crate) struct Partial {
    pub(crate) base: TypeRef,
    /// The fields that it does not have.
    pub(crate) without: Vec<String>,
}

/// What a type is made of.
#[derive(Clone)]
pub(crate) enum Shape {
    Object(Vec<Field>),
    Strings(Vec<Value>),
    Integers(Vec<(i64, Value)>),
    Id(ScalarKind),
    Select(Select),
    Filter(Filter),
    Order(Order),
    /// One of several types that differ in their kind.
    Union(Vec<Type>),
    /// A mistake has been told about it: whatever it is compared with fits.
    Mistaken,
}

impl Type {
    pub(crate) fn mistaken() -> Self {
        Self::Inline(Box::new(Shape::Mistaken))
    }

    /// The shape without a name that is in it.
    pub(crate) fn inline(&self) -> Option<&Shape> {
        match self {
            Self::Inline(shape) => Some(shape),
            Self::List(ty) | Self::Map(ty) | Self::Nullable(ty) => ty.inline(),
            _ => None,
        }
    }

    pub(crate) fn is_mistaken(&self) -> bool {
        matches!(self, Self::Inline(shape) if matches!(**shape, Shape::Mistaken))
    }
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) wire: String,
    pub(crate) doc: String,
    pub(crate) rename: Option<String>,
}

#[derive(Clone)]
pub(crate) enum Type {
    String,
    Integer,
    Double,
    Boolean,
    /// A boolean that is `Y` or `N` on the wire.
    Flag,
    DateTime,
    Date,
    /// Text, a number or a boolean.
    Scalar,
    /// A file to upload: its name and its content.
    File,
    /// Bytes as text.
    Base64,
    /// Fields by their names, with directions, in an order of their own.
    Order,
    /// The number of a page, and the number of rows on it.
    Pagination,
    Json,
    Null,
    Named(TypeRef),
    /// A shape that has no name in the spec.
    Inline(Box<Shape>),
    List(Box<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
}

/// The kind of a value in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    /// The kind of its values; none if they have several.
    pub(crate) fn kind(&self, types: &dyn Fn(&TypeRef) -> Option<Kind>) -> Option<Kind> {
        Some(match self {
            Self::Boolean => Kind::Boolean,
            Self::Integer | Self::Double => Kind::Number,
            Self::String | Self::Flag | Self::DateTime | Self::Date | Self::Base64 => Kind::String,
            Self::List(_) | Self::File => Kind::Array,
            Self::Map(_) | Self::Order | Self::Pagination => Kind::Object,
            Self::Named(name) => types(name)?,
            Self::Inline(shape) => shape.kind()?,
            Self::Scalar | Self::Json | Self::Null | Self::Nullable(_) => return None,
        })
    }
}

impl Shape {
    /// The kind of its values.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Filter(filter) if filter.triples => Some(Kind::Array),
            Self::Object(_) | Self::Filter(_) | Self::Order(_) => Some(Kind::Object),
            Self::Strings(_) | Self::Select(_) | Self::Id(ScalarKind::String) => Some(Kind::String),
            Self::Integers(_) | Self::Id(ScalarKind::Integer) => Some(Kind::Number),
            Self::Union(_) | Self::Mistaken => None,
        }
    }
}

/// A reference to a type with a name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TypeRef {
    /// The folders of the `_types.yaml`; or the parts of the name of the method that the type is local to.
    pub(crate) owner: Vec<String>,
    /// Whether the owner is a method.
    pub(crate) local: bool,
    pub(crate) name: String,
}

impl TypeRef {
    /// The file that describes it.
    pub(crate) fn file(&self) -> String {
        let owner = self.owner.join("/");
        match (self.local, owner.as_str()) {
            (true, owner) => format!("{owner}.yaml"),
            (false, "") => TYPES.to_owned(),
            (false, owner) => format!("{owner}/{TYPES}"),
        }
    }
}
