//! Fields.

use std::collections::HashMap;

use super::scope::Scope;
use crate::model::{Field, Object};
use crate::names;
use crate::place::Place;
use crate::raw::{FieldSpec, Ordered};

impl<'c> Scope<'_, 'c> {
    /// The fields of an object.
    pub(super) fn object(&self, place: Place<'c>, specs: &Ordered<FieldSpec>) -> Object {
        let mut taken = HashMap::new();
        let fields = specs.0.iter().map(|(wire, spec)| {
            let (at, rename) = (place.key(wire), spec.rename.as_deref());
            self.rename(at, rename, &names::field(wire));
            self.unique(place, &mut taken, names::renamed(rename, wire), wire);
            if let Some(deprecated) = &spec.deprecated {
                let beside: Vec<&str> = specs.keys().filter(|other| other != wire).collect();
                self.deprecated(at.key("deprecated"), deprecated, Some(&beside));
            }
            self.field(at, wire, spec)
        });
        let (fields, any_of): (Vec<Field>, _) = (fields.collect(), Vec::new());
        self.dependent(place, &fields);
        Object { fields, any_of }
    }

    fn field(&self, place: Place<'c>, wire: &str, spec: &FieldSpec) -> Field {
        self.text(place.key("doc"), &spec.doc);
        let inline = (spec.fields.as_ref(), spec.values.as_ref());
        let ty = self.ty(place, &spec.type_, inline);
        self.contradictions(place, wire, spec);
        let field = Field {
            wire: wire.to_owned(),
            limits: self.limits(place, spec, &ty),
            ty,
            doc: spec.doc.clone(),
            required: spec.required,
            default: spec.default.clone(),
            default_doc: spec.default_doc.clone(),
            secret: spec.secret,
            deprecated: spec.deprecated.clone(),
            rename: spec.rename.clone(),
        };
        if spec.default.is_some() && !spec.required {
            self.defaults.borrow_mut().push((place, field.clone()));
        }
        field
    }

    /// Whether it must be sent, what is taken otherwise, and whether it stands for many fields.
    fn contradictions(&self, place: Place<'_>, wire: &str, spec: &FieldSpec) {
        let family = wire.contains('*');
        if wire.matches('*').count() > 1 {
            let error = place.key_error("E0208", "a family of keys has one `*`");
            self.report(error.help("write what all of its keys begin with: `UF_*`"));
        }
        let keys = [
            ("required", family && spec.required),
            ("default", family && spec.default.is_some()),
            ("default_doc", family && spec.default_doc.is_some()),
        ];
        for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
            let message = format!("a family of keys has no `{key}`");
            let error = place.key(key).key_error("E0208", message);
            self.report(error.help("the map of its keys may be empty"));
        }
        self.optional_text(place.key("default_doc"), spec.default_doc.as_deref());
        let contradiction = [
            (
                "default",
                spec.default.is_some(),
                "there is a fixed default",
            ),
            ("required", spec.required, "it must be sent"),
        ];
        let contradiction = contradiction.into_iter().find(|(_, given, _)| *given);
        if let (Some((key, _, label)), Some(_)) = (contradiction, &spec.default_doc) {
            let message = "words for a default that there cannot be";
            let error = place.key("default_doc").key_error("E0873", message);
            let error = error.also(place.key(key).at_key(), label);
            self.report(error.help(format!("remove `default_doc`, or `{key}`")));
        }
        if spec.default.is_some() && spec.required {
            let at = place.key("default");
            let error = at.key_error("E0402", "a default for what must be sent");
            let error = error.also(place.key("required").at_key(), "it must be sent");
            self.report(error.help("remove `default`, or `required`"));
        }
    }
}
