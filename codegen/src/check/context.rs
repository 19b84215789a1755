//! What every check needs: the specs by name, the files that they stand in, and the mistakes so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::known::Known;
use super::path::file_of;
use crate::diag::Diagnostic;
use crate::model::{Field, Shape, TypeRef};
use crate::parse::Specs;
use crate::place::{File, Files, Place};
use crate::raw::{Ordered, SharedSpec, TypeSpec};

pub(super) struct Checker<'c> {
    pub(super) specs: &'c Specs<'c>,
    pub(super) shared: BTreeMap<&'c str, &'c SharedSpec>,
    pub(super) known: Known<'c>,
    pub(super) files: &'c Files<'c>,
    diagnostics: RefCell<Vec<Diagnostic>>,
    /// The fields that have a default, which is checked as soon as all types are known.
    pub(super) defaults: RefCell<Vec<(Place<'c>, Field)>>,
    pub(super) uses: RefCell<Uses>,
    /// The shared errors that are taken over, each with the file that has it.
    pub(super) used_errors: RefCell<BTreeSet<(String, String)>>,
}

/// Which types with a name are used, and by which; none stands for whatever is no type.
pub(super) type Uses = BTreeMap<Option<TypeRef>, BTreeSet<TypeRef>>;

/// The types with a name, but for those that are mistaken.
pub(super) type Types = BTreeMap<TypeRef, Shape>;

impl<'c> Checker<'c> {
    pub(super) fn new(
        specs: &'c Specs<'c>,
        files: &'c Files<'c>,
        diagnostics: Vec<Diagnostic>,
    ) -> Self {
        let shared = specs.shared.iter().map(|(file, spec)| (*file, spec));
        Self {
            specs,
            shared: shared.collect(),
            known: Known::new(specs),
            files,
            diagnostics: RefCell::new(diagnostics),
            defaults: RefCell::default(),
            uses: RefCell::default(),
            used_errors: RefCell::default(),
        }
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Whether a mistake so far is such a one.
    pub(super) fn any(&self, is_such: impl Fn(&Diagnostic) -> bool) -> bool {
        self.diagnostics.borrow().iter().any(is_such)
    }

    pub(super) fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics.into_inner()
    }

    /// The types of every file.
    pub(super) fn named(&self) -> impl Iterator<Item = (&'c str, &'c Ordered<TypeSpec>)> + use<'c> {
        let (shared, methods) = (self.specs.shared.iter(), self.specs.methods.iter());
        let shared = shared.map(|(file, spec)| (*file, &spec.types));
        let methods = methods.map(|(file, spec)| (*file, &spec.types));
        shared.chain(methods)
    }

    /// Where a type with a name is described.
    pub(super) fn described(&self, ty: &TypeRef) -> Place<'c> {
        let file = self.files.by_path.get(file_of(ty).as_str());
        let root = file.map_or_else(|| self.files.root(""), File::place);
        root.key("types").key(&ty.name)
    }

    /// Keys that have no meaning where they are given.
    pub(super) fn refuse<const N: usize>(
        &self,
        place: Place<'_>,
        keys: [(&str, bool); N],
        error: impl Fn(Place<'_>, &str) -> Diagnostic,
    ) {
        for (key, _) in keys.into_iter().filter(|(_, given)| *given) {
            self.report(error(place.key(key), key));
        }
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

    /// The name of an entry of the mapping at `place`: the author's own, or that which is derived from its key.
    pub(super) fn name<'t>(
        &self,
        place: Place<'_>,
        wire: &'t str,
        rename: Option<&str>,
        derived: String,
        possible: fn(&str) -> bool,
        taken: &mut HashMap<String, &'t str>,
    ) {
        self.rename(place.key(wire), rename, &derived, possible);
        let name = rename.map_or(derived, str::to_owned);
        self.unique(place, taken, name, wire);
    }

    /// A name of the author's own for what stands at `place`: it must be possible, and differ from the one that it replaces.
    pub(super) fn rename(
        &self,
        place: Place<'_>,
        rename: Option<&str>,
        derived: &str,
        possible: fn(&str) -> bool,
    ) {
        let Some(name) = rename else { return };
        let at = place.key("rename");
        if name == derived {
            let error = at.value_error("E0302", format!("`{name}` is the name without a `rename`"));
            let named = place.at_key().or_else(|| place.key("method").at_value());
            let error = error.also(named, format!("called `{name}` anyway"));
            self.report(error.help("remove the `rename`"));
        } else if !possible(name) {
            let error = at.value_error("E0303", format!("`{name}` is no possible name here"));
            let form = match derived.starts_with(char::is_uppercase) {
                true => "UpperCamelCase",
                false => "snake_case",
            };
            self.report(error.help(format!("write it in {form}, and use no keyword")));
        }
    }
}
