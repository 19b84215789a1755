//! The API in our words: every reference resolved, every spec sound. No YAML and no Rust in here.

mod error;
mod list;
mod ty;

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Json;
pub(crate) use crate::raw::{
    Available, Context, Deprecation as Deprecated, Edition, Effect, Entity, Evidence, Format,
    Means, Operand, Operator, ScalarKind,
};
pub(crate) use error::*;
pub(crate) use list::*;
pub(crate) use ty::*;

/// The whole API.
pub(crate) struct Api {
    pub(crate) methods: Vec<Method>,
    pub(crate) folders: Vec<Folder>,
    pub(crate) system: System,
    /// The methods that the vendor lists or a spec describes, by the names that they are referred to.
    pub(crate) known: BTreeSet<String>,
}

impl Api {
    /// Every type that has a name.
    pub(crate) fn types(&self) -> BTreeMap<TypeRef, &TypeDef> {
        let (folders, methods) = (self.folders.iter(), self.methods.iter());
        let shared = folders.map(|folder| (folder.path.clone(), false, &folder.types));
        let local = methods.map(|method| (method.owner(), true, &method.types));
        let all = shared.chain(local).flat_map(|(owner, local, types)| {
            let name = move |def: &TypeDef| TypeRef::new(owner.clone(), local, &def.name);
            types.iter().map(move |def| (name(def), def))
        });
        all.collect()
    }

    /// The types with a name that a request can hold; the others are only received.
    pub(crate) fn sent(&self) -> BTreeSet<TypeRef> {
        let params = self.methods.iter().flat_map(|method| &method.params.fields);
        let params = params.map(|param| &param.ty).collect();
        reached(&self.types(), params, Shape::types)
    }
}

/// The types with a name that `open` types lead to, where a shape leads to the types that `inside` gives.
pub(crate) fn reached<'a>(
    types: &BTreeMap<TypeRef, &'a TypeDef>,
    mut open: Vec<&'a Type>,
    inside: impl Fn(&'a Shape) -> Vec<&'a Type>,
) -> BTreeSet<TypeRef> {
    let (mut reached, mut names): (BTreeSet<TypeRef>, Vec<&TypeRef>) = Default::default();
    loop {
        let shape = if let Some(name) = names.pop() {
            let new = reached.insert(name.clone());
            let def = types.get(name).filter(|_| new);
            def.map(|def| &def.shape)
        } else if let Some(ty) = open.pop() {
            names.extend(ty.named());
            ty.inline()
        } else {
            return reached;
        };
        open.extend(shape.into_iter().flat_map(&inside));
        // An identifier converts from narrower ones.
        if let Some(Shape::Id(id)) = shape {
            names.extend(&id.from);
        }
    }
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
#[derive(Default)]
pub(crate) struct System {
    pub(crate) errors: Vec<ErrorCase>,
    pub(crate) time_doc: String,
    pub(crate) time: Vec<Field>,
}

pub(crate) struct Method {
    /// The file, relative to `spec/`.
    pub(crate) file: String,
    /// The file of the template that it is made of, likewise.
    pub(crate) template: Option<String>,
    pub(crate) name: String,
    pub(crate) version: Version,
    pub(crate) summary: String,
    pub(crate) description: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) scopes: Scopes,
    pub(crate) access: Option<String>,
    pub(crate) context: Context,
    pub(crate) effect: Effect,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) available: Available,
    pub(crate) evidence: Evidence,
    pub(crate) entity: Option<Entity>,
    pub(crate) rename: Option<String>,
    pub(crate) params: Object,
    /// Whether the server takes them by their places.
    pub(crate) positional: bool,
    /// Whether a call may stand in a batch.
    pub(crate) batch: bool,
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

    /// What its own types belong to: the place of the file, whatever the method is called there.
    pub(crate) fn owner(&self) -> Vec<String> {
        let parts = self.file.trim_end_matches(".yaml").split('/');
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

/// The scopes that a method needs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Scopes {
    pub(crate) names: Vec<String>,
    /// Whether all of them are needed; otherwise one is enough.
    pub(crate) all: bool,
    /// What is needed besides, where a parameter decides.
    pub(crate) also: Option<String>,
}

impl Scopes {
    /// Whether a portal that grants what these need grants what `others` need.
    pub(crate) fn are_enough_for(&self, others: &Self) -> bool {
        let has = |scopes: &Self, name: &String| scopes.names.contains(name);
        let also = others.also.is_none() || others.also == self.also;
        also && match (self.all, others.all) {
            (true, true) => others.names.iter().all(|name| has(self, name)),
            (true, false) => others.names.is_empty() || self.names.iter().any(|it| has(others, it)),
            // Whichever of these is granted must be enough.
            (false, true) => others
                .names
                .iter()
                .all(|name| self.names == [name.as_str()]),
            (false, false) => {
                others.names.is_empty()
                    || !self.names.is_empty() && self.names.iter().all(|it| has(others, it))
            }
        }
    }
}

/// The two protocols of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V2,
    V3,
}

pub(crate) struct Output {
    /// Whether it stands under `result` in the answer.
    pub(crate) envelope: bool,
    pub(crate) unwrap: Option<String>,
    pub(crate) ty: Type,
    pub(crate) doc: Option<String>,
}

/// A parameter, or a field of an object.
#[derive(Clone, Default)]
pub(crate) struct Field {
    pub(crate) wire: String,
    pub(crate) ty: Type,
    /// Empty for a parameter of a list that says no more than its kind.
    pub(crate) doc: String,
    pub(crate) required: bool,
    pub(crate) default: Option<Json>,
    /// The same in words.
    pub(crate) default_doc: Option<String>,
    pub(crate) limits: Limits,
    pub(crate) secret: bool,
    pub(crate) deprecated: Option<Deprecated>,
    pub(crate) rename: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    pub(crate) pattern: Option<String>,
    pub(crate) format: Option<Format>,
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

#[derive(PartialEq)]
pub(crate) struct Example {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) params: Option<Json>,
    pub(crate) answer: Answer,
}

#[derive(PartialEq)]
pub(crate) enum Answer {
    Success {
        result: Json,
        beside: Vec<(&'static str, Json)>,
    },
    Failure(Failure),
}

/// An error as a server answers it.
#[derive(Clone, PartialEq)]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) description: String,
    pub(crate) status: u16,
    /// The field that it is about, in REST 3.
    pub(crate) field: Option<String>,
    /// What it becomes in Rust.
    pub(crate) variant: String,
}
