//! Types with a name, and what else methods share.

use std::collections::{BTreeMap, BTreeSet};

use super::change::{Diff, Impact, SERVES, SYSTEM, code};
use super::location::{Location, Side};
use super::ty::{alike_shapes, rust_path, written_shape};
use crate::model::{Api, Folder, Shape, TypeDef, TypeRef, V3};

impl Diff<'_> {
    /// Types belong together by the path that callers know.
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old.types.clone(), self.new.types.clone());
        let before: BTreeMap<_, _> = old.iter().map(|def| (rust_path(def.0), def)).collect();
        let after: BTreeMap<_, _> = new.iter().map(|def| (rust_path(def.0), def)).collect();
        for (path, (name, def)) in &before {
            self.subject = owner(name);
            match after.get(path) {
                Some(now) => self.named((name, def), *now),
                // What a method that is gone had for itself needs no word.
                None if name.local && !self.new.methods.contains_key(&self.subject) => {}
                None => self.breaking(format!("the type `{}` is gone", name.name)),
            }
        }
        for (path, (name, _)) in &after {
            self.subject = owner(name);
            let told = name.local && !self.old.methods.contains_key(&self.subject);
            if !before.contains_key(path) && !told {
                self.additive(format!("the type `{}` is new", name.name));
            }
        }
    }

    fn named(&mut self, old: (&TypeRef, &TypeDef), new: (&TypeRef, &&TypeDef)) {
        let name = code(&new.0.name);
        let at = Location::new(&format!("the type {name}"), Some(&name));
        self.subject = owner(new.0);
        let (before, now) = (&old.1.shape, &new.1.shape);
        if !alike_shapes(before, now) {
            let shapes = [before, now].map(|shape| code(written_shape(shape)));
            return self.replaced(Impact::Breaking, &format!("{at} is"), shapes);
        }
        let sent = [self.old.sent.contains(old.0), self.new.sent.contains(new.0)];
        let side = match sent {
            [true, true] => Side::Request,
            [false, false] => Side::Response,
            _ => Side::Moved,
        };
        if matches!(now, Shape::Object(_)) {
            let gone = "is in no request any more: it cannot be built";
            let come = "is in a request now: it can be built";
            self.turned(SERVES, sent, &at, [gone, come]);
        }
        self.shape(before, now, side, &at);
        self.text(&old.1.doc, &new.1.doc, &at);
    }

    /// What is written about the folders.
    pub(super) fn folders(&mut self) {
        let docs = |api: &Api| -> BTreeMap<Vec<String>, String> {
            let said = |folder: &Folder| Some((folder.path.clone(), folder.doc.clone()?));
            api.folders.iter().filter_map(said).collect()
        };
        let (old, new) = (docs(self.old.api), docs(self.new.api));
        let paths: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for path in paths {
            self.subject = shared(path);
            self.text(old.get(path), new.get(path), "the folder");
        }
    }

    pub(super) fn system(&mut self) {
        let (old, new) = (&self.old.api.system, &self.new.api.system);
        self.subject = SYSTEM.to_owned();
        self.errors(&old.errors, &new.errors);
        let at = Location::new("`time`", Some("`time`"));
        self.fields(&old.time, &new.time, Side::Response, &at);
        self.text(&old.time_doc, &new.time_doc, &at);
    }
}

/// Whose type it is: the key of a method, or a folder.
fn owner(name: &TypeRef) -> String {
    match name.owner.split_first() {
        _ if !name.local => shared(&name.owner),
        Some((folder, rest)) if folder == V3 => rest.join(".") + "@v3",
        _ => name.owner.join("."),
    }
}

fn shared(folder: &[String]) -> String {
    match folder {
        [] => "types".to_owned(),
        folder => format!("types of {}", folder.join("/")),
    }
}
