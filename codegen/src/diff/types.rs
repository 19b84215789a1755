//! Types with a name, and what else methods share.

use std::collections::{BTreeMap, BTreeSet};

use super::ty::{alike_shapes, rust_path, written_shape};
use super::{Diff, Place, Side};
use crate::model::{Api, Folder, Shape, System, TypeRef, V3};

impl Diff<'_> {
    /// Types belong together by the path that callers know.
    pub(super) fn types(&mut self) {
        let (old, new) = (self.old.types.clone(), self.new.types.clone());
        let before: BTreeMap<_, _> = old.keys().map(|name| (rust_path(name), name)).collect();
        let after: BTreeMap<_, _> = new.keys().map(|name| (rust_path(name), name)).collect();
        for (path, name) in &before {
            match after.get(path) {
                Some(now) => self.named(name, now),
                // What a method that is gone had for itself needs no word.
                None if name.local && !self.new.methods.contains_key(&owner(name)) => {}
                None => {
                    self.subject = owner(name);
                    self.breaking(format!("the type `{}` is gone", name.name));
                }
            }
        }
        for (path, name) in &after {
            let told = name.local && !self.old.methods.contains_key(&owner(name));
            if !before.contains_key(path) && !told {
                self.subject = owner(name);
                self.additive(format!("the type `{}` is new", name.name));
            }
        }
    }

    fn named(&mut self, old: &TypeRef, new: &TypeRef) {
        let defs = (self.old.types.get(old), self.new.types.get(new));
        let (Some(before), Some(now)) = (defs.0.copied(), defs.1.copied()) else {
            return;
        };
        let at = Place::named(&new.name);
        self.subject = owner(new);
        if !alike_shapes(&before.shape, &now.shape) {
            let (before, now) = (written_shape(&before.shape), written_shape(&now.shape));
            return self.breaking(format!("{at} is `{now}` now, not `{before}`"));
        }
        let side = match (self.old.sent.contains(old), self.new.sent.contains(new)) {
            (true, true) => Side::Request,
            (false, false) => Side::Answer,
            (was_sent, _) if matches!(now.shape, Shape::Object(_)) => {
                if was_sent {
                    self.breaking(format!(
                        "{at} is in no request any more: it cannot be built"
                    ));
                } else {
                    self.additive(format!("{at} is in a request now: it can be built"));
                }
                Side::Moved
            }
            _ => Side::Moved,
        };
        self.shape(&before.shape, &now.shape, side, &at);
        self.text(&before.doc, &now.doc, &at);
    }

    /// What is written about the folders.
    pub(super) fn folders(&mut self, old: &Api, new: &Api) {
        let docs = |api: &Api| -> BTreeMap<Vec<String>, String> {
            let said = |folder: &Folder| Some((folder.path.clone(), folder.doc.clone()?));
            api.folders.iter().filter_map(said).collect()
        };
        let (old, new) = (docs(old), docs(new));
        let paths: BTreeSet<_> = old.keys().chain(new.keys()).collect();
        for path in paths {
            self.subject = shared(path);
            self.text(&old.get(path), &new.get(path), "the folder");
        }
    }

    pub(super) fn system(&mut self, old: &System, new: &System) {
        self.subject = "system".to_owned();
        self.errors(&old.errors, &new.errors);
        let at = Place::new("`time`".to_owned(), "field", " of `time`".to_owned());
        self.fields(&old.time, &new.time, Side::Answer, &at);
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
    if folder.is_empty() {
        "types".to_owned()
    } else {
        format!("types of {}", folder.join("/"))
    }
}
