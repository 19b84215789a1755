//! Which types a spec sees: its own, those of its folder, those of every folder above, and by their paths all others
//! that are shared.

use std::ops::Deref;

use super::context::Checker;
use super::path::{above, file_of, is_shared, path_of, reference};
use crate::diag::{Diagnostic, closest};
use crate::model::TypeRef;
use crate::parse::TYPES;
use crate::raw::{ErrorSpec, OneOrMany, Ordered, SharedSpec, TypeSpec};

/// What is described in one file, and what that sees.
pub(super) struct Scope<'v, 'c> {
    checker: &'v Checker<'c>,
    /// The type that is being described.
    pub(super) user: Option<TypeRef>,
    /// The types of each file, the nearest first.
    types: Vec<(&'c str, &'c Ordered<TypeSpec>)>,
    /// The shared errors of each folder, likewise.
    pub(super) errors: Vec<(&'c str, &'c Ordered<OneOrMany<ErrorSpec>>)>,
    /// What else each folder has, likewise.
    pub(super) folders: Vec<(&'c str, &'c SharedSpec)>,
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
            folders: above.iter().map(|(path, spec)| (**path, **spec)).collect(),
        }
    }

    /// The type that `name` means: the nearest of this name, or the one of the folder that the name begins with.
    pub(super) fn find(&self, name: &str) -> Option<(TypeRef, &'c TypeSpec)> {
        if let Some((folder, name)) = name.rsplit_once('.') {
            let file = format!("{}/{TYPES}", folder.replace('.', "/"));
            let spec = self.shared.get(file.as_str())?.types.get(name)?;
            return Some((reference(&file, name), spec));
        }
        let mut types = self.types.iter();
        types.find_map(|(file, types)| Some((reference(file, name), types.get(name)?)))
    }

    /// The type that `name` means, and that is used here.
    pub(super) fn used(&self, name: &str) -> Option<TypeRef> {
        let (found, _) = self.find(name)?;
        self.uses(&found);
        Some(found)
    }

    fn uses(&self, found: &TypeRef) {
        let mut uses = self.uses.borrow_mut();
        let of_user = uses.entry(self.user.clone()).or_default();
        of_user.insert(found.clone());
    }

    /// What a type is made of that was found.
    pub(super) fn spec(&self, ty: &TypeRef) -> Option<&'c TypeSpec> {
        let file = file_of(ty);
        let mut seen = self.types.iter();
        let seen = seen.find_map(|(path, types)| (*path == file).then_some(*types));
        let types = seen.or_else(|| Some(&self.shared.get(file.as_str())?.types));
        types?.get(&ty.name)
    }

    /// A mistake that there is no type `name`, with the way out: the type that was meant, or else all that there are. What
    /// was meant in another folder is used, so that it is not told to be unused.
    pub(super) fn no_type(&self, mistake: Diagnostic, name: &str, builtin: &[&str]) -> Diagnostic {
        let seen = self.types.iter().flat_map(|(_, types)| types.keys());
        let seen: Vec<&str> = builtin.iter().copied().chain(seen).collect();
        let (folder, last) = name.rsplit_once('.').unwrap_or(("", name));
        if folder.is_empty() && closest(name, &seen).is_some() {
            return mistake.suggest(name, seen);
        }
        let all = self.shared.iter().flat_map(|(file, spec)| {
            let types = spec.types.keys();
            types.map(move |name| reference(file, name))
        });
        let paths: Vec<(String, TypeRef)> = all.map(|ty| (path_of(&ty), ty)).collect();
        let same = || paths.iter().find(|(_, ty)| ty.name == last);
        let names: Vec<&str> = paths.iter().map(|(path, _)| path.as_str()).collect();
        let near = || {
            let near = closest(name, &names)?;
            paths.iter().find(|(path, _)| path == near)
        };
        let meant = match folder {
            "" => same(),
            _ => near().or_else(same),
        };
        if let Some((path, ty)) = meant {
            self.uses(ty);
            return mistake.help(format!("did you mean `{path}`?"));
        }
        if let Some((method, _)) = self.local(folder, last) {
            let help = format!("only `{method}` sees it; move it to a `{TYPES}`");
            return mistake.help(help);
        }
        match folder {
            "" => mistake.suggest(name, seen),
            _ => mistake.help(format!("a type of another folder is written `crm.item.ItemId`: `{folder}` has none of this name")),
        }
    }

    /// The method that has a type of its own, if the path of one leads to it.
    fn local(&self, method: &str, name: &str) -> Option<(&'c str, &'c TypeSpec)> {
        let methods = self.specs.methods.iter();
        let mut methods = methods.filter(|(_, spec)| spec.method == method);
        methods.find_map(|(_, spec)| Some((spec.method.as_str(), spec.types.get(name)?)))
    }
}
