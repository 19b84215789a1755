//! Which methods and scopes there are, so that a name of none of them is found.

use std::collections::BTreeSet;

use super::Checker;
use crate::diag::closest;
use crate::model::{V3, Version};
use crate::names;
use crate::parse::Specs;
use crate::place::Place;
use crate::raw::Deprecation;

/// What marks a method of REST 3.
const V3_MARK: &str = "@v3";

/// What `coverage.yaml` lists, and what has a spec. Where there is no such list, nothing is known of the others.
pub(super) struct Known<'s> {
    methods: Option<BTreeSet<String>>,
    scopes: Vec<&'s str>,
}

impl<'s> Known<'s> {
    pub(super) fn new(specs: &'s Specs<'_>) -> Self {
        let methods = specs.coverage.as_ref().map(|coverage| {
            let listed = coverage
                .0
                .iter()
                .flat_map(|(_, methods)| methods.iter().cloned());
            let own = specs.methods.iter().map(|(file, spec)| {
                let v3 = file.split('/').next() == Some(V3);
                spec.method.clone() + if v3 { V3_MARK } else { "" }
            });
            listed.chain(own).collect()
        });
        let scopes = specs.coverage.iter().flat_map(|coverage| &coverage.0);
        Self {
            methods,
            scopes: scopes.map(|(scope, _)| scope.as_str()).collect(),
        }
    }

    /// The scope that is misspelt as `scope`. The list has only those that a page names first, so one may be missing.
    pub(super) fn scope_meant(&self, scope: &str) -> Option<&'s str> {
        let near = || closest(scope, &self.scopes);
        if self.scopes.contains(&scope) {
            None
        } else {
            near()
        }
    }

    fn lacks(&self, method: &str) -> bool {
        self.methods
            .as_ref()
            .is_some_and(|methods| !methods.contains(method))
    }

    /// The method that is misspelt as `name`; one of REST 3 may be meant by its name alone.
    fn meant(&self, name: &str) -> Option<&str> {
        let methods = self.methods.iter().flatten().map(String::as_str);
        let near = methods.filter(|method| method.len().abs_diff(name.len()) <= V3_MARK.len() + 2);
        let distance = |method: &&str| {
            let plain = method.trim_end_matches(V3_MARK);
            strsim::damerau_levenshtein(name.trim_end_matches(V3_MARK), plain)
        };
        near.min_by_key(distance)
            .filter(|method| distance(method) <= 2)
    }
}

impl Checker<'_, '_> {
    /// A method that another one refers to.
    pub(super) fn refers(&mut self, place: &Place<'_>, name: &str, version: Version) {
        let own_protocol = version == Version::V3 && !self.known.lacks(&format!("{name}{V3_MARK}"));
        if self.known.lacks(name) && !own_protocol {
            let error = place.value_error("E0607", format!("there is no method `{name}`"));
            self.report(match self.known.meant(name) {
                Some(meant) => error.help(format!("did you mean `{meant}`?")),
                None => error.help("`spec/coverage.yaml` lists the methods that there are"),
            });
        }
    }

    /// What should be used instead: a method; or a field, if there are any `beside`.
    pub(super) fn replacement(
        &mut self,
        place: &Place<'_>,
        spec: &Deprecation,
        beside: Option<&[&str]>,
    ) {
        let Some(name) = spec
            .replacement
            .as_deref()
            .filter(|name| !name.trim().is_empty())
        else {
            return;
        };
        let place = place.key("replacement");
        match beside {
            Some(beside) if !name.contains('.') => {
                if !beside.contains(&name) {
                    let message = format!("there is no field `{name}` beside this one");
                    let error = place.value_error("E0607", message);
                    self.report(error.suggest(name, beside.iter().copied()));
                }
            }
            // Of either protocol: a field does not say for which it stands.
            _ => self.refers(&place, name, Version::V3),
        }
    }

    /// Methods that prose names in code. Much else has dots, so only what is nearly a method is taken for one.
    pub(super) fn mentions(&mut self, place: &Place<'_>, text: &str) {
        for part in text.split('`').skip(1).step_by(2) {
            let plain = part.trim_end_matches(V3_MARK);
            let is_name = part.contains('.') && plain.split('.').all(names::is_method_part);
            if is_name
                && self.known.lacks(part)
                && self.known.lacks(&format!("{part}{V3_MARK}"))
                && let Some(meant) = self.known.meant(part)
            {
                let message = format!("there is no method `{part}`");
                let error = place.part_error("E0607", message, part);
                self.report(error.help(format!("did you mean `{meant}`?")));
            }
        }
    }
}
