//! Which types a spec sees: its own, those of its folder, those of every folder above.

use std::ops::Deref;

use super::context::Checker;
use super::path::{above, is_shared, reference};
use crate::model::TypeRef;
use crate::raw::{ErrorSpec, OneOrMany, Ordered, TypeSpec};

/// What is described in one file, and what that sees.
pub(super) struct Scope<'v, 'c> {
    checker: &'v Checker<'c>,
    /// The type that is being described.
    pub(super) user: Option<TypeRef>,
    /// The types of each file, the nearest first.
    types: Vec<(&'c str, &'c Ordered<TypeSpec>)>,
    /// The shared errors of each folder, likewise.
    pub(super) errors: Vec<(&'c str, &'c Ordered<OneOrMany<ErrorSpec>>)>,
}

impl<'c> Deref for Scope<'_, 'c> {
    type Target = Checker<'c>;

    fn deref(&self) -> &Checker<'c> {
        self.checker
    }
}

impl<'v, 'c> Scope<'v, 'c> {
    /// What a file sees that has such types of its own.
    pub(super) fn new(
        checker: &'v Checker<'c>,
        file: &'c str,
        own: Option<&'c Ordered<TypeSpec>>,
    ) -> Self {
        let own = own.map(|types| (file, types)).filter(|_| !is_shared(file));
        let entry = |path: String| checker.shared.get_key_value(path.as_str());
        let above: Vec<_> = above(file).filter_map(entry).collect();
        let types = above.iter().map(|(path, spec)| (**path, &spec.types));
        let errors = above.iter().map(|(path, spec)| (**path, &spec.errors));
        Self {
            checker,
            user: None,
            types: own.into_iter().chain(types).collect(),
            errors: errors.collect(),
        }
    }

    /// The type that `name` means.
    pub(super) fn find(&self, name: &str) -> Option<(TypeRef, &'c TypeSpec)> {
        let mut types = self.types.iter();
        types.find_map(|(file, types)| Some((reference(file, name), types.get(name)?)))
    }

    /// The type that `name` means, and that is used here.
    pub(super) fn used(&self, name: &str) -> Option<TypeRef> {
        let (found, _) = self.find(name)?;
        let mut uses = self.uses.borrow_mut();
        let of_user = uses.entry(self.user.clone()).or_default();
        of_user.insert(found.clone());
        Some(found)
    }

    /// The names of all types that it sees.
    pub(super) fn names(&self) -> Vec<&'c str> {
        let types = self.types.iter();
        types.flat_map(|(_, types)| types.keys()).collect()
    }
}
