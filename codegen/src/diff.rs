//! What a change of the specs means to callers of the crate, decided on the model.

mod error;
mod field;
mod list;
mod method;
mod table;
mod ty;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::diag::Report;
use crate::model::{Api, Deprecated, Method, TypeDef, TypeRef};
use crate::{Sources, model};

/// What one change of the specs means to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The name of the method, with `@v3` for one of REST 3; `types of crm/item` and `system` for what methods share.
    pub method: String,
    /// Whether callers must act.
    pub kind: Kind,
    /// The change in a sentence, without the method and without a full stop.
    pub what: String,
}

/// Whether callers must act; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Code that calls the crate may no longer compile, or may do something else.
    Breaking,
    /// Code goes on as it did; there is more that it can use.
    Additive,
    /// Only what is written about a thing has changed.
    Docs,
}

/// What the change from `old` to `new` specs means to callers, sorted by method and kind.
///
/// # Errors
///
/// Every mistake in the old specs; or, if they have none, in the new ones.
pub fn changes(old: &Sources, new: &Sources) -> Result<Vec<Change>, Report> {
    let (old, new) = (crate::model(old)?, crate::model(new)?);
    let mut diff = Diff {
        old: Known::new(&old),
        new: Known::new(&new),
        subject: String::new(),
        changes: Vec::new(),
    };
    diff.methods(&old, &new);
    diff.types();
    diff.folders(&old, &new);
    diff.system(&old.system, &new.system);
    let mut changes = diff.changes;
    // Stable: within a kind, the order of the spec stays.
    changes.sort_by(|a, b| (&a.method, a.kind).cmp(&(&b.method, b.kind)));
    Ok(changes)
}

/// What is looked up in the specs of one time.
struct Known<'a> {
    methods: BTreeMap<String, &'a Method>,
    types: BTreeMap<TypeRef, &'a TypeDef>,
    /// The types that can be built.
    sent: BTreeSet<TypeRef>,
    system: &'a model::System,
}

impl<'a> Known<'a> {
    fn new(api: &'a Api) -> Self {
        let methods = api.methods.iter().map(|method| (method.key(), method));
        Self {
            methods: methods.collect(),
            types: api.types(),
            sent: api.sent(),
            system: &api.system,
        }
    }
}

/// The comparison, as far as it has come.
struct Diff<'a> {
    old: Known<'a>,
    new: Known<'a>,
    /// What the next changes are told of.
    subject: String,
    changes: Vec<Change>,
}

impl Diff<'_> {
    fn push(&mut self, kind: Kind, what: String) {
        let method = self.subject.clone();
        self.changes.push(Change { method, kind, what });
    }

    fn breaking(&mut self, what: String) {
        self.push(Kind::Breaking, what);
    }

    fn additive(&mut self, what: String) {
        self.push(Kind::Additive, what);
    }

    fn docs(&mut self, what: String) {
        self.push(Kind::Docs, what);
    }

    /// What is written about `at`.
    fn text<T: PartialEq + ?Sized>(&mut self, old: &T, new: &T, at: impl fmt::Display) {
        if old != new {
            self.docs(format!("{at} is described in other words"));
        }
    }

    fn deprecation(
        &mut self,
        old: Option<&Deprecated>,
        new: Option<&Deprecated>,
        at: impl fmt::Display,
    ) {
        match (old, new) {
            (None, Some(_)) => self.additive(format!("{at} is deprecated now")),
            (Some(_), None) => self.additive(format!("{at} is not deprecated any more")),
            (old, new) if old != new => {
                self.docs(format!("{at} is deprecated in other words"));
            }
            _ => {}
        }
    }
}

/// The side of a call that a type stands on.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// It is sent: it can be built, and null differs from nothing.
    Request,
    /// It is only received.
    Answer,
    /// It was on the one side, and is on the other now.
    Moved,
}

/// Where in a method or in a type something stands, for the sentence about it.
#[derive(Clone)]
struct Place {
    root: String,
    /// What the things below it are called.
    word: &'static str,
    /// How a sentence about them goes on.
    of: String,
    path: String,
}

impl Place {
    fn params() -> Self {
        Self::new("the request".to_owned(), "parameter", String::new())
    }

    fn result() -> Self {
        Self::new(
            "the answer".to_owned(),
            "field",
            " of the answer".to_owned(),
        )
    }

    fn named(name: &str) -> Self {
        Self::new(
            format!("the type `{name}`"),
            "field",
            format!(" of `{name}`"),
        )
    }

    fn new(root: String, word: &'static str, of: String) -> Self {
        let path = String::new();
        Self {
            root,
            word,
            of,
            path,
        }
    }

    fn key(&self, wire: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self {
            path: format!("{}{dot}{wire}", self.path),
            ..self.clone()
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.root)
        } else {
            write!(f, "the {} `{}`{}", self.word, self.path, self.of)
        }
    }
}
