//! The comparison as far as it has come, and the sentences that it consists of.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use crate::features::Features;
use crate::model::{self, Api, Deprecated, Method, Type, TypeDef, TypeRef};

/// What one change of the specs means to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The name of the method, with `@v3` for one of REST 3; `types of crm/item` and `system` for what methods share.
    pub method: String,
    /// Whether callers must act.
    pub kind: Impact,
    /// The change in a sentence, without the method and without a full stop.
    pub what: String,
}

/// Whether callers must act; the worst comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Impact {
    /// Code that calls the crate may no longer compile, or may do something else.
    Breaking,
    /// Code goes on as it did; there is more that it can use.
    Additive,
    /// Only what is written about a thing has changed.
    Docs,
}

/// A fact without which code is other code: what it means that it holds no more, and that it holds now.
pub(super) const BREAKS: [Impact; 2] = [Impact::Breaking; 2];
/// A fact that callers rely on.
pub(super) const SERVES: [Impact; 2] = [Impact::Breaking, Impact::Additive];
/// A fact that all code goes on with.
pub(super) const LEAVES: [Impact; 2] = [Impact::Additive; 2];

/// The subject of what every method may answer.
pub(super) const SYSTEM: &str = "system";

/// The specs of one time, and what is looked up in them.
pub(super) struct Known<'a> {
    pub(super) api: &'a Api,
    pub(super) features: Features,
    pub(super) methods: BTreeMap<String, &'a Method>,
    pub(super) types: BTreeMap<TypeRef, &'a TypeDef>,
    /// The types that can be built.
    pub(super) sent: BTreeSet<TypeRef>,
}

impl<'a> Known<'a> {
    fn new(api: &'a Api) -> Self {
        let methods = api.methods.iter().map(|method| (method.key(), method));
        Self {
            api,
            features: Features::new(api),
            methods: methods.collect(),
            types: api.types(),
            sent: api.sent(),
        }
    }

    pub(super) fn kind(&self, ty: &Type) -> Option<model::Kind> {
        ty.kind(&|name| self.types.get(name)?.shape.kind())
    }
}

pub(super) struct Diff<'a> {
    pub(super) old: Known<'a>,
    pub(super) new: Known<'a>,
    /// What the next changes are told of.
    pub(super) subject: String,
    changes: Vec<Change>,
}

impl<'a> Diff<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api) -> Self {
        Self {
            old: Known::new(old),
            new: Known::new(new),
            subject: String::new(),
            changes: Vec::new(),
        }
    }

    /// All changes; those of one kind stay in the order of the spec.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let order = |a: &Change, b: &Change| (&a.method, a.kind).cmp(&(&b.method, b.kind));
        self.changes.sort_by(order);
        self.changes
    }

    pub(super) fn tell(&mut self, kind: Impact, what: impl Into<String>) {
        let (method, what) = (self.subject.clone(), what.into());
        self.changes.push(Change { method, kind, what });
    }

    pub(super) fn breaking(&mut self, what: impl Into<String>) {
        self.tell(Impact::Breaking, what);
    }

    pub(super) fn additive(&mut self, what: impl Into<String>) {
        self.tell(Impact::Additive, what);
    }

    pub(super) fn docs(&mut self, what: impl Into<String>) {
        self.tell(Impact::Docs, what);
    }

    /// `intro` is followed by what there is now, and by what there was before.
    pub(super) fn replaced(&mut self, kind: Impact, intro: &str, [old, new]: [String; 2]) {
        if old != new {
            self.tell(kind, format!("{intro} {new} now, not {old}"));
        }
    }

    /// A fact about `at`: what is told if it holds no more, and if it holds now.
    pub(super) fn turned(
        &mut self,
        kinds: [Impact; 2],
        [old, new]: [bool; 2],
        at: impl Display,
        what: [&str; 2],
    ) {
        if old != new {
            let now = usize::from(new);
            self.tell(kinds[now], format!("{at} {}", what[now]));
        }
    }

    /// What is written about `at`.
    pub(super) fn text<T: PartialEq>(&mut self, old: T, new: T, at: impl Display) {
        if old != new {
            self.docs(format!("{at} is described in other words"));
        }
    }

    pub(super) fn deprecation(&mut self, [old, new]: [Option<&Deprecated>; 2], at: impl Display) {
        let what = ["is not deprecated any more", "is deprecated now"];
        self.turned(LEAVES, [old.is_some(), new.is_some()], &at, what);
        if old.is_some() && new.is_some() && old != new {
            self.docs(format!("{at} is deprecated in other words"));
        }
    }
}

/// `text` as code in a sentence.
pub(super) fn code(text: impl Display) -> String {
    format!("`{text}`")
}
