//! Types that have a name. Those that have the fields of others are made last.

use std::collections::BTreeSet;

use super::context::{Checker, Types};
use super::partial::{Bases, Partial, fill};
use super::scope::{Scope, folder_of, owner_of};
use super::values::values;
use crate::model::{Object, Shape, TypeDef, TypeRef};
use crate::names;
use crate::place::Place;
use crate::raw::{Ordered, ScalarKind, TypeSpec};

/// Every type with a name, by the folder or the method that it belongs to, in the order of the files.
pub(super) struct Named {
    pub(super) folders: Vec<Vec<TypeDef>>,
    pub(super) methods: Vec<Vec<TypeDef>>,
    mistaken: BTreeSet<TypeRef>,
}

/// A type before it has the fields of another.
struct Draft {
    name: TypeRef,
    def: TypeDef,
    partial: Option<Partial>,
}

impl Named {
    pub(super) fn new(checker: &Checker<'_>) -> Self {
        let mut mistaken = BTreeSet::new();
        let shared = checker.specs.shared.iter();
        let folders = shared.map(|(file, spec)| {
            let scope = Scope::new(file, None, &checker.shared);
            checker.drafts(file, false, &spec.types, scope, &mut mistaken)
        });
        let folders: Vec<Vec<Draft>> = folders.collect();
        let methods = checker.specs.methods.iter().map(|(file, spec)| {
            let scope = Scope::new(file, Some(&spec.types), &checker.shared);
            checker.drafts(file, true, &spec.types, scope, &mut mistaken)
        });
        let methods: Vec<Vec<Draft>> = methods.collect();

        let drafts = folders.iter().chain(&methods).flatten();
        let partials = drafts.clone().filter_map(|draft| draft.partial.as_ref());
        let wanted: BTreeSet<&TypeRef> = partials.map(|partial| &partial.base).collect();
        let bases = drafts.filter(|draft| wanted.contains(&draft.name));
        let bases: Bases = bases.filter_map(Draft::base).collect();
        let finish = |drafts: Vec<Draft>| -> Vec<TypeDef> {
            let finished = drafts
                .into_iter()
                .map(|draft| draft.finish(checker, &bases));
            finished.collect()
        };
        Self {
            folders: folders.into_iter().map(finish).collect(),
            methods: methods.into_iter().map(finish).collect(),
            mistaken,
        }
    }

    /// The types by name, but for those that are mistaken.
    pub(super) fn types(&self, checker: &Checker<'_>) -> Types<'_> {
        let shared = checker
            .specs
            .shared
            .iter()
            .map(|(file, _)| (folder_of(file), false));
        let local = checker
            .specs
            .methods
            .iter()
            .map(|(file, _)| (owner_of(file), true));
        let defs = self.folders.iter().chain(&self.methods);
        let named = shared
            .chain(local)
            .zip(defs)
            .flat_map(|((owner, local), defs)| {
                let name = move |def: &TypeDef| TypeRef::new(owner.clone(), local, &def.name);
                defs.iter().map(move |def| (name(def), def))
            });
        named
            .filter(|(name, _)| !self.mistaken.contains(name))
            .collect()
    }
}

impl Draft {
    /// The fields that a partial type may have of it.
    fn base(&self) -> Option<(TypeRef, Object)> {
        match (&self.def.shape, &self.partial) {
            (Shape::Object(object), None) => Some((self.name.clone(), object.clone())),
            _ => None,
        }
    }

    fn finish(self, checker: &Checker<'_>, bases: &Bases) -> TypeDef {
        match (self.partial, self.def) {
            (
                Some(partial),
                TypeDef {
                    name,
                    doc,
                    shape: Shape::Object(own),
                },
            ) => {
                let place = checker.described(&self.name);
                let shape = Shape::Object(fill(checker, place, &partial, own, bases));
                TypeDef { name, doc, shape }
            }
            (_, def) => def,
        }
    }
}

impl Checker<'_> {
    fn drafts(
        &self,
        file: &str,
        local: bool,
        specs: &Ordered<TypeSpec>,
        mut scope: Scope<'_>,
        mistaken: &mut BTreeSet<TypeRef>,
    ) -> Vec<Draft> {
        let types = self.files.root(file).key("types");
        let drafts = specs.0.iter().map(|(name, spec)| {
            let place = types.key(name);
            if !names::is_type_name(name) {
                let message = format!("`{name}` is no possible name of a type");
                let error = place.key_error("E0102", message);
                self.report(error.help("write it in UpperCamelCase: `SourceSetting`"));
            }
            self.text(place.key("doc"), &spec.doc);
            let owner = if local {
                owner_of(file)
            } else {
                folder_of(file)
            };
            let own = TypeRef::new(owner, local, name);
            scope.user = Some(own.clone());
            let shape = self.shape(place, spec, &scope).unwrap_or_else(|| {
                mistaken.insert(own.clone());
                Shape::Object(Object { fields: Vec::new() })
            });
            Draft {
                name: own,
                def: TypeDef {
                    name: name.clone(),
                    doc: spec.doc.clone(),
                    shape,
                },
                partial: self.partial(place, spec, &scope),
            }
        });
        drafts.collect()
    }

    /// None if it is mistaken.
    fn shape(&self, place: Place<'_>, spec: &TypeSpec, scope: &Scope<'_>) -> Option<Shape> {
        if spec.type_.is_some() && spec.values.is_none() {
            let error = place
                .key("type")
                .key_error("E0203", "only an enum has a `type`");
            self.report(error.help("an identifier says it with `id: integer` or `id: string`"));
        }
        match (&spec.fields, &spec.partial, &spec.values, spec.id) {
            (Some(fields), _, None, None) => Some(Shape::Object(self.object(
                place.key("fields"),
                fields,
                scope,
            ))),
            (None, Some(base), None, None) => {
                let object = Shape::Object(Object { fields: Vec::new() });
                scope.find(base).map(|_| object)
            }
            (None, None, Some(specs), None) => {
                let kind = spec.type_.unwrap_or(ScalarKind::String);
                Some(values(self, place.key("values"), specs, kind))
            }
            (None, None, None, Some(kind)) => Some(Shape::Id(kind)),
            _ => {
                let message = "a type has exactly one of `fields`, `values` and `id`";
                let mut error = place.key_error("E0203", message);
                for key in ["fields", "partial", "values", "id"] {
                    error = error.also(place.key(key).at_key(), "one of them");
                }
                let help = "an object has `fields`, an enum `values`, an identifier `id`";
                self.report(error.help(help));
                None
            }
        }
    }

    fn partial(&self, place: Place<'_>, spec: &TypeSpec, scope: &Scope<'_>) -> Option<Partial> {
        let Some(name) = &spec.partial else {
            if !spec.without.is_empty() {
                let without = place.key("without");
                let error = without.key_error("E0203", "`without` goes with `partial`");
                self.report(error.help("say with `partial` which object has the fields"));
            }
            return None;
        };
        let Some((base, _)) = self.find(name, scope) else {
            let message = format!("there is no type `{name}`");
            let error = place.key("partial").value_error("E0202", message);
            if !self.specs.types_missing {
                self.report(error.suggest(name, scope.names()));
            }
            return None;
        };
        let without = spec.without.clone();
        Some(Partial { base, without })
    }
}
