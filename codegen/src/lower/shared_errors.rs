//! Equal tables of errors are one type.
//!
//! The first method that has a table, in the order of the specs, has the type; the others of its module have an alias. A method
//! without errors has an alias of the crate's `UnlistedError`. So each method keeps a name of its own, and a new spec moves no
//! more than the one table that it shares.

use std::collections::BTreeMap;

use crate::features::Features;
use crate::model::{Api, ErrorCase, Method, Version};

/// For each method with errors, by its key: whose table it has.
pub(super) struct SharedErrors<'a>(BTreeMap<String, Table<'a>>);

/// Whose table a method has.
#[derive(Clone)]
pub(super) struct Table<'a> {
    pub(super) owner: &'a Method,
    /// The methods that share it, its owner included.
    sharers: Vec<&'a Method>,
}

impl<'a> SharedErrors<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        let features = Features::new(api);
        let mut groups: BTreeMap<_, Vec<&Method>> = BTreeMap::new();
        for method in api
            .methods
            .iter()
            .filter(|method| !method.errors.is_empty())
        {
            groups
                .entry(key(&features, method))
                .or_default()
                .push(method);
        }
        let tables = groups.into_values().flat_map(|sharers| {
            let table = Table {
                owner: sharers[0],
                sharers: sharers.clone(),
            };
            sharers
                .into_iter()
                .map(move |method| (method.key(), table.clone()))
        });
        Self(tables.collect())
    }

    /// The table of a method; none if that is empty.
    pub(super) fn of(&self, method: &Method) -> Option<&Table<'a>> {
        self.0.get(&method.key())
    }
}

impl Table<'_> {
    /// Whether other methods have it too.
    pub(super) fn is_shared(&self) -> bool {
        self.sharers.len() > 1
    }

    /// The rows, with what all methods say of them in the same words.
    pub(super) fn cases(&self) -> Vec<ErrorCase> {
        let mut cases = self.owner.errors.clone();
        let others: Vec<_> = self
            .sharers
            .iter()
            .map(|method| sorted(&method.errors))
            .collect();
        for case in &mut cases {
            let same = |other: &&ErrorCase| {
                (&other.code, &other.name, other.told) == (&case.code, &case.name, case.told)
            };
            let others: Vec<&ErrorCase> = others
                .iter()
                .filter_map(|table| table.iter().find(same))
                .collect();
            for (index, row) in case.rows.iter_mut().enumerate() {
                let all = || others.iter().filter_map(|other| other.rows.get(index));
                if all().any(|other| other.doc != row.doc) {
                    row.doc.clear();
                }
                if all().any(|other| other.means != row.means) {
                    row.means = None;
                }
                for (at, placeholder) in row.placeholders.iter_mut().enumerate() {
                    let mut all = all().filter_map(|other| other.placeholders.get(at));
                    if all.any(|other| other.doc != placeholder.doc) {
                        placeholder.doc = None;
                    }
                }
            }
        }
        cases
    }
}

/// What is equal for methods that share a table: the module, and the feature that compiles them; and the table, whatever words
/// describe it and in whatever order.
fn key(features: &Features, method: &Method) -> (Vec<String>, Option<String>, Vec<ErrorCase>) {
    let path = method.path();
    let depth = match method.version {
        Version::V2 => 2,
        Version::V3 => 3,
    };
    let module = path[..path.len().saturating_sub(1)].iter().take(depth);
    let mut table = sorted(&method.errors);
    for row in table.iter_mut().flat_map(|case| &mut case.rows) {
        row.doc.clear();
        row.means = None;
        for placeholder in &mut row.placeholders {
            placeholder.doc = None;
        }
    }
    (module.cloned().collect(), features.of(method), table)
}

fn sorted(cases: &[ErrorCase]) -> Vec<ErrorCase> {
    let mut sorted = cases.to_vec();
    sorted.sort_by(|a, b| (&a.code, &a.name).cmp(&(&b.code, &b.name)));
    sorted
}
