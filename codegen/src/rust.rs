//! The output, decided: every name, every line of documentation, every type. The emitters only place it.

use std::fmt;

pub(crate) use crate::model::{Context, Effect, Limits, Version, Way};

/// The generated part of the crate.
pub(crate) struct Crate {
    pub(crate) modules: Vec<Module>,
    pub(crate) tests: Vec<TestModule>,
    /// One for each scope.
    pub(crate) features: Vec<String>,
}

/// A file under `src/api/`.
pub(crate) struct Module {
    /// Relative to the root of the generated crate.
    pub(crate) file: String,
    /// The spec, or the folder of specs, that it comes from.
    pub(crate) source: String,
    pub(crate) docs: Vec<String>,
    pub(crate) children: Vec<Child>,
    pub(crate) items: Vec<Item>,
}

/// A module inside a module.
pub(crate) struct Child {
    pub(crate) ident: String,
    pub(crate) public: bool,
    /// The features of which one is needed; none if it is always there.
    pub(crate) features: Vec<String>,
    /// What its parent re-exports.
    pub(crate) exports: Vec<String>,
}

/// A type.
pub(crate) struct Item {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) def: Def,
}

pub(crate) enum Def {
    Struct(Struct),
    Enum(Enum),
    Id { integer: bool },
    Filter(Filter),
    Order(Order),
    Details(Details),
    Union(Union),
}

/// An object.
#[derive(Default)]
pub(crate) struct Struct {
    pub(crate) deprecated: Option<String>,
    pub(crate) fields: Vec<Field>,
    /// The documentation of the constructor, if there is one.
    pub(crate) constructor: Option<String>,
    /// Whether the server takes the fields by their places.
    pub(crate) positional: bool,
    /// The method that it is the request of.
    pub(crate) method: Option<Box<Method>>,
}

pub(crate) struct Field {
    pub(crate) ident: String,
    pub(crate) wire: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    /// The type of the value; the field's own is an `Option` of it unless it is required or a family of keys.
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) family: bool,
    pub(crate) secret: bool,
    pub(crate) limits: Limits,
    pub(crate) setter: String,
    /// Whether an argument is anything that becomes the value; that becomes an element, if it is a list or a map.
    pub(crate) into: bool,
}

#[derive(Clone)]
pub(crate) enum Ty {
    Bool,
    Flag,
    I32,
    I64,
    Str,
    F64,
    String,
    DateTime,
    Date,
    Scalar,
    File,
    Base64,
    Order,
    Pagination,
    Json,
    /// Fields whose names are data.
    Rest,
    Unit,
    Path(Path),
    Vec(Box<Ty>),
    Map(Box<Ty>),
    Option(Box<Ty>),
    Nullable(Box<Ty>),
}

