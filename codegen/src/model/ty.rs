//! The types of values, and the shapes that have names.

use std::mem;

use super::{Field, Filter, Order, ScalarKind, Select};
use crate::json::Json;

/// A type with a name.
pub(crate) struct TypeDef {
    pub(crate) name: String,
    pub(crate) doc: String,
    pub(crate) shape: Shape,
}

/// What a type is made of.
#[derive(Clone)]
pub(crate) enum Shape {
    Object(Object),
    Strings(Vec<Value>),
    Integers(Vec<(i64, Value)>),
    Id(Id),
    Select(Select),
    Filter(Filter),
    Order(Order),
    /// One of several types that differ in their kind.
    Union(Vec<Type>),
    Cases(Cases),
    Own(Own),
}

/// A type written by hand, of which nothing is known but what it is made of.
#[derive(Clone)]
pub(crate) struct Own {
    pub(crate) code: String,
    pub(crate) types: Vec<Type>,
}

/// One of several objects, as the value of another field says.
#[derive(Clone)]
pub(crate) struct Cases {
    /// That field, beside the one that has the type; none if no answer says what an object is.
    pub(crate) by: Option<String>,
    /// Each an object with a name.
    pub(crate) cases: Vec<Case>,
}

/// One of these objects.
#[derive(Clone)]
pub(crate) struct Case {
    /// The values of the other field that mean it.
    pub(crate) values: Vec<String>,
    pub(crate) ty: Type,
}

impl Cases {
    /// The case that is meant where the other field has this value.
    pub(crate) fn of(&self, value: &str) -> Option<&Case> {
        let mut cases = self.cases.iter();
        cases.find(|case| case.values.iter().any(|known| known == value))
    }

    /// The case that is meant in an object with these entries.
    pub(crate) fn meant(&self, entries: &[(String, Json)]) -> Option<&Case> {
        let by = self.by.as_ref()?;
        let (_, value) = entries.iter().find(|(key, _)| key == by)?;
        match value {
            Json::Text(text) => self.of(text),
            Json::Number(number) => self.of(&number.to_string()),
            _ => None,
        }
    }
}

/// An identifier.
#[derive(Clone, PartialEq)]
pub(crate) struct Id {
    pub(crate) kind: ScalarKind,
    /// The narrower identifiers that become one.
    pub(crate) from: Vec<TypeRef>,
}

/// An object with fields that are known; the parameters of a method are one as well.
#[derive(Clone, Default)]
pub(crate) struct Object {
    pub(crate) fields: Vec<Field>,
    /// Groups of fields of which at least one must be sent.
    pub(crate) any_of: Vec<Vec<String>>,
}

impl Object {
    /// Whether it can be sent without any field.
    pub(crate) fn may_be_empty(&self) -> bool {
        self.any_of.is_empty() && self.fields.iter().all(|field| !field.required)
    }

    /// Whether the required fields are named where it is built, because their places would be mistaken: four of one
    /// type, or seven of any.
    pub(crate) fn names_required(&self) -> bool {
        let required = self.fields.iter().filter(|field| field.required);
        let types: Vec<&Type> = required.map(|field| &field.ty).collect();
        let alike = |ty: &&Type| types.iter().filter(|other| ty.looks_like(other)).count();
        types.len() >= 7 || types.iter().any(|ty| alike(ty) >= 4)
    }

    /// The field that `key` belongs to: the one of this name, or the family that says most about it.
    pub(crate) fn field(&self, key: &str) -> Option<&Field> {
        let mut fields = self.fields.iter();
        let exact = fields.find(|field| field.wire == key && !field.is_family());
        let families = self.fields.iter().filter(|field| field.family_has(key));
        exact.or_else(|| families.max_by_key(|field| field.wire.len()))
    }
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) wire: String,
    pub(crate) doc: String,
    pub(crate) rename: Option<String>,
}

#[derive(Clone, Default)]
pub(crate) enum Type {
    String,
    Integer,
    Double,
    /// A number with all its digits.
    Decimal,
    /// A number and a currency as text.
    Money,
    Boolean(Notation),
    DateTime,
    /// A point in time as a number of seconds.
    Timestamp,
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
    #[default]
    Json,
    Null,
    Named(TypeRef),
    /// A shape that has no name in the spec.
    Inline(Box<Shape>),
    List(Box<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
}

/// How a boolean is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// `true` or `false`
    Boolean,
    /// `"Y"` or `"N"`
    Flag,
    /// `1` or `0`
    Bit,
}

impl Notation {
    /// The kind of what is sent.
    fn kind(self) -> Kind {
        match self {
            Self::Boolean => Kind::Boolean,
            Self::Flag => Kind::String,
            Self::Bit => Kind::Number,
        }
    }

    /// What the value says, if it is in this notation.
    pub(crate) fn read(self, value: &Json) -> Option<bool> {
        match (self, value) {
            (Self::Boolean, Json::Bool(value)) => Some(*value),
            (Self::Flag, Json::Text(text)) => match text.as_str() {
                "Y" => Some(true),
                "N" => Some(false),
                _ => None,
            },
            (Self::Bit, Json::Number(number)) => match number.as_i64()? {
                0 => Some(false),
                1 => Some(true),
                _ => None,
            },
            _ => None,
        }
    }
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

impl Kind {
    /// The kind of a value; none for `null`.
    pub(crate) fn of(value: &Json) -> Option<Self> {
        match value {
            Json::Null => None,
            Json::Bool(_) => Some(Self::Boolean),
            Json::Number(_) => Some(Self::Number),
            Json::Text(_) => Some(Self::String),
            Json::List(_) => Some(Self::Array),
            Json::Map(_) => Some(Self::Object),
        }
    }
}

impl Type {
    /// The type without lists, maps and `null` around it.
    pub(crate) fn leaf(&self) -> &Self {
        match self {
            Self::List(ty) | Self::Map(ty) | Self::Nullable(ty) => ty.leaf(),
            Self::String | Self::Integer | Self::Double | Self::Boolean(_) => self,
            Self::Decimal | Self::Money | Self::Timestamp => self,
            Self::DateTime | Self::Date | Self::Scalar | Self::File | Self::Base64 => self,
            Self::Order | Self::Pagination | Self::Json | Self::Null => self,
            Self::Named(_) | Self::Inline(_) => self,
        }
    }

