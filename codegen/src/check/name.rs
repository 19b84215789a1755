//! Names: of methods and folders; and in Rust, each taken once.

use std::collections::HashMap;

use super::context::Checker;
use crate::diag::Diagnostic;
use crate::names;
use crate::place::Place;
use crate::raw::{MethodSpec, OneOrMany};

const PARTS: &str =
    "between the points stand ASCII letters, digits, `_` and `-`, with a letter or a digit first";

/// A part of a name that no method has.
pub(super) fn bad_part(place: Place<'_>, part: &str) -> Diagnostic {
    let message = format!("`{part}` is no possible part of a method's name");
    place.value_error("E0102", message).help(PARTS)
}

impl Checker<'_> {
    /// The names that a method has.
    pub(super) fn names(&self, root: Place<'_>, file: &str, spec: &MethodSpec) {
        let place = root.key("method");
        let parts = spec.method.split('.');
        let bad: Vec<&str> = parts.filter(|part| !names::is_method_part(part)).collect();
        match bad.as_slice() {
            [] => self.path(place, file, &spec.method),
            [part] if !part.is_empty() => {
                let start = spec.method.find(part).unwrap_or_default();
                let error = bad_part(place, part);
                self.report(error.within(start..start + part.len(), &spec.method));
            }
            _ => {
                let message = format!("`{}` is no possible name of a method", spec.method);
                self.report(place.value_error("E0102", message).help(PARTS));
            }
        }
        let derived = names::type_name(spec.method.rsplit('.').next().unwrap_or_default());
        self.rename(root, spec.rename.as_deref(), &derived);
    }

    /// The name of a method is its place.
    fn path(&self, place: Place<'_>, file: &str, method: &str) {
        let path = method.replace('.', "/") + ".yaml";
        let (own, path) = match file.strip_prefix("v3/") {
            Some(own) => (own, format!("v3/{path}")),
            None => (file, path),
        };
        if path == file {
            return;
        }
        let message = "the method and the path of the file have different names";
        let error = place.value_error("E0101", message);
        let named = own.trim_end_matches(".yaml").replace('/', ".");
        let write = format!("write `method: {named}`");
        self.report(match self.files.by_path.get(path.as_str()) {
            None => error.help(format!("move the file to `spec/{path}`, or {write}")),
            Some(other) => {
                let other = other.place().key("method").at_value();
                let error = error.also(other, "this is the spec of the method");
                error.help(format!("{write}, or remove one of the files"))
            }
        });
    }

    /// Two wire names of the mapping at `place` must not become one Rust name.
    pub(super) fn unique<'t>(
        &self,
        place: Place<'_>,
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
        let error = error.also(place.key(other).at_key(), "called so already");
        self.report(error.help("give one of them another name with `rename`"));
    }

    /// A name of the author's own for what stands at `place`: it must be possible, and differ from the one that it replaces.
    pub(super) fn rename(&self, place: Place<'_>, rename: Option<&str>, derived: &str) {
        let Some(name) = rename else { return };
        let at = place.key("rename");
        let (is_possible, form) = match derived.starts_with(char::is_uppercase) {
            true => (names::is_type_name(name), "UpperCamelCase"),
            false => (names::is_field_name(name), "snake_case"),
        };
        if name == derived {
            let error = at.value_error("E0302", format!("`{name}` is the name without a `rename`"));
            let named = place.key("method").at_value().or_else(|| place.at_key());
            let error = error.also(named, format!("called `{name}` anyway"));
            self.report(error.help("remove the `rename`"));
        } else if !is_possible {
            let error = at.value_error("E0303", format!("`{name}` is no possible name here"));
            self.report(error.help(format!("write it in {form}, and use no keyword")));
        }
    }
}

/// Where one of several values stands, or the only one.
pub(super) fn one_of<'p, T>(place: Place<'p>, values: &OneOrMany<T>, index: usize) -> Place<'p> {
    match values {
        OneOrMany::One(_) => place,
        OneOrMany::Many(_) => place.index(index),
    }
}
