//! Groups of errors, and the methods that inherit them.

use crate::check::name::one_of;
use crate::check::scope::Scope;
use crate::place::Place;
use crate::raw::{MethodSpec, OneOrMany, SharedSpec};

impl<'c> Scope<'_, 'c> {
    /// The codes that a method inherits: by the groups that it names, or else by those of the nearest folder that names some.
    pub(super) fn inherited(&self, root: Place<'c>, spec: &'c MethodSpec) -> Vec<&'c str> {
        let place = root.key("inherits");
        let groups = match &spec.inherits {
            Some(groups) => {
                self.groups_exist(place, groups);
                groups
            }
            None => {
                let mut folders = self.folders.iter();
                match folders.find_map(|(_, folder)| folder.inherits.as_ref()) {
                    Some(groups) => groups,
                    None => return Vec::new(),
                }
            }
        };
        let mut codes: Vec<&str> = Vec::new();
        for (file, group) in groups.as_slice().iter().filter_map(|name| self.group(name)) {
            self.used_groups.borrow_mut().insert((file, group.0));
            for code in group.1 {
                if !codes.contains(&code.as_str()) {
                    codes.push(code);
                }
            }
        }
        codes
    }

    /// The groups of a `_types.yaml`, and what its methods inherit.
    pub(in crate::check) fn groups(&self, root: Place<'_>, spec: &SharedSpec) {
        let place = root.key("error_groups");
        for (name, codes) in &spec.error_groups.0 {
            let at = place.key(name);
            if codes.is_empty() {
                let error = at.key_error("E0203", "a group has at least one error");
                self.report(error.help("name its codes, or remove the group"));
            }
            for (index, code) in codes.iter().enumerate() {
                let at = at.index(index);
                if let Some(first) = codes[..index].iter().position(|other| other == code) {
                    let error = at.value_error("E0203", format!("`{code}` stands here twice"));
                    let first = place.key(name).index(first).at_value();
                    self.report(error.also(first, "here first").help("remove one of them"));
                } else if self.shared(code).is_none() {
                    self.no_shared(at, code);
                }
            }
        }
        if let Some(groups) = &spec.inherits {
            self.groups_exist(root.key("inherits"), groups);
        }
    }

    fn groups_exist(&self, place: Place<'_>, groups: &OneOrMany<String>) {
        for (index, name) in groups.as_slice().iter().enumerate() {
            let at = one_of(place, groups, index);
            if self.group(name).is_none() && !self.specs.types_missing {
                let message = format!("no `_types.yaml` above has the group `{name}`");
                let error = at.value_error("E0834", message);
                let error = error.help("describe it under `error_groups` in a `_types.yaml`");
                let folders = self.folders.iter();
                let names = folders.flat_map(|(_, folder)| folder.error_groups.keys());
                self.report(error.suggest(name, names));
            }
        }
    }

    /// A group, with the file that has it.
    fn group(&self, name: &str) -> Option<(&'c str, (&'c str, &'c Vec<String>))> {
        let mut folders = self.folders.iter();
        folders.find_map(|(file, folder)| Some((*file, folder.error_groups.entry(name)?)))
    }
}
