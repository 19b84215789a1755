//! Examples as Rust: the parameters of a call to the expression that builds its request.

mod list;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use super::{Lowering, parent, path_of, request_path};
use crate::docs;
use crate::json::Json as Node;
use crate::model::{Answer, Example, Method};
use crate::names;

/// The name of the crate for those who use it.
const CRATE: &str = "bitrix24";

impl Lowering<'_> {
    /// The request of a successful example, with full paths.
    pub(super) fn built(&self, method: &Method, example: &Example) -> Option<String> {
        let Answer::Success { .. } = example.answer else {
            return None;
        };
        Usage {
            lowering: self,
            imports: None,
        }
        .request(method, example.params.as_ref())
    }

    /// The lines of a doctest: the first successful example; or a request without parameters, if that is one.
    pub(super) fn usage(&self, method: &Method, error: &str) -> Option<Vec<String>> {
        let succeeds = |example: &&Example| matches!(example.answer, Answer::Success { .. });
        let example = method.examples.iter().find(succeeds);
        if example.is_none() && method.params.fields.iter().any(|param| param.required) {
            return None;
        }
        let mut usage = Usage {
            lowering: self,
            imports: Some(BTreeMap::new()),
        };
        let name = usage.path(&request_path(method));
        let request = usage.request(method, example.and_then(|example| example.params.as_ref()))?;
        let error = path_of(parent(&method.path()), error).replacen("crate", CRATE, 1);
        let returns = format!("Result<(), {CRATE}::CallError<{error}>>");
        let mut lines = vec![format!(
            "# fn example(status: u16, body: &str) -> {returns} {{"
        )];
        lines.extend(usage.uses());
        lines.push(String::new());
        lines.extend(docs::statements(&format!("let request = {request};")));
        lines.push(format!(
            "let result = {CRATE}::decode::<{name}>(status, body)?.result;"
        ));
        lines.extend(["# Ok(())".to_owned(), "# }".to_owned()]);
        Some(lines)
    }
}

struct Usage<'l, 'a> {
    lowering: &'l Lowering<'a>,
    /// What is imported, by name; none if every path is written in full.
    imports: Option<BTreeMap<String, String>>,
}

impl Usage<'_, '_> {
    /// An item of the crate, by its path from `crate`.
    fn path(&mut self, path: &str) -> String {
        let full = path.replacen("crate", CRATE, 1);
        let name = full.rsplit("::").next().unwrap_or(&full).to_owned();
        let Some(imports) = self
            .imports
            .as_mut()
            .filter(|_| !names::PRELUDE.contains(&name.as_str()))
        else {
            return full;
        };
        let imported = imports.entry(name.clone()).or_insert_with(|| full.clone());
        if *imported == full { name } else { full }
    }

    fn uses(&self) -> Vec<String> {
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for path in self.imports.iter().flat_map(BTreeMap::values) {
            if let Some((module, name)) = path.rsplit_once("::") {
                modules.entry(module).or_default().insert(name);
            }
        }
        let line = |(module, names): (&str, BTreeSet<&str>)| {
            let names: Vec<&str> = names.into_iter().collect();
            match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            }
        };
        modules.into_iter().map(line).collect()
    }

    fn request(&mut self, method: &Method, params: Option<&Node>) -> Option<String> {
        let entries = match params {
            Some(Node::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        self.object(&request_path(method), &method.params, entries)
    }
}
