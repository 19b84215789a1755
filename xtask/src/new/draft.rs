//! The text of a new spec, not yet formatted.

use std::collections::BTreeMap;

use bitrix24_codegen::Sources;
use serde_yaml::{Mapping, Value};

use super::guess;
use crate::Failure;

/// The specs beside it suggest the scope, its name the effect, an answer the result and an example.
pub(super) fn text(
    name: &str,
    sources: &Sources,
    answer: Option<&Mapping>,
) -> Result<String, Failure> {
    let (scope, effect) = (scope(sources, name), effect(name));
    let mut text = format!(
        "method: {name}\n\
         summary: What it does. # one sentence in your own words\n\
         # docs: api-reference/….html # the vendor's page, behind https://apidocs.bitrix24.com/\n\
         scope: {scope}\n\
         effect: {effect} # read, write or delete\n\
         params: {{}} # id: {{ type: integer, required: true, doc: Which. }}\n"
    );
    match answer.and_then(|answer| answer.get("result")) {
        None => text += "result: { type: boolean }\n# errors: {}\n# examples: {}\n",
        Some(Value::Null) => text += "result: { type: \"null\" }\n",
        Some(result) => {
            text += &lines(&"result".into(), &guess::result(result).into(), 0)?;
            text += "# errors: {}\n";
            let example = Mapping::from_iter([("result".into(), result.clone())]);
            let examples = Mapping::from_iter([("answer".into(), example.into())]);
            let examples = Mapping::from_iter([("examples".into(), examples.into())]);
            text += &serde_yaml::to_string(&examples)?;
        }
    }
    Ok(text)
}

/// An entry of a spec. An object that holds objects takes several lines, everything else is inline JSON.
fn lines(key: &Value, value: &Value, indent: usize) -> serde_json::Result<String> {
    let head = format!("{:indent$}{}:", "", serde_json::to_string(key)?);
    match value.as_mapping() {
        Some(object) if object.values().any(Value::is_mapping) => {
            let inner = object
                .iter()
                .map(|(key, value)| lines(key, value, indent + 2));
            Ok(head + "\n" + &inner.collect::<Result<String, _>>()?)
        }
        _ => Ok(format!("{head} {}\n", serde_json::to_string(value)?)),
    }
}

fn effect(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("delete" | "remove") => "delete",
        Some("add" | "update" | "set" | "register" | "bind") => "write",
        _ => "read",
    }
}

/// The scope of most methods in the same namespace, or else the name of the namespace.
fn scope(sources: &Sources, name: &str) -> String {
    let namespace = name.split('.').next().unwrap_or(name);
    let folder = format!("{namespace}/");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, text) in sources {
        if path.trim_start_matches("v3/").starts_with(&folder) {
            let mut lines = text.lines();
            if let Some(scope) = lines.find_map(|line| line.strip_prefix("scope: ")) {
                *counts.entry(scope.trim()).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(namespace, |(scope, _)| scope).to_owned()
}
