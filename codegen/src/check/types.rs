//! Types that have a name. Those that have the fields of others are made last.

use super::context::{Checker, Types};
use super::partial::fill;
use super::path::reference;
use super::scope::Scope;
use super::values::values;
use crate::model::{Id, Object, Shape, TypeDef};
use crate::names;
use crate::place::Place;
use crate::raw::{Ordered, ScalarKind, TypeSpec};

impl<'c> Checker<'c> {
    /// Every type that has a name, but for those that are mistaken.
    pub(super) fn types(&self) -> Types {
        let (mut types, mut partial) = (Types::new(), Vec::new());
        for (file, specs) in self.type_specs() {
            let mut scope = Scope::new(self, file, Some(specs));
            for (name, spec) in &specs.0 {
                let place = self.files.root(file).key("types").key(name);
                if !names::is_type_name(name) {
                    let message = format!("`{name}` is no possible name of a type");
                    let error = place.key_error("E0102", message);
                    self.report(error.help("write it in UpperCamelCase: `SourceSetting`"));
                }
                self.text(place.key("doc"), &spec.doc);
                let name = reference(file, name);
                scope.user = Some(name.clone());
                match (scope.shape(place, spec), scope.base(place, spec)) {
                    (Some(Shape::Object(own)), Some(base)) => {
                        partial.push((name, place, spec, base, own));
                    }
                    (Some(shape), _) => {
                        types.insert(name, shape);
                    }
                    (None, _) => {}
                }
            }
        }
        let filled = partial.into_iter().map(|(name, place, spec, base, own)| {
            let fields = fill(self, place, &spec.without, &base, own.fields, &types);
            let any_of = own.any_of;
            (name, Shape::Object(Object { fields, any_of }))
        });
        let filled: Vec<_> = filled.collect();
        types.extend(filled);
        self.conversions(&types);
        types
    }
}

impl<'c> Scope<'_, 'c> {
    /// None if it is mistaken.
    fn shape(&self, place: Place<'c>, spec: &TypeSpec) -> Option<Shape> {
        if spec.type_.is_some() && spec.values.is_none() {
            let ty = place.key("type");
            let error = ty.key_error("E0203", "only an enum has a `type`");
            self.report(error.help("an identifier says it with `id: integer` or `id: string`"));
        }
        if !spec.from.is_empty() && spec.id.is_none() {
            let error = place
                .key("from")
                .key_error("E0203", "only an identifier has `from`");
            self.report(error.help("say with `id` that it is an identifier, or remove `from`"));
        }
        if spec.by.is_some() && spec.cases.is_none() {
            let error = place.key("by").key_error("E0203", "`by` goes with `cases`");
            self.report(error.help("say with `cases` which object each value means"));
        }
        let TypeSpec {
            fields,
            partial,
            values: specs,
            id,
            one_of,
            cases,
            own,
            ..
        } = spec;
        match (fields, partial, specs, id, one_of, cases, own) {
            (Some(fields), _, None, None, None, None, None) => {
                Some(Shape::Object(self.object(place.key("fields"), fields)))
            }
            (None, Some(base), None, None, None, None, None) => {
                self.find(base).map(|_| Shape::empty())
            }
            (None, None, Some(specs), None, None, None, None) => {
                let kind = spec.type_.unwrap_or(ScalarKind::String);
                Some(values(self, place.key("values"), specs, kind))
            }
            (None, None, None, Some(kind), None, None, None) => Some(Shape::Id(Id {
                kind: *kind,
                from: self.narrower(place.key("from"), &spec.from),
            })),
            (None, None, None, None, Some(members), None, None) => {
                self.one_of(place.key("one_of"), members)
            }
            (None, None, None, None, None, Some(cases), None) => {
                Some(self.cases(place, spec.by.as_deref(), cases))
            }
            (None, None, None, None, None, None, Some(types)) => {
                self.own(place, types).map(Shape::Own)
            }
            _ => {
                let message = "a type has exactly one of `fields`, `values`, `id`, `one_of`, `cases` and `own`";
                let mut error = place.key_error("E0203", message);
                for key in [
                    "fields", "partial", "values", "id", "one_of", "cases", "own",
                ] {
                    error = error.also(place.key(key).at_key(), "one of them");
                }
                let help = "an object has `fields` or `cases`, an enum `values`, an identifier `id`, a union `one_of`, a type written by hand `own`";
                self.report(error.help(help));
                None
            }
        }
    }
}

/// The types of a file, in its order.
pub(super) fn defs(file: &str, specs: &Ordered<TypeSpec>, types: &mut Types) -> Vec<TypeDef> {
    let defs = specs.0.iter().map(|(name, spec)| {
        let shape = types.remove(&reference(file, name));
        // Its name alone is of interest if it is mistaken.
        let shape = shape.unwrap_or_else(Shape::empty);
        let (name, doc) = (name.clone(), spec.doc.clone());
        TypeDef { name, doc, shape }
    });
    defs.collect()
}