    /// The notations of the booleans in it, but for those in the fields of objects.
    pub(crate) fn notations(&self) -> Vec<Notation> {
        match self.leaf() {
            Self::Boolean(notation) => vec![*notation],
            Self::Inline(shape) => shape.notations(),
            _ => Vec::new(),
        }
    }

    /// Whether the compiler takes the same arguments for both. Whatever is written as text is alike; identifiers are not, and
    /// shapes without a name are types of their own.
    fn looks_like(&self, other: &Self) -> bool {
        let text = |ty: &Self| {
            matches!(
                ty,
                Self::String | Self::DateTime | Self::Date | Self::Scalar
            )
        };
        match (self, other) {
            (Self::Named(one), Self::Named(other)) => one == other,
            (Self::List(one), Self::List(other)) | (Self::Map(one), Self::Map(other)) => {
                one.looks_like(other)
            }
            (Self::Nullable(one), Self::Nullable(other)) => one.looks_like(other),
            (Self::Inline(_), _) => false,
            (one, other) if text(one) => text(other),
            (one, other) => mem::discriminant(one) == mem::discriminant(other),
        }
    }

    /// The shape without a name that is in it.
    pub(crate) fn inline(&self) -> Option<&Shape> {
        match self.leaf() {
            Self::Inline(shape) => Some(shape),
            _ => None,
        }
    }

    /// The type with a name that is in it.
    pub(crate) fn named(&self) -> Option<&TypeRef> {
        match self.leaf() {
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// The kind of its values; none if they have several.
    pub(crate) fn kind(&self, types: &dyn Fn(&TypeRef) -> Option<Kind>) -> Option<Kind> {
        Some(match self {
            Self::Boolean(notation) => notation.kind(),
            Self::Integer | Self::Double | Self::Timestamp => Kind::Number,
            Self::String | Self::DateTime | Self::Date => Kind::String,
            Self::Money | Self::Base64 => Kind::String,
            Self::List(_) | Self::File => Kind::Array,
            Self::Map(_) | Self::Order | Self::Pagination => Kind::Object,
            Self::Named(name) => types(name)?,
            Self::Inline(shape) => shape.kind()?,
            // A decimal number is sent as text, and received as either.
            Self::Decimal => return None,
            Self::Scalar | Self::Json | Self::Null | Self::Nullable(_) => return None,
        })
    }
}

impl Shape {
    /// The fields of an object.
    pub(crate) fn fields(&self) -> Option<&[Field]> {
        match self {
            Self::Object(object) => Some(&object.fields),
            Self::Strings(_) | Self::Integers(_) | Self::Id(_) | Self::Union(_) => None,
            Self::Select(_) | Self::Filter(_) | Self::Order(_) | Self::Cases(_) => None,
            Self::Own(_) => None,
        }
    }

    /// The notations of the booleans in it, but for those in the fields of an object.
    pub(crate) fn notations(&self) -> Vec<Notation> {
        match self {
            Self::Union(members) => members.iter().flat_map(Type::notations).collect(),
            _ => Vec::new(),
        }
    }

    /// An object without fields.
    pub(crate) fn empty() -> Self {
        Self::Object(Object::default())
    }

    /// The types of the values that it holds. What a list is filtered by are types of its rows.
    pub(crate) fn types(&self) -> Vec<&Type> {
        match self {
            Self::Object(object) => object.fields.iter().map(|field| &field.ty).collect(),
            Self::Union(members) => members.iter().collect(),
            Self::Cases(cases) => cases.cases.iter().map(|case| &case.ty).collect(),
            Self::Own(own) => own.types.iter().collect(),
            Self::Strings(_) | Self::Integers(_) | Self::Id(_) => Vec::new(),
            Self::Select(_) | Self::Filter(_) | Self::Order(_) => Vec::new(),
        }
    }

    /// Those, and the types that it compares values with.
    pub(crate) fn all_types(&self) -> Vec<&Type> {
        match self {
            Self::Filter(filter) => filter.columns.iter().map(|(_, ty)| ty).collect(),
            _ => self.types(),
        }
    }

    /// The kind of its values.
    pub(crate) fn kind(&self) -> Option<Kind> {
        match self {
            Self::Filter(filter) if filter.triples => Some(Kind::Array),
            Self::Object(_) | Self::Cases(_) | Self::Filter(_) | Self::Order(_) => {
                Some(Kind::Object)
            }
            Self::Strings(_) | Self::Select(_) => Some(Kind::String),
            Self::Id(id) => Some(match id.kind {
                ScalarKind::Integer => Kind::Number,
                ScalarKind::String => Kind::String,
            }),
            Self::Integers(_) => Some(Kind::Number),
            Self::Union(_) | Self::Own(_) => None,
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
    pub(crate) fn new(owner: Vec<String>, local: bool, name: &str) -> Self {
        let name = name.to_owned();
        Self { owner, local, name }
    }
}
