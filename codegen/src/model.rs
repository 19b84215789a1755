//! The API in our words: every reference resolved, every spec sound. No YAML and no Rust in here.

mod sent;

use std::collections::BTreeMap;

use crate::node::Node;
pub(crate) use crate::raw::{Context, Effect, Operand, Operator, ScalarKind};

/// The whole API.
pub(crate) struct Api {
    pub(crate) methods: Vec<Method>,
    pub(crate) folders: Vec<Folder>,
    pub(crate) system: System,
}

impl Api {
    /// Every type that has a name.
    pub(crate) fn types(&self) -> BTreeMap<TypeRef, &TypeDef> {
        let shared = self
            .folders
            .iter()
            .flat_map(|folder| named(&folder.path, false, &folder.types));
        let local = self
            .methods
            .iter()
            .flat_map(|method| named(&method.path(), true, &method.types));
        shared.chain(local).collect()
    }
}

fn named<'a>(
    owner: &[String],
    local: bool,
    types: &'a [TypeDef],
) -> impl Iterator<Item = (TypeRef, &'a TypeDef)> + use<'a> {
    let owner = owner.to_vec();
    types.iter().map(move |def| {
        let name = TypeRef {
            owner: owner.clone(),
            local,
            name: def.name.clone(),
        };
        (name, def)
    })
}

/// What a `_types.yaml` says about its folder.
pub(crate) struct Folder {
    /// The file, relative to `spec/`.
    pub(crate) file: String,
    /// The names of the folders on the way.
    pub(crate) path: Vec<String>,
    pub(crate) doc: Option<String>,
    pub(crate) types: Vec<TypeDef>,
}

/// The folder of the methods of REST 3.
pub(crate) const V3: &str = "v3";

/// What any method may answer.
pub(crate) struct System {
    pub(crate) errors: Vec<ErrorCase>,
    pub(crate) time_doc: String,
    pub(crate) time: Vec<Field>,
}

pub(crate) struct Method {
    /// The file, relative to `spec/`.
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) summary: String,
    pub(crate) description: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) access: Option<String>,
    pub(crate) context: Context,
    pub(crate) effect: Effect,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) rename: Option<String>,
    pub(crate) params: Vec<Field>,
    /// Whether the server takes them by their places.
    pub(crate) positional: bool,
    /// Whether a call may stand in a batch.
    pub(crate) batch: bool,
    /// What the filter of a list takes besides the fields of the rows.
    pub(crate) filter_more: Vec<Field>,
    /// Whether a mistake has left some of them out.
    pub(crate) params_mistaken: bool,
    pub(crate) paging: Option<Paging>,
    pub(crate) result: Output,
    pub(crate) types: Vec<TypeDef>,
    pub(crate) errors: Vec<ErrorCase>,
    pub(crate) examples: Vec<Example>,
    pub(crate) see: Vec<String>,
}

impl Method {
    /// The parts of the place: those of the name, below a folder for REST 3.
    pub(crate) fn path(&self) -> Vec<String> {
        let folder = (self.version == Version::V3).then_some(V3);
        let parts = folder.into_iter().chain(self.name.split('.'));
        parts.map(str::to_owned).collect()
    }

    /// How it is referred to where both protocols have a method of this name.
    pub(crate) fn key(&self) -> String {
        match self.version {
            Version::V2 => self.name.clone(),
            Version::V3 => format!("{}@v3", self.name),
        }
    }
}

/// How one page of a list leads to the next.
pub(crate) struct Paging {
    pub(crate) way: Way,
    /// The field of the output that holds the rows; none if it is the list of them.
    pub(crate) items: Option<Field>,
    /// The number of rows on a page, where no limit is set.
    pub(crate) size: u32,
}

/// The way from one page to the next, with the parameters that it takes.
pub(crate) enum Way {
    /// Pages have numbers, from 1; the last one is shorter.
    Page { param: String },
    /// A page begins at a row; the answer says where the next one does.
    Start { param: String, walk: Option<Walk> },
    /// A page begins at a row, and has a number of rows.
    Offset { param: String, limit: String },
    /// A page begins after the value that a field of the last row had.
    Cursor {
        param: String,
        limit: Option<String>,
        field: String,
    },
    /// An object with the number of the page and the number of rows on it.
    Pagination { param: String },
}

/// How a list is read without being counted.
pub(crate) struct Walk {
    /// The field of the rows that identifies them.
    pub(crate) id: String,
    /// The parameters that take part.
    pub(crate) filter: String,
    pub(crate) order: String,
    pub(crate) select: Option<String>,
}

/// The two protocols of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V2,
    V3,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Deprecated {
    pub(crate) replacement: Option<String>,
    pub(crate) reason: Option<String>,
}

pub(crate) struct Output {
    pub(crate) unwrap: Option<String>,
    pub(crate) ty: Type,
    pub(crate) doc: Option<String>,
}

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

    pub(crate) fn is_mistaken(&self) -> bool {
        matches!(self, Self::Inline(shape) if matches!(**shape, Shape::Mistaken))
    }
}

/// The fields that a list can answer.
#[derive(Clone)]
pub(crate) struct Select {
    pub(crate) columns: Vec<Column>,
    /// The name that stands for all of them.
    pub(crate) all: Option<String>,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
}

