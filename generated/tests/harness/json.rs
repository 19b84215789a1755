//! Looking at JSON.

use bitrix24::Decimal;
use bitrix24::record::{FieldDef, Kind};
use serde_json::Value;

/// Whether two values are the same JSON: `1` and `1.0` are one number, and so are two that differ in what serde_json may make of
/// the last bit. A decimal number is sent as text.
pub(super) fn alike(a: &Value, b: &Value) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= a.abs() * f64::EPSILON;
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| close(a, b))
        }
        (Value::String(a), Value::Number(b)) => {
            let decimal = |text: &str| text.parse::<Decimal>().ok();
            decimal(a).is_some_and(|a| Some(a) == decimal(&b.to_string()))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| alike(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let same =
                |(key, value): (&String, &Value)| b.get(key).is_some_and(|b| alike(value, b));
            a.len() == b.len() && a.iter().all(same)
        }
        (a, b) => a == b,
    }
}

pub(super) fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, key| match value {
        Value::Array(values) => &mut values[key.parse::<usize>().unwrap()],
        value => &mut value[key.as_str()],
    })
}

/// The path as an error shows it.
pub(super) fn shown(answer: &Value, path: &[String]) -> String {
    let mut shown = path[0].clone();
    let mut value = &answer[path[0].as_str()];
    for key in &path[1..] {
        if let Value::Array(values) = value {
            shown += &format!("[{key}]");
            value = &values[key.parse::<usize>().unwrap()];
            continue;
        }
        let is_word = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_');
        shown += &if is_word {
            format!(".{key}")
        } else {
            format!("[{key:?}]")
        };
        value = &value[key.as_str()];
    }
    shown
}

pub(super) fn kind(json: &Value) -> Kind {
    match json {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

/// The keys of an object that belong to a family, and to none that says more about them.
pub(super) fn family_keys<'j>(
    fields: &[FieldDef],
    family: &FieldDef,
    json: &'j Value,
) -> Vec<&'j String> {
    let has = |field: &&FieldDef, key: &str| {
        field.name.split_once('*').is_some_and(|(before, after)| {
            key.len() > before.len() + after.len()
                && key.starts_with(before)
                && key.ends_with(after)
        })
    };
    let owner = |key: &str| {
        let families = fields.iter().filter(|field| has(field, key));
        families.max_by_key(|field| field.name.len())
    };
    let keys = json
        .as_object()
        .into_iter()
        .flat_map(|object| object.keys());
    keys.filter(|key| owner(key).is_some_and(|owner| owner.name == family.name))
        .filter(|key| fields.iter().all(|field| field.name != **key))
        .collect()
}
