//! Parts: what is below one name at the top of `spec/`. A part sees the files at the top; of the other parts it sees no more than
//! the index says. So it can be generated alone, as long as the index stays what it was.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Display};
use std::str::FromStr;

use crate::lower::request_path;
use crate::model::Api;
use crate::names;
use crate::parse::COVERAGE;
use crate::rust::Crate;

/// What the parts of an API have to do with each other. It is kept as text: [`Display`] and [`FromStr`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    parts: BTreeMap<String, Part>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Part {
    /// What the files at the top of the crate say of it, on one line. Every name that it brings to the root of the crate is there,
    /// or the path of a request.
    declared: String,
    /// What the others may name, and link to: the methods, as in the specs, with the paths of their requests.
    methods: BTreeMap<String, String>,
}

/// The part that a file of `spec/` belongs to, by its path; none for one that all parts see.
#[must_use]
pub fn part_of_spec(path: &str) -> Option<String> {
    let top = match path.split_once('/') {
        Some((folder, _)) => folder,
        None if path == COVERAGE || path.starts_with('_') => return None,
        None => path.strip_suffix(".yaml")?,
    };
    // What becomes one module of Rust is one part, however it is spelled.
    Some(names::file(&names::module(top)).to_owned())
}

/// The part that a generated file belongs to, by its path; none for one that is of all parts.
#[must_use]
pub fn part_of_file(path: &str) -> Option<&str> {
    let mut folders = ["src/api/", "tests/contract/"].iter();
    let below = folders.find_map(|folder| path.strip_prefix(folder))?;
    let top = below.split_once('/').map(|(folder, _)| folder);
    let top = top.or_else(|| below.strip_suffix(".rs"))?;
    (!matches!(top, "mod" | "_system" | "_types")).then_some(top)
}

impl Index {
    pub(crate) fn new(api: &Api, output: &Crate) -> Self {
        let mut index = Self::default();
        let mut scopes: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for method in &api.methods {
            let Some(part) = part_of_spec(&method.file) else {
                continue;
            };
            let own = scopes.entry(part.clone()).or_default();
            own.extend(method.scopes.iter().map(String::as_str));
            let methods = &mut index.parts.entry(part).or_default().methods;
            methods.insert(method.key(), request_path(method));
        }
        let tests = output.tests.first().map(|root| root.children.as_slice());
        let root = output.modules.first();
        for child in root.map_or(&[][..], |root| &root.children) {
            let name = names::file(&child.ident);
            let facts = (
                (child.public, &child.features, &child.exports),
                tests.is_some_and(|tests| tests.contains(&child.ident)),
                scopes.get(name),
            );
            let part = index.parts.entry(name.to_owned()).or_default();
            part.declared = format!("{facts:?}");
        }
        index
    }

    /// How many methods there are.
    #[must_use]
    pub fn method_count(&self) -> usize {
        self.methods().count()
    }

    /// The methods, as in the specs, with the paths of their requests.
    pub(crate) fn methods(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parts.values().flat_map(|part| &part.methods)
    }

    /// The index without some parts.
    pub(crate) fn without(&self, parts: &BTreeSet<String>) -> Self {
        let mut others = self.clone();
        others.parts.retain(|name, _| !parts.contains(name));
        others
    }

    /// Whether it says the same of some parts.
    pub(crate) fn agrees(&self, other: &Self, parts: &BTreeSet<String>) -> bool {
        let mut parts = parts.iter();
        parts.all(|part| self.parts.get(part) == other.parts.get(part))
    }
}

/// A line for each part, and below it one for each method.
impl Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, part) in &self.parts {
            writeln!(f, "{name}\t{}", part.declared)?;
            for (method, path) in &part.methods {
                writeln!(f, "\t{method}\t{path}")?;
            }
        }
        Ok(())
    }
}

/// The text is no index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoIndex;

impl FromStr for Index {
    type Err = NoIndex;

    fn from_str(text: &str) -> Result<Self, NoIndex> {
        let mut index = Self::default();
        for line in text.lines() {
            let (name, rest) = line.split_once('\t').ok_or(NoIndex)?;
            if name.is_empty() {
                let (method, path) = rest.split_once('\t').ok_or(NoIndex)?;
                let mut part = index.parts.last_entry().ok_or(NoIndex)?;
                let methods = &mut part.get_mut().methods;
                methods.insert(method.to_owned(), path.to_owned());
            } else {
                let part = index.parts.entry(name.to_owned()).or_default();
                part.declared = rest.to_owned();
            }
        }
        Ok(index)
    }
}
