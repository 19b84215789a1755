//! Objects whose fields depend on the value of another field.

use super::context::Checker;
use super::scope::Scope;
use super::ty::is_mistaken;
use crate::model::{Case, Cases, Field, Shape, Type, TypeRef};
use crate::place::Place;
use crate::raw::{Ordered, TypeSpec};
use yaml::Value;

/// A field that decides about another one, but that nothing has.
pub(super) fn check(checker: &Checker<'_>) {
    for (name, _) in checker
        .decided
        .take()
        .iter()
        .filter(|(_, decided)| !**decided)
    {
        let by = checker.described(name).key("by");
        if let Value::Text(field) = by.value() {
            let message = format!("no object with a `{}` has a field `{field}`", name.name);
            let error = by.value_error("E0872", message);
            checker.report(error.help(
                "name the field as requests or answers spell it; without `by` nothing decides",
            ));
        }
    }
}

impl<'c> Scope<'_, 'c> {
    /// The shape of the type at `place`.
    pub(super) fn cases(
        &self,
        place: Place<'c>,
        by: Option<&str>,
        specs: &Ordered<String>,
    ) -> Shape {
        let mut cases: Vec<Case> = Vec::new();
        for (value, name) in &specs.0 {
            let at = place.key("cases").key(value);
            let Some((found, spec)) = self.find(name) else {
                let error = at.value_error("E0202", format!("there is no type `{name}`"));
                self.report(self.no_type(error, name, &[]));
                continue;
            };
            self.used(name);
            if spec.fields.is_none() && spec.partial.is_none() {
                let error = at.value_error("E0871", format!("`{name}` is no object with fields"));
                let error = error.also(self.described(&found).at_key(), "this one");
                self.report(error.help("name a type that has `fields`; other values need no case"));
                continue;
            }
            if name == "Other" {
                let error = at.value_error("E0871", "`Other` is what no case means");
                self.report(error.help("give this object another name"));
                continue;
            }
            let value = value.clone();
            let mut known = cases.iter_mut();
            match known.find(|case| case.ty.named() == Some(&found)) {
                Some(case) => case.values.push(value),
                None => cases.push(Case {
                    values: vec![value],
                    ty: Type::Named(found),
                }),
            }
        }
        if specs.0.is_empty() {
            let error = place.key("cases").key_error("E0871", "there is no case");
            self.report(error.help("write `type: object` where the fields are not known"));
        }
        Shape::Cases(Cases {
            by: by.map(str::to_owned),
            cases,
        })
    }

    /// Whether the fields of an object that depend on others have these beside them.
    pub(super) fn dependent(&self, place: Place<'c>, fields: &[Field]) {
        for field in fields {
            let Some((name, spec)) = self.with_cases(&field.ty) else {
                continue;
            };
            let at = place.key(&field.wire);
            if !stands_alone(&field.ty) || field.is_family() {
                self.misplaced(at, &name);
                continue;
            }
            let by = spec.by.as_deref().unwrap_or_default();
            let beside = fields.iter().find(|other| other.wire == by);
            let first = self.decide(&name, beside.is_some());
            if let Some(beside) = beside.filter(|_| first) {
                self.decides(place.key(by), beside, &name, spec);
            }
        }
    }

    /// Notes a use of the type, and tells whether it is the first one that a field decides.
    fn decide(&self, name: &TypeRef, decides: bool) -> bool {
        let mut decided = self.decided.borrow_mut();
        let known = decided.entry(name.clone()).or_default();
        let first = decides && !*known;
        *known |= decides;
        first
    }

    /// What is no field has nothing beside it.
    pub(super) fn beside_nothing(&self, place: Place<'c>, ty: &Type) {
        if let Some((name, _)) = self.with_cases(ty) {
            self.misplaced(place, &name);
        }
    }

    /// The type that is in `ty`, if it depends on another field.
    fn with_cases(&self, ty: &Type) -> Option<(TypeRef, &'c TypeSpec)> {
        let (name, spec) = self.find(&ty.named()?.name)?;
        spec.cases.is_some().then_some((name, spec))
    }

    fn misplaced(&self, place: Place<'_>, name: &TypeRef) {
        let message = format!("nothing beside it decides what this `{}` is", name.name);
        let error = place.key("type").value_error("E0871", message);
        let error = error.also(self.described(name).key("cases").at_key(), "the cases");
        self.report(
            error.help("give the type to a field of an object, and not to a list or map of them"),
        );
    }

    /// Whether each case is a value that the deciding field can have.
    fn decides(&self, place: Place<'_>, field: &Field, name: &TypeRef, spec: &TypeSpec) {
        let ty = if let Type::Nullable(ty) = &field.ty {
            ty
        } else {
            &field.ty
        };
        let values: Option<Vec<String>> = match ty {
            Type::String | Type::Integer => return,
            Type::Inline(shape) => match &**shape {
                Shape::Strings(values) => Some(values.iter().map(|it| it.wire.clone()).collect()),
                Shape::Integers(values) => {
                    Some(values.iter().map(|it| it.1.wire.clone()).collect())
                }
                _ => None,
            },
            Type::Named(ty) => match self.find(&ty.name) {
                Some((_, TypeSpec { id: Some(_), .. })) => return,
                Some((
                    _,
                    TypeSpec {
                        values: Some(values),
                        ..
                    },
                )) => Some(values.keys().map(str::to_owned).collect()),
                _ => None,
            },
            _ => None,
        };
        let Some(values) = values else {
            if !is_mistaken(ty) {
                let message = format!("this cannot decide what a `{}` is", name.name);
                let error = place.key("type").value_error("E0872", message);
                let error = error.also(self.described(name).key("by").at_value(), "it should");
                self.report(error.help("text, an integer, an enum or an identifier can"));
            }
            return;
        };
        let cases = self.described(name).key("cases");
        for value in spec.cases.iter().flat_map(Ordered::keys) {
            if !values.iter().any(|known| known == value) {
                let message = format!("`{}` is never `{value}`", field.wire);
                let error = cases.key(value).key_error("E0872", message);
                let error = error.also(place.at_key(), "its values");
                self.report(error.suggest(value, values.iter().map(String::as_str)));
            }
        }
    }
}

fn stands_alone(ty: &Type) -> bool {
    let ty = if let Type::Nullable(ty) = ty { ty } else { ty };
    matches!(ty, Type::Named(_))
}
