//! What the values of an answer say about their types.

use std::fmt::Write as _;

use serde_yaml::{Mapping, Value};

/// A result of one key that holds an object or a list is unwrapped.
pub(super) fn unwrapped(result: &Value) -> (Option<&str>, &Value) {
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
pub(super) fn describe(text: &mut String, lead: &str, doc: &str, values: &[&Value], indent: usize) {
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
pub(super) fn quoted(key: &str) -> String {
    let plain = key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !["null", "true", "false"].contains(&key.to_ascii_lowercase().as_str());
    if plain {
        key.to_owned()
    } else {
        format!("{key:?}")
    }
}
