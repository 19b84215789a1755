//! Fields.

use std::collections::HashMap;

use super::context::Checker;
use super::limit::limits;
use super::scope::Scope;
use super::ty::TypeParts;
use crate::model::{Field, Object};
use crate::names;
use crate::place::Place;
use crate::raw::{FieldSpec, Ordered};

impl Checker<'_> {
    /// The fields of an object.
    pub(super) fn object(
        &self,
        place: Place<'_>,
        specs: &Ordered<FieldSpec>,
        scope: &Scope<'_>,
    ) -> Object {
        let mut taken = HashMap::new();
        let fields = specs.0.iter().map(|(wire, spec)| {
            let at = place.key(wire);
            let derived = names::field(wire);
            self.rename(at, spec.rename.as_deref(), &derived, names::is_field_name);
            let name = spec.rename.clone().unwrap_or(derived);
            self.unique(place, &mut taken, name, wire);
            let beside: Vec<&str> = match &spec.deprecated {
                Some(_) => specs.keys().filter(|other| other != wire).collect(),
                None => Vec::new(),
            };
            self.field(at, wire, spec, &beside, scope)
        });
        Object {
            fields: fields.collect(),
        }
    }

    fn field(
        &self,
        place: Place<'_>,
        wire: &str,
        spec: &FieldSpec,
        beside: &[&str],
        scope: &Scope<'_>,
    ) -> Field {
        self.text(place.key("doc"), &spec.doc);
        let parts = TypeParts {
            text: &spec.type_,
            fields: spec.fields.as_ref(),
            values: spec.values.as_ref(),
        };
        let ty = self.ty(place, parts, scope);
        if wire.contains('*') {
            self.family(place, wire, spec);
        }
        if spec.default.is_some() && spec.required {
            let default = place.key("default");
            let error = default.key_error("E0402", "a default for what must be sent");
            let error = error.also(place.key("required").at_key(), "it must be sent");
            self.report(error.help("remove `default`, or `required`"));
        }
        let deprecated = spec.deprecated.as_ref();
        Field {
            wire: wire.to_owned(),
            limits: limits(self, place, spec, &ty, scope),
            ty,
            doc: spec.doc.clone(),
            required: spec.required,
            default: spec.default.clone(),
            secret: spec.secret,
            deprecated: self.deprecated(place.key("deprecated"), deprecated, Some(beside)),
            rename: spec.rename.clone(),
        }
    }

    /// A field that stands for all whose names have something in common.
    fn family(&self, place: Place<'_>, wire: &str, spec: &FieldSpec) {
        if wire.matches('*').count() > 1 {
            let error = place.key_error("E0208", "a family of keys has one `*`");
            self.report(error.help("write what all of its keys begin with: `UF_*`"));
        }
        let keys = [
            ("required", spec.required),
            ("default", spec.default.is_some()),
        ];
        self.refuse(place, keys, |at, key| {
            let error = at.key_error("E0208", format!("a family of keys has no `{key}`"));
            error.help("the map of its keys may be empty")
        });
    }
}
