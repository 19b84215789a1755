//! `cargo xtask new`: a spec to be filled in, valid at once.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use bitrix24_codegen::{Report, Sources};
use serde_yaml::{Mapping, Value};

use crate::{Failure, spec};

pub(crate) const HELP: &str = "\
cargo xtask new METHOD [--from FILE]

Writes the spec of a method, spec/crm/deal/get.yaml for crm.deal.get; METHOD@v3 is one of REST 3. It is valid at once, and
comments say what to fill in. A file that is there already stays as it is.

  --from FILE   makes the result and an example of the JSON of an answer, {\"result\": …}
";

pub(crate) fn run(
    root: &Path,
    method: &str,
    from: Option<&Path>,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let (name, v3) = match method.strip_suffix("@v3") {
        Some(name) => (name, true),
        None => (method, false),
    };
    let is_part = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        first && chars.all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if !name.split('.').all(is_part) {
        return Err(Failure::Usage(format!("`{name}` is no name of a method")));
    }
    let folder = if v3 { "v3/" } else { "" };
    let path = format!("{folder}{}.yaml", name.replace('.', "/"));
    let full = root.join("spec").join(&path);
    if full.exists() {
        return Err(Failure::Failed(format!("spec/{path} is there already")));
    }
    let answer = from.map(answer).transpose()?;
    let mut sources = spec::read(root)?;
    let scope = scope(&sources, name);
    let text = text(name, &scope, answer.as_ref())?;
    let text = bitrix24_codegen::format(&path, &text).map_err(|report| invalid(&report, &path))?;
    // What is written is a spec, or nothing is: only mistakes of this file count.
    sources.insert(path.clone(), text.clone());
    match bitrix24_codegen::check(&sources) {
        Err(report) if report.diagnostics().iter().any(|found| found.file == path) => {
            return Err(invalid(&report, &path));
        }
        _ => {}
    }
    if let Some(parent) = full.parent() {
        fs::create_dir_all(parent)?;
    }
    let mut file = fs::File::create_new(&full)?;
    file.write_all(text.as_bytes())?;
    Ok(writeln!(out, "created spec/{path}")?)
}

/// What is wrong with the spec that was made.
fn invalid(report: &Report, path: &str) -> Failure {
    let mut own = report.diagnostics().iter();
    let own = own.find(|found| found.file == path);
    let message = own.map_or("", |found| &found.message);
    Failure::Failed(format!("no valid spec can be made of this: {message}"))
}

/// The scope that most methods of the same namespace have, or else one that is called like it.
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

/// The answer in a file.
fn answer(path: &Path) -> Result<Mapping, Failure> {
    let wrong = |problem: String| Failure::Failed(format!("{}: {problem}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    // Only a value of YAML keeps the keys in their order.
    let answer: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    match answer {
        Value::Mapping(answer) if answer.contains_key("result") => Ok(answer),
        _ => Err(wrong("this is no answer: it has no `result`".to_owned())),
    }
}

/// The text, not yet laid out.
fn text(name: &str, scope: &str, answer: Option<&Mapping>) -> Result<String, Failure> {
    let effect = match name.rsplit('.').next() {
        Some("get" | "list" | "fields" | "search" | "current" | "count") => "read",
        Some("delete" | "remove") => "delete",
        Some("add" | "update" | "set" | "register" | "bind") => "write",
        _ => "read",
    };
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
            let (unwrapped, inner) = unwrapped(result);
            match unwrapped {
                None => describe(&mut text, "result: ", "", &[inner], 0),
                Some(key) => {
                    let mut rest = String::new();
                    describe(&mut rest, "", "", &[inner], 0);
                    let unwrap = format!("unwrap: {}", quoted(key));
                    text += &match rest.strip_prefix("{ ") {
                        Some(flow) => format!("result: {{ {unwrap}, {flow}"),
                        None => format!("result:\n  {unwrap}\n{rest}"),
                    };
                }
            }
            text += "# errors: {}\nexamples:\n  answer:\n";
            let result =
                serde_yaml::to_string(result).map_err(|e| Failure::Failed(e.to_string()))?;
            text += "    result:\n";
            for line in result.lines() {
                let _ = writeln!(text, "      {line}");
            }
        }
    }
    Ok(text)
}

/// A result of one key that holds an object or a list is unwrapped.
fn unwrapped(result: &Value) -> (Option<&str>, &Value) {
    match result {
        Value::Mapping(object) if object.len() == 1 => {
            let mut entries = object.iter();
            match entries.next() {
                Some((Value::String(key), inner)) if inner.is_mapping() || inner.is_sequence() => {
                    (Some(key), inner)
                }
                _ => (None, result),
            }
        }
        _ => (None, result),
    }
}

/// The type of values that stand in the same place, as lines of YAML: `lead` and what follows it.
fn describe(text: &mut String, lead: &str, doc: &str, values: &[&Value], indent: usize) {
    let pad = " ".repeat(indent);
    let is_list = |value: &&&Value| value.is_sequence();
    let is_object = |value: &&&Value| value.as_mapping().is_some_and(|object| !object.is_empty());
    let lists = values.iter().filter(is_list);
    let list: Vec<&Value> = lists
        .filter_map(|list| list.as_sequence())
        .flatten()
        .collect();
    // PHP writes an empty object as an empty list.
    let (items, suffix) = if list.is_empty() && values.iter().any(|value| is_object(&value)) {
        (
            values
                .iter()
                .copied()
                .filter(|value| !value.is_sequence())
                .collect(),
            "",
        )
    } else if values.iter().any(|value| is_list(&value)) {
        (list, "[]")
    } else {
        (values.to_vec(), "")
    };
    let objects: Vec<&Mapping> = items.iter().filter_map(|item| item.as_mapping()).collect();
    if objects.iter().all(|object| object.is_empty()) {
        let ty = single(&items);
        let ty = if suffix.is_empty() {
            ty.to_owned()
        } else {
            format!("\"{ty}{suffix}\"")
        };
        let _ = writeln!(text, "{pad}{lead}{{ type: {ty}{doc} }}");
        return;
    }
    let ty = if suffix.is_empty() {
        "object"
    } else {
        "object[]"
    };
    if !lead.is_empty() {
        let _ = writeln!(text, "{pad}{}", lead.trim_end());
    }
    let inner = " ".repeat(indent + 2);
    let _ = writeln!(text, "{inner}type: {ty}");
    if !doc.is_empty() {
        let _ = writeln!(text, "{inner}{}", doc.trim_start_matches(", "));
    }
    let _ = writeln!(text, "{inner}fields:");
    let mut fields: Vec<(&str, Vec<&Value>)> = Vec::new();
    let entries = objects.iter().flat_map(|object| object.iter());
    for (key, value) in entries.filter_map(|(key, value)| Some((key.as_str()?, value))) {
        match fields.iter_mut().find(|(name, _)| *name == key) {
            Some((_, values)) => values.push(value),
            None => fields.push((key, vec![value])),
        }
    }
    for (key, values) in fields {
        let lead = quoted(key) + ": ";
        describe(text, &lead, ", doc: What it is.", &values, indent + 4);
    }
}

/// The type of values that are no objects. The server writes numbers as strings, so digits are a number.
fn single(values: &[&Value]) -> &'static str {
    let digits = |text: &str| {
        !text.is_empty() && text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit())
    };
    let date = |text: &str| {
        let mut bytes = text.bytes();
        let year = bytes.by_ref().take(4).filter(u8::is_ascii_digit).count() == 4;
        year && bytes.next() == Some(b'-')
    };
    let mut kinds = values.iter().filter_map(|value| match value {
        Value::Null => None,
        Value::Bool(_) => Some("boolean"),
        Value::Number(number) if number.is_i64() => Some("integer"),
        Value::Number(_) => Some("double"),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) if text == "Y" || text == "N" => Some("flag"),
        Value::String(text) if date(text) => Some("datetime"),
        Value::String(text) if digits(text) && !text.starts_with('0') => Some("integer"),
        Value::String(_) => Some("string"),
        Value::Sequence(_) => Some("any"),
        Value::Mapping(_) => Some("object"),
        Value::Tagged(_) => Some("any"),
    });
    let Some(first) = kinds.next() else {
        return "any";
    };
    kinds.fold(first, |all, kind| match (all, kind) {
        (a, b) if a == b => a,
        ("integer", "double") | ("double", "integer") => "double",
        ("any" | "object" | "boolean", _) | (_, "any" | "object" | "boolean") => "any",
        _ => "string",
    })
}

/// A key of a YAML mapping.
fn quoted(key: &str) -> String {
    let plain = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !["null", "true", "false"].contains(&key.to_ascii_lowercase().as_str());
    if plain {
        key.to_owned()
    } else {
        format!("{key:?}")
    }
}
