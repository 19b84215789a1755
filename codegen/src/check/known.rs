//! Which methods and scopes there are, so that a name of none of them is found.

use std::collections::BTreeSet;

use crate::diag::closest;
use crate::model::V3;
use crate::parse::Specs;

/// What marks a method of REST 3.
pub(super) const V3_MARK: &str = "@v3";

/// What `coverage.yaml` lists, and what has a spec. Where there is no such list, nothing is known of the others.
pub(super) struct Known<'s> {
    pub(super) methods: BTreeSet<String>,
    /// Whether there is such a list.
    is_listed: bool,
    scopes: Vec<&'s str>,
}

impl<'s> Known<'s> {
    pub(super) fn new(specs: &'s Specs<'_>) -> Self {
        let coverage = specs.coverage.iter().flat_map(|coverage| &coverage.0);
        let listed = coverage.clone().flat_map(|(_, methods)| methods.clone());
        let own = specs.methods.iter().map(|(file, spec)| {
            let v3 = file.split('/').next() == Some(V3);
            spec.method.clone() + if v3 { V3_MARK } else { "" }
        });
        Self {
            methods: listed.chain(own).collect(),
            is_listed: specs.coverage.is_some(),
            scopes: coverage.map(|(scope, _)| scope.as_str()).collect(),
        }
    }

    /// The scope that is misspelt as `scope`. The list has only those that a page names first, so one may be missing.
    pub(super) fn scope_meant(&self, scope: &str) -> Option<&'s str> {
        let unknown = !self.scopes.contains(&scope);
        unknown.then(|| closest(scope, &self.scopes)).flatten()
    }

    pub(super) fn lacks(&self, method: &str) -> bool {
        self.is_listed && !self.methods.contains(method)
    }

    /// The method that is misspelt as `name`; one of REST 3 may be meant by its name alone.
    pub(super) fn meant(&self, name: &str) -> Option<&str> {
        let methods = self.methods.iter().filter(|_| self.is_listed);
        let methods = methods.map(String::as_str);
        let near = methods.filter(|method| method.len().abs_diff(name.len()) <= V3_MARK.len() + 2);
        let distance = |method: &&str| {
            let plain = method.trim_end_matches(V3_MARK);
            strsim::damerau_levenshtein(name.trim_end_matches(V3_MARK), plain)
        };
        near.min_by_key(distance)
            .filter(|method| distance(method) <= 2)
    }
}
