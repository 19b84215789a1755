//! Fields.

use std::collections::HashMap;

use super::Checker;
use super::scope::Scope;
use super::types::TypeParts;
use crate::model::{Field, Limits, Type};
use crate::place::Place;
use crate::raw::{FieldSpec, Ordered, ScalarKind};
use crate::{names, pattern};

impl Checker<'_, '_> {
    /// The fields of an object.
    pub(super) fn fields(
        &mut self,
        place: &Place<'_>,
        specs: &Ordered<FieldSpec>,
        scope: &Scope<'_>,
    ) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut taken = HashMap::new();
        for (wire, spec) in &specs.0 {
            let at = place.key(wire);
            fields.push(self.field(&at, wire, spec, scope));
            let derived = names::field(wire);
            self.rename(&at, spec.rename.as_deref(), &derived, names::is_field_name);
            let name = spec.rename.clone().unwrap_or(derived);
            self.unique(place, &mut taken, name, wire);
            if let Some(deprecated) = &spec.deprecated {
                let beside = specs.0.iter().map(|(other, _)| other.as_str());
                let beside: Vec<&str> = beside.filter(|other| other != wire).collect();
                self.replacement(&at.key("deprecated"), deprecated, Some(&beside));
            }
        }
        fields
    }

    fn field(
        &mut self,
        place: &Place<'_>,
        wire: &str,
        spec: &FieldSpec,
        scope: &Scope<'_>,
    ) -> Field {
        self.text(&place.key("doc"), &spec.doc);
        let parts = TypeParts {
            text: &spec.type_,
            fields: spec.fields.as_ref(),
            values: spec.values.as_ref(),
        };
        let ty = self.ty(place, parts, scope);
        let limits = self.limits(place, spec, &ty, scope);
        if wire.contains('*') {
            if wire.matches('*').count() > 1 {
                let error = place.key_error("E0208", "a family of keys has one `*`");
                self.report(error.help("write what all of its keys begin with: `UF_*`"));
            }
            for (key, given) in [
                ("required", spec.required),
                ("default", spec.default.is_some()),
            ] {
                if given {
                    let message = format!("a family of keys has no `{key}`");
                    let error = place.key(key).key_error("E0208", message);
                    self.report(error.help("the map of its keys may be empty"));
                }
            }
        }
        if spec.default.is_some() && spec.required {
            let default = place.key("default");
            let error = default.key_error("E0402", "a default for what must be sent");
            self.report(
                error
                    .also(place.key("required").at_key(), "it must be sent")
                    .help("remove `default`, or `required`"),
            );
        }
        Field {
            wire: wire.to_owned(),
            ty,
            doc: spec.doc.clone(),
            required: spec.required,
            default: spec.default.clone(),
            limits,
            secret: spec.secret,
            deprecated: self.deprecated(&place.key("deprecated"), spec.deprecated.as_ref()),
            rename: spec.rename.clone(),
        }
    }

    fn limits(
        &mut self,
        place: &Place<'_>,
        spec: &FieldSpec,
        ty: &Type,
        scope: &Scope<'_>,
    ) -> Limits {
        let ty = if let Type::Nullable(ty) = ty { ty } else { ty };
        let id = match ty {
            Type::Named(name) => self.types.find(&name.name, scope),
            _ => None,
        };
        let id = id.and_then(|(_, spec)| spec.id);
        let number = matches!(ty, Type::Integer | Type::Double) || id == Some(ScalarKind::Integer);
        let text = matches!(ty, Type::String) || id == Some(ScalarKind::String);
        let sized = text || matches!(ty, Type::List(_));
        let rows = [
            ("min", spec.min.is_some(), number, "a number"),
            ("max", spec.max.is_some(), number, "a number"),
            (
                "min_length",
                spec.min_length.is_some(),
                sized,
                "text or a list",
            ),
            (
                "max_length",
                spec.max_length.is_some(),
                sized,
                "text or a list",
            ),
            ("pattern", spec.pattern.is_some(), text, "text"),
        ];
        let mistaken = ty.is_mistaken();
        for (key, _, _, of) in rows
            .into_iter()
            .filter(|(_, given, fits, _)| *given && !fits && !mistaken)
        {
            let message = format!("`{key}` limits {of}, and `{}` is none", spec.type_);
            let error = place.key(key).key_error("E0401", message);
            let way_out = match key {
                "min" | "max" if sized => {
                    "how long it may be is said by `min_length` and `max_length`"
                }
                "min_length" | "max_length" if number => {
                    "how great it may be is said by `min` and `max`"
                }
                _ => "remove it",
            };
            let ty = place.key("type").at_value();
            self.report(error.also(ty, "its type").help(way_out));
        }
        let (min, max) = (spec.min, spec.max);
        let crossed = [
            ("min", "max", min > max && max.is_some()),
            (
                "min_length",
                "max_length",
                spec.min_length > spec.max_length && spec.max_length.is_some(),
            ),
        ];
        for (least, greatest, _) in crossed.into_iter().filter(|(.., crossed)| *crossed) {
            let error = place
                .key(greatest)
                .value_error("E0401", "the greatest is less than the least");
            self.report(
                error
                    .also(place.key(least).at_value(), "the least")
                    .help(format!("write the smaller one under `{least}`")),
            );
        }
        if let Some(Err(mistake)) = spec.pattern.as_deref().map(pattern::parse) {
            let error = place.key("pattern").value_error("E0403", mistake.message);
            let text = spec.pattern.as_deref().unwrap_or_default();
            self.report(error.within(mistake.range, text).help(pattern::HELP));
        }
        Limits {
            min,
            max,
            min_length: spec.min_length,
            max_length: spec.max_length,
            pattern: spec.pattern.clone(),
        }
    }

    /// Two wire names of the mapping at `place` must not become one Rust name.
    pub(super) fn unique<'t>(
        &mut self,
        place: &Place<'_>,
        taken: &mut HashMap<String, &'t str>,
        name: String,
        wire: &'t str,
    ) {
        let Some(other) = taken.get(&name) else {
            taken.insert(name, wire);
            return;
        };
        let name = name.trim_start_matches("r#");
        let message = format!("`{wire}` and `{other}` are both called `{name}` in Rust");
        let error = place.key(wire).key_error("E0301", message);
        self.report(
            error
                .also(place.key(other).at_key(), "called so already")
                .help("give one of them another name with `rename`"),
        );
    }
}