impl Ty {
    /// The type as source text. `name` says what a type is called: one of the generated types, or of another crate.
    pub(crate) fn text(&self, name: &mut dyn FnMut(Name<'_>) -> String) -> String {
        let mut item = |path| name(Name::Item(path));
        let (generic, of) = match self {
            Self::Bool => return "bool".to_owned(),
            Self::I32 => return "i32".to_owned(),
            Self::I64 => return "i64".to_owned(),
            Self::F64 => return "f64".to_owned(),
            Self::Str => return "&str".to_owned(),
            Self::Unit => return "()".to_owned(),
            Self::String => return item("std::string::String"),
            Self::Json => return item("serde_json::Value"),
            Self::Flag => return item("crate::Flag"),
            Self::DateTime => return item("crate::DateTime"),
            Self::Date => return item("crate::Date"),
            Self::Scalar => return item("crate::Scalar"),
            Self::File => return item("crate::File"),
            Self::Base64 => return item("crate::Base64"),
            Self::Order => return item("crate::Order"),
            Self::Pagination => return item("crate::Pagination"),
            Self::Rest => return item("crate::Rest"),
            Self::Path(path) => return name(Name::Generated(path)),
            Self::Vec(of) => (item("std::vec::Vec") + "<", of),
            Self::Option(of) => (item("std::option::Option") + "<", of),
            Self::Nullable(of) => (item("crate::Nullable") + "<", of),
            Self::Map(of) => {
                let map = item("std::collections::BTreeMap");
                (format!("{map}<{}, ", item("std::string::String")), of)
            }
        };
        format!("{generic}{}>", of.text(name))
    }
}

/// What a type is called by.
pub(crate) enum Name<'a> {
    /// An item of `std`, of the hand-written crate or of another.
    Item(&'static str),
    Generated(&'a Path),
}

/// The name of the crate for those who use it.
pub(crate) const CRATE: &str = "bitrix24";

/// Where a type is.
#[derive(Clone)]
pub(crate) struct Path {
    /// From `crate`; empty for the module that it is named in.
    pub(crate) module: String,
    pub(crate) ident: String,
}

impl Path {
    /// A type of the module that it is named in.
    pub(crate) fn here(ident: String) -> Self {
        let module = String::new();
        Self { module, ident }
    }

    /// An item of the crate or of another, by its path.
    pub(crate) fn of(path: &str) -> Self {
        let (module, ident) = path.rsplit_once("::").unwrap_or(("", path));
        let (module, ident) = (module.to_owned(), ident.to_owned());
        Self { module, ident }
    }

    /// The path for those who use the crate.
    pub(crate) fn outside(&self) -> String {
        self.to_string().replacen("crate", CRATE, 1)
    }

    /// Another type beside it.
    pub(crate) fn beside(&self, ident: String) -> Self {
        let module = self.module.clone();
        Self { module, ident }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.module.is_empty() {
            write!(f, "{}::", self.module)?;
        }
        f.write_str(&self.ident)
    }
}

/// An open enum.
pub(crate) struct Enum {
    pub(crate) kind: EnumKind,
    pub(crate) variants: Vec<Variant>,
    pub(crate) unknown_doc: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum EnumKind {
    Strings,
    Integers,
    Errors,
}

pub(crate) struct Variant {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    /// What the table says of it; none for a variant that it does not list.
    pub(crate) wire: Option<Wire>,
}

/// What stands for a variant in JSON.
pub(crate) enum Wire {
    Text(String),
    Integer(i64),
    Code {
        code: String,
        statuses: Vec<u16>,
        /// The messages that have placeholders.
        templates: Vec<String>,
    },
}

/// The conditions that a list takes.
pub(crate) struct Filter {
    /// Each with the type of the values that it is compared with.
    pub(crate) columns: Vec<(Column, Ty)>,
    /// The types of the operators.
    pub(crate) operators: Vec<String>,
    pub(crate) conditions: Conditions,
    /// Whether fields that are no columns can be named.
    pub(crate) open: bool,
}

/// How the conditions of a filter stand together.
pub(crate) enum Conditions {
    Flat,
    Groups,
    /// As in REST 3.
    Triples,
}

/// The fields that a list sorts by.
pub(crate) struct Order {
    pub(crate) columns: Vec<Column>,
    /// Whether fields that are no columns can be named.
    pub(crate) open: bool,
}

/// A field of a list, as a method of its filter or order.
pub(crate) struct Column {
    pub(crate) ident: String,
    pub(crate) wire: String,
}

/// One of several types.
pub(crate) struct Union {
    /// The kinds of its members, for an error message.
    pub(crate) kinds: String,
    pub(crate) members: Vec<Member>,
}

pub(crate) struct Member {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) ty: Ty,
    /// The kinds of JSON values that mean it.
    pub(crate) kinds: Vec<&'static str>,
    /// A type that becomes it besides its own.
    pub(crate) from: Option<Ty>,
}

/// What the messages of a method's errors say in the place of their placeholders.
pub(crate) struct Details {
    /// The enum of the errors.
    pub(crate) error: String,
    pub(crate) fields: Vec<Detail>,
}

pub(crate) struct Detail {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) placeholder: String,
    pub(crate) list: bool,
}

/// How one page of a list leads to the next.
pub(crate) struct Paging {
    pub(crate) way: Way,
    pub(crate) size: u32,
    pub(crate) item: Ty,
    /// The field of the output that holds the rows; none if the output is the list.
    pub(crate) rows: Option<RowsField>,
}

/// A field of an output that holds the rows of a list.
pub(crate) struct RowsField {
    pub(crate) ident: String,
    pub(crate) wire: String,
    /// Whether it is always there.
    pub(crate) required: bool,
}

/// What the crate knows about a method.
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) scopes: Vec<String>,
    pub(crate) effect: Effect,
    pub(crate) batch: bool,
    pub(crate) context: Context,
    pub(crate) unwrap: Option<String>,
    pub(crate) output: Ty,
    pub(crate) error: String,
    pub(crate) paging: Option<Paging>,
}

/// A file under `tests/contract/`.
pub(crate) struct TestModule {
    /// Relative to the root of the generated crate.
    pub(crate) file: String,
    pub(crate) source: String,
    pub(crate) children: Vec<String>,
    /// The type of the request, if there are tests.
    pub(crate) request: Option<String>,
    pub(crate) tests: Vec<Test>,
}

/// A test of one example.
pub(crate) struct Test {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) expect: Expect,
}

pub(crate) enum Expect {
    Success {
        /// How the request is built: a Rust expression.
        request: Option<String>,
        /// What is sent, JSON.
        params: String,
        /// The whole answer, JSON.
        answer: String,
    },
    Failure {
        code: String,
        description: String,
        status: u16,
    },
}