/// The conditions that a list takes.
#[derive(Clone)]
pub(crate) struct Filter {
    /// Each with the type of the single values that it is compared with.
    pub(crate) columns: Vec<(Column, Type)>,
    pub(crate) operators: Vec<Operator>,
    /// Whether there are groups of conditions, and `logic` in them.
    pub(crate) logic: bool,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
    /// Whether it is sent as a list of triples, as in REST 3.
    pub(crate) triples: bool,
}

impl Filter {
    /// The column of a field, with the type of its values.
    pub(crate) fn column(&self, wire: &str) -> Option<&(Column, Type)> {
        let exact = self.columns.iter().find(|(column, _)| column.wire == wire);
        exact.or_else(|| self.columns.iter().find(|(column, _)| column.has(wire)))
    }

    /// Whether a group of conditions has this name.
    pub(crate) fn is_group(&self, key: &str) -> bool {
        self.logic && !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// The operator and the field of a condition. A field whose name begins like an operator is itself first.
    pub(crate) fn split<'k>(&self, key: &'k str) -> (Option<Operator>, &'k str) {
        if self.column(key).is_some() {
            (None, key)
        } else {
            Operator::split(key)
        }
    }
}

/// The fields that a list sorts by.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) columns: Vec<Column>,
    /// What the server takes without any effect.
    pub(crate) ignores: Vec<String>,
}

/// A field of the objects of a list, or a family of keys.
#[derive(Clone)]
pub(crate) struct Column {
    pub(crate) wire: String,
    pub(crate) rename: Option<String>,
    pub(crate) doc: String,
}

/// A value of an enum.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) wire: String,
    pub(crate) doc: String,
    pub(crate) rename: Option<String>,
}

/// A parameter, or a field of an object.
#[derive(Clone)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ty: Type,
    /// Empty for a parameter of a list that says no more than its kind.
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) default: Option<Node>,
    pub(crate) limits: Limits,
    pub(crate) secret: bool,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) rename: Option<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Limits {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
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

impl Column {
    /// Whether it is a family of keys, of which each can be named.
    pub(crate) fn is_family(&self) -> bool {
        self.wire.contains('*')
    }

    /// Whether it is the column of the field, or a family that has it.
    pub(crate) fn has(&self, wire: &str) -> bool {
        self.wire == wire || family_has(&self.wire, wire)
    }
}

/// Whether `key` is one of a family: `UF_*`.
fn family_has(family: &str, key: &str) -> bool {
    family.split_once('*').is_some_and(|(before, after)| {
        key.len() > before.len() + after.len() && key.starts_with(before) && key.ends_with(after)
    })
}

impl Field {
    /// Whether it is a family of keys, collected in a map.
    pub(crate) fn is_family(&self) -> bool {
        self.wire.contains('*')
    }

    /// Whether `key` is one of the family.
    pub(crate) fn family_has(&self, key: &str) -> bool {
        family_has(&self.wire, key)
    }
}

/// The field that `key` belongs to: the one of this name, or the family that says most about it.
pub(crate) fn field_of<'f>(fields: &'f [Field], key: &str) -> Option<&'f Field> {
    let exact = fields
        .iter()
        .find(|field| field.wire == key && !field.is_family());
    let families = fields.iter().filter(|field| field.family_has(key));
    exact.or_else(|| families.max_by_key(|field| field.wire.len()))
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

/// An error code; some have several rows in the table.
pub(crate) struct ErrorCase {
    /// Empty for an error without a code.
    pub(crate) code: String,
    pub(crate) rename: Option<String>,
    pub(crate) rows: Vec<ErrorRow>,
}

impl ErrorCase {
    /// The placeholders of a table, each once: by the row that describes it, if there is one.
    pub(crate) fn placeholders(cases: &[Self]) -> Vec<&Placeholder> {
        let with_code = cases.iter().filter(|case| !case.code.is_empty());
        let rows = with_code.flat_map(|case| &case.rows);
        let mut placeholders: Vec<&Placeholder> = Vec::new();
        for placeholder in rows.flat_map(|row| &row.placeholders) {
            let mut known = placeholders.iter_mut();
            match known.find(|known| known.name == placeholder.name) {
                Some(known) if known.doc.is_none() => *known = placeholder,
                Some(_) => {}
                None => placeholders.push(placeholder),
            }
        }
        placeholders
    }

    /// The HTTP statuses that the table gives it.
    pub(crate) fn statuses(&self) -> Vec<u16> {
        let mut statuses: Vec<u16> = self.rows.iter().filter_map(|row| row.status).collect();
        statuses.sort_unstable();
        statuses.dedup();
        statuses
    }
}

#[derive(Clone)]
pub(crate) struct ErrorRow {
    pub(crate) message: Option<String>,
    pub(crate) doc: String,
    pub(crate) status: Option<u16>,
    pub(crate) placeholders: Vec<Placeholder>,
}

/// What stands in a message for `#NAME#`.
#[derive(Clone)]
pub(crate) struct Placeholder {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    /// Whether it is a list, with commas between the elements.
    pub(crate) list: bool,
    pub(crate) rename: Option<String>,
}

#[derive(PartialEq)]
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) params: Option<Node>,
    pub(crate) answer: Answer,
}

#[derive(PartialEq)]
pub(crate) enum Answer {
    Success {
        result: Node,
        beside: Vec<(&'static str, Node)>,
    },
    Failure {
        code: String,
        description: String,
        status: u16,
    },
}
