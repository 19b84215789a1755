//! The API in our words: every reference resolved, every spec sound. No YAML and no Rust in here.

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
    /// The parts of the name.
    pub(crate) fn path(&self) -> Vec<String> {
        self.name.split('.').map(str::to_owned).collect()
    }
}

/// How one page of a list leads to the next: pages have numbers, the last one is shorter.
pub(crate) struct Paging {
    /// The parameter that takes the number.
    pub(crate) param: String,
    /// The number of elements on a page.
    pub(crate) size: u32,
}

#[derive(Clone)]
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
    /// A mistake has been told about it: whatever it is compared with fits.
    Mistaken,
}

impl Type {
    pub(crate) fn mistaken() -> Self {
        Self::Inline(Box::new(Shape::Mistaken))
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
}

impl Filter {
    /// The operator and the field of a condition. A field whose name begins like an operator is itself first.
    pub(crate) fn split<'k>(&self, key: &'k str) -> (Option<Operator>, &'k str) {
        if self.columns.iter().any(|(column, _)| column.wire == key) {
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

/// A field of the objects of a list.
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
    DateTime,
    Date,
    /// Text, a number or a boolean.
    Scalar,
    Json,
    Null,
    Named(TypeRef),
    /// A shape that has no name in the spec.
    Inline(Box<Shape>),
    List(Box<Type>),
    Map(Box<Type>),
    Nullable(Box<Type>),
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

pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) params: Option<Node>,
    pub(crate) answer: Answer,
}

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
