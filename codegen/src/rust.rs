//! The output, decided: every name, every line of documentation, every type. The emitters only place it.

mod gate;
mod ty;

use std::collections::BTreeMap;

pub(crate) use crate::model::{
    Context, Effect, Failure, Kind, Limits, Notation, Scopes, Style, Version, Walk,
};
pub(crate) use gate::Gate;
pub(crate) use ty::{CRATE, Name, Path, Ty};

/// The generated part of the crate.
pub(crate) struct Crate {
    pub(crate) modules: Vec<Module>,
    pub(crate) tests: Vec<TestModule>,
    /// The features of the modules, with the number of methods that each compiles.
    pub(crate) features: BTreeMap<String, usize>,
}

/// A file under `src/api/`, or that of the system.
pub(crate) struct Module {
    /// Relative to the root of the generated crate.
    pub(crate) file: String,
    /// The spec, or the folder of specs, that it comes from.
    pub(crate) source: String,
    pub(crate) docs: Vec<String>,
    pub(crate) children: Vec<Child>,
    /// Each with what is needed besides the gate of the module.
    pub(crate) items: Vec<(Gate, Item)>,
}

/// A module inside a module.
pub(crate) struct Child {
    pub(crate) ident: String,
    pub(crate) public: bool,
    /// What is needed besides the gate of its parent.
    pub(crate) gate: Gate,
    /// What its parent re-exports, and what is needed for it besides the gate of the parent.
    pub(crate) exports: Vec<(Gate, Vec<String>)>,
}

/// A type.
pub(crate) struct Item {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) def: Def,
}

pub(crate) enum Def {
    Struct(Struct),
    Required(Required),
    Enum(Enum),
    Id(Id),
    Filter(Filter),
    Order(Order),
    Details(Details),
    Union(Union),
    Cases(Cases),
    Alias(Alias),
    Own(Own),
}

/// A type written by hand.
pub(crate) struct Own {
    /// The module in that of the item that holds it.
    pub(crate) module: String,
    /// What is written in it.
    pub(crate) code: String,
    /// The types that it is made of.
    pub(crate) uses: Vec<Ty>,
}

/// Another name of a type.
pub(crate) struct Alias {
    pub(crate) of: Path,
    /// Whether it borrows from something.
    pub(crate) borrows: bool,
}

/// An identifier.
pub(crate) struct Id {
    pub(crate) integer: bool,
    /// The types of the identifiers that become one.
    pub(crate) from: Vec<Path>,
}

/// An object.
#[derive(Default)]
pub(crate) struct Struct {
    pub(crate) deprecated: Option<String>,
    pub(crate) fields: Vec<Field>,
    /// The documentation of the constructor, if there is one.
    pub(crate) constructor: Option<String>,
    /// The type that names the required fields for the constructor, if it does not take them by their places.
    pub(crate) required: Option<String>,
    /// Whether the server takes the fields by their places.
    pub(crate) positional: bool,
    /// The method that it is the request of.
    pub(crate) method: Option<Box<Method>>,
}

impl Struct {
    /// Whether it can be built from nothing.
    pub(crate) fn has_default(&self) -> bool {
        self.constructor.is_some() && self.fields.iter().all(|field| !field.required)
    }
}

/// The required fields of an object, named where it is built.
pub(crate) struct Required {
    pub(crate) fields: Vec<Field>,
}

#[derive(Clone)]
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
    /// How booleans in it are sent.
    pub(crate) notation: Notation,
    pub(crate) limits: Limits,
    /// The enum of the cases, where a field beside it says which one it is.
    pub(crate) cases: Option<Ty>,
    /// The conditions that a filter must have: what they are sent under, with spaces between them.
    pub(crate) conditions: Option<String>,
    pub(crate) setter: String,
    pub(crate) setter_doc: Vec<String>,
    /// Whether an argument is anything that becomes the value; that becomes an element, if it is a list or a map.
    pub(crate) into: bool,
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
        rows: Vec<CodeRow>,
    },
    /// An error without a code, of which nothing else is told.
    NoCode {
        rows: Vec<CodeRow>,
    },
}

/// A row of a table of errors.
#[derive(Default)]
pub(crate) struct CodeRow {
    pub(crate) status: Option<u16>,
    pub(crate) message: Option<String>,
    /// Whether the message is the same on every portal.
    pub(crate) fixed: bool,
    /// Whether it is not the code alone that decides the variant.
    pub(crate) told: bool,
    pub(crate) fields: Vec<String>,
}

/// The conditions that a list takes.
pub(crate) struct Filter {
    /// Each with the type of the values that it is compared with, and how booleans are sent.
    pub(crate) columns: Vec<(Column, Ty, Notation)>,
    /// The types of the operators, with the spellings that are not the usual ones.
    pub(crate) operators: Vec<(String, Option<&'static str>)>,
    /// The conditions that the list demands.
    pub(crate) demands: Vec<Demand>,
    pub(crate) conditions: Conditions,
    /// Whether fields that are no columns can be named.
    pub(crate) open: bool,
}

/// A condition of equality that a list demands: an argument of the filter's constructor.
pub(crate) struct Demand {
    pub(crate) column: Column,
    pub(crate) ty: Ty,
    pub(crate) notation: Notation,
    /// What stands before the name, or in REST 3 between the field and the value.
    pub(crate) operator: &'static str,
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
}

/// A field by its two names: a method of a filter or an order, or what holds the rows of a list.
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
    pub(crate) kinds: Vec<Kind>,
    /// A type that becomes it besides its own.
    pub(crate) from: Option<Ty>,
}

/// One of several objects, as another field says.
pub(crate) struct Cases {
    /// That field; empty if there is none.
    pub(crate) by: String,
    pub(crate) cases: Vec<Case>,
}

pub(crate) struct Case {
    pub(crate) ident: String,
    pub(crate) docs: Vec<String>,
    pub(crate) ty: Ty,
    /// The values of the field that mean it.
    pub(crate) values: Vec<String>,
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
    pub(crate) style: Style,
    pub(crate) walk: Option<Walk>,
    pub(crate) size: u32,
    pub(crate) item: Ty,
    /// The field of the output that holds the rows, and whether it is always there; none if the output is the list.
    pub(crate) rows: Option<(Column, bool)>,
}

/// What the crate knows about a method.
pub(crate) struct Method {
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) scopes: Scopes,
    pub(crate) effect: Effect,
    pub(crate) batch: bool,
    pub(crate) context: Context,
    /// Whether the output stands under `result`.
    pub(crate) envelope: bool,
    pub(crate) unwrap: Option<String>,
    /// Groups of parameters, by their names on the wire, of which at least one must be sent.
    pub(crate) any_of: Vec<Vec<String>>,
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
    /// The type of the request, if it is the module of a method.
    pub(crate) request: Option<String>,
    pub(crate) tests: Vec<Test>,
}

/// An example.
pub(crate) struct Test {
    pub(crate) name: String,
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
    Failure(Failure),
}
