//! What the values of an answer say about their types.

use serde_yaml::{Mapping, Value};

/// The type of a result, as its keys in a spec. An object with a single key that holds an object or a list is unwrapped.
pub(super) fn result(result: &Value) -> Mapping {
    let only = result.as_mapping().filter(|object| object.len() == 1);
    let only = only.and_then(|object| object.iter().next());
    match only {
        Some((key, inner)) if inner.is_mapping() || inner.is_sequence() => {
            let mut unwrapped = Mapping::from_iter([("unwrap".into(), key.clone())]);
            unwrapped.extend(describe(&[inner], None));
            unwrapped
        }
        _ => describe(&[result], None),
    }
}

/// The type of values in the same place.
fn describe(values: &[&Value], doc: Option<&str>) -> Mapping {
    let (items, suffix) = items(values);
    let fields = fields(&items);
    let ty = if fields.is_empty() {
        single(&items)
    } else {
        "object"
    };
    let mut spec = Mapping::from_iter([("type".into(), format!("{ty}{suffix}").into())]);
    spec.extend(doc.map(|doc| ("doc".into(), doc.into())));
    if !fields.is_empty() {
        let fields = fields.into_iter().map(|(key, values)| {
            let field = describe(&values, Some("What it is."));
            (key.into(), field.into())
        });
        spec.insert("fields".into(), Value::Mapping(fields.collect()));
    }
    spec
}

/// The values themselves, or what is in them if they are lists; and what the name of their type ends with.
fn items<'v>(values: &[&'v Value]) -> (Vec<&'v Value>, &'static str) {
    let lists = values.iter().filter_map(|value| value.as_sequence());
    let items: Vec<&Value> = lists.flatten().collect();
    let is_object = |value: &&Value| value.as_mapping().is_some_and(|object| !object.is_empty());
    // PHP writes an empty object as an empty list.
    if items.is_empty() && values.iter().any(is_object) {
        let objects = values.iter().filter(|value| !value.is_sequence());
        (objects.copied().collect(), "")
    } else if values.iter().any(|value| value.is_sequence()) {
        (items, "[]")
    } else {
        (values.to_vec(), "")
    }
}

/// The keys of objects, in order, each with all of its values.
fn fields<'v>(items: &[&'v Value]) -> Vec<(&'v str, Vec<&'v Value>)> {
    let mut fields: Vec<(&str, Vec<&Value>)> = Vec::new();
    let entries = items.iter().filter_map(|item| item.as_mapping()).flatten();
    for (key, value) in entries.filter_map(|(key, value)| Some((key.as_str()?, value))) {
        match fields.iter_mut().find(|(name, _)| *name == key) {
            Some((_, values)) => values.push(value),
            None => fields.push((key, vec![value])),
        }
    }
    fields
}

/// The type of values without fields. The server writes numbers as strings, so digits are a number.
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
