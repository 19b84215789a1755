//! What methods share: folders, and the system.

use super::context::{Checker, Types};
use super::name::bad_part;
use super::path::folder_of;
use super::scope::Scope;
use super::types::defs;
use crate::model::{Folder, Object, System};
use crate::names;
use crate::parse::SYSTEM;
use crate::raw::SharedSpec;

impl<'c> Checker<'c> {
    pub(super) fn system(&self) -> System {
        let Some(spec) = &self.specs.system else {
            return System::default();
        };
        let root = self.files.root(SYSTEM);
        let scope = Scope::new(self, SYSTEM, None);
        let time = root.key("time");
        self.text(time.key("doc"), &spec.time.doc);
        let Object { fields, .. } = scope.object(time.key("fields"), &spec.time.fields);
        System {
            errors: self.own_errors(root.key("errors"), &spec.errors),
            time_doc: spec.time.doc.clone(),
            time: fields,
        }
    }

    pub(super) fn folder(&self, file: &'c str, spec: &'c SharedSpec, types: &mut Types) -> Folder {
        let root = self.files.root(file);
        let path = folder_of(file);
        for part in path.iter().filter(|part| !names::is_method_part(part)) {
            self.report(bad_part(root, part));
        }
        self.optional_text(root.key("doc"), spec.doc.as_deref());
        self.own_errors(root.key("errors"), &spec.errors);
        Scope::new(self, file, None).groups(root, spec);
        Folder {
            file: file.to_owned(),
            path,
            doc: spec.doc.clone(),
            types: defs(file, &spec.types, types),
        }
    }
}
