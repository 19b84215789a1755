//! Which feature of the crate compiles what: that of the module.
//!
//! A module at the top is a feature of its name, in both protocols alike. One with many methods is divided: each module in it is
//! a feature, and the module at the top is all of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Api, Method};
use crate::names;

/// The number of methods from which on a module is divided.
const LARGE: usize = 60;

pub(crate) struct Features {
    /// The modules at the top that are divided.
    divided: BTreeSet<String>,
}

impl Features {
    /// It is what the vendor has that decides, so no feature changes with a new spec.
    pub(crate) fn new(api: &Api) -> Self {
        let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
        for key in &api.known {
            let name = key.trim_end_matches("@v3");
            if let Some((top, _)) = name.split_once('.') {
                *sizes.entry(names::feature(&[top.to_owned()])).or_default() += 1;
            }
        }
        let large = sizes.into_iter().filter(|(_, size)| *size >= LARGE);
        Self {
            divided: large.map(|(top, _)| top).collect(),
        }
    }

    /// The feature of a method. One that needs no scope is always compiled, as is what stands in no module.
    pub(crate) fn of(&self, method: &Method) -> Option<String> {
        self.named(&method.name)
            .filter(|_| !method.scopes.names.is_empty())
    }

    /// The feature that a method of this name belongs to: the module that it stands in, or the part of it that is a feature. What
    /// stands in a divided module itself belongs to that, and to no part of it.
    fn named(&self, method: &str) -> Option<String> {
        let parts: Vec<String> = method.split('.').map(str::to_owned).collect();
        let (_, modules) = parts.split_last()?;
        let top = names::feature(modules.get(..1)?);
        match modules.get(..2) {
            Some(second) if self.divided.contains(&top) => Some(names::feature(second)),
            _ => Some(top),
        }
    }
}

/// Features by the module at the top, which is all of them.
pub(crate) fn by_top(
    features: impl IntoIterator<Item = String>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut tops: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for feature in features {
        let top = feature.split('.').next().unwrap_or(&feature);
        let parts = tops.entry(top.to_owned()).or_default();
        if top != feature {
            parts.insert(feature);
        }
    }
    tops
}
