//! What every check needs: the specs by name, the files that they stand in, and the mistakes so far.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::known::Known;
use super::path::file_of;
use crate::diag::Diagnostic;
use crate::model::{Field, Shape, TypeRef};
use crate::parse::Specs;
use crate::place::{Files, Place};
use crate::raw::{Ordered, SharedSpec, TypeSpec};

pub(super) struct Checker<'c> {
    pub(super) specs: &'c Specs<'c>,
    pub(super) shared: BTreeMap<&'c str, &'c SharedSpec>,
    pub(super) known: Known<'c>,
    pub(super) files: &'c Files<'c>,
    pub(super) diagnostics: RefCell<Vec<Diagnostic>>,
    /// The fields that have a default, which is checked as soon as all types are known.
    pub(super) defaults: RefCell<Vec<(Place<'c>, Field)>>,
    pub(super) uses: RefCell<Uses>,
    /// The objects that depend on another field, and whether one of their fields has that field beside it.
    pub(super) decided: RefCell<BTreeMap<TypeRef, bool>>,
    /// The shared errors that are taken over, each with the file that has it.
    pub(super) used_errors: RefCell<BTreeSet<(String, String)>>,
    /// The groups that a method inherits, likewise.
    pub(super) used_groups: RefCell<BTreeSet<(&'c str, &'c str)>>,
    /// The files written by hand that a spec names.
    pub(super) used_own: RefCell<BTreeSet<String>>,
}

/// Which types with a name are used, and by which; none stands for whatever is no type.
pub(super) type Uses = BTreeMap<Option<TypeRef>, BTreeSet<TypeRef>>;

/// The types with a name, but for those that are mistaken.
pub(super) type Types = BTreeMap<TypeRef, Shape>;

impl<'c> Checker<'c> {
    pub(super) fn new(specs: &'c Specs<'c>, files: &'c Files<'c>, found: Vec<Diagnostic>) -> Self {
        let shared = specs.shared.iter().map(|(file, spec)| (*file, spec));
        Self {
            specs,
            shared: shared.collect(),
            known: Known::new(specs),
            files,
            diagnostics: RefCell::new(found),
            defaults: RefCell::default(),
            uses: RefCell::default(),
            decided: RefCell::default(),
            used_errors: RefCell::default(),
            used_groups: RefCell::default(),
            used_own: RefCell::default(),
        }
    }

    pub(super) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// The types of every file.
    pub(super) fn type_specs(
        &self,
    ) -> impl Iterator<Item = (&'c str, &'c Ordered<TypeSpec>)> + use<'c> {
        let (shared, methods) = (self.specs.shared.iter(), self.specs.methods.iter());
        let shared = shared.map(|(file, spec)| (*file, &spec.types));
        let methods = methods.map(|(file, spec)| (*file, &spec.types));
        shared.chain(methods)
    }

    /// Where a type with a name is described.
    pub(super) fn described(&self, ty: &TypeRef) -> Place<'c> {
        let root = self.files.root(&file_of(ty));
        root.key("types").key(&ty.name)
    }
}
