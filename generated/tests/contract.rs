//! Every example of every spec, as it stands there and as the server may send it on a bad day.
//!
//! The cases are generated from the specs; this is what is done with each.

#![allow(deprecated, missing_docs, clippy::unwrap_used, clippy::panic)]
// Modules are called as the API calls them.
#![allow(clippy::module_inception)]

use std::fmt::Debug;

use bitrix24::record::{FieldDef, Kind, Slot, SlotMut, Wire};
use bitrix24::{CallError, Decimal, ErrorCode, Method, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

#[rustfmt::skip]
#[path = "contract/mod.rs"]
mod cases;
#[path = "faults/dice.rs"]
mod dice;
mod fuzz;

/// The request is what the spec says, whether it is built or read, and keeps the documented limits; the answer decodes,
/// also with everything changed that may change.
fn success<M>(built: M, params: &str, answer: &str)
where
    M: Method + Clone + PartialEq + Debug + for<'de> Deserialize<'de>,
    M::Output: Serialize + PartialEq + Debug,
{
    let read: M = serde_json::from_str(params).unwrap();
    let sent = sent_by(&built);
    // A filter holds what it was read from; one that is built has decimal numbers as they are sent.
    assert!(
        read == built || alike(&sent, &sent_by(&read)),
        "{read:?}\n{built:?}"
    );
    assert_eq!(built.clone(), built);
    assert_eq!(built.validate(), Ok(()));
    let wanted = positional::<M>(serde_json::from_str(params).unwrap());
    assert!(alike(&sent, &wanted), "{sent:#}\n{wanted:#}");

    let answer: Value = serde_json::from_str(answer).unwrap();
    let good = decode::<M>(&answer);
    if !M::ENVELOPE {
        assert_eq!(decode::<M>(&answer["result"]).result, good.result);
    }

    let mut base = vec!["result".to_owned()];
    base.extend(M::UNWRAP.map(str::to_owned));
    let mut sites = Vec::new();
    find_sites(
        M::Output::blank().slot_mut(),
        at(&mut answer.clone(), &base),
        &mut base,
        &mut sites,
    );
    for site in &sites {
        mutate::<M>(&answer, &good, site);
    }
    truncate::<M>(&answer);
    fuzz::success::<M>(params, &answer.to_string());
}

fn sent_by(request: &impl Method) -> Value {
    serde_json::from_slice(&bitrix24::encode(request).unwrap()).unwrap()
}

/// What is sent: where the places of the parameters count, null holds those that are left out.
fn positional<M: Method>(mut params: Value) -> Value {
    if let Slot::Record(request) = M::blank().slot() {
        let fields = request.def().fields;
        let last = fields
            .iter()
            .rposition(|field| params.get(field.name).is_some());
        for field in &fields[..last.filter(|_| request.def().positional).unwrap_or(0)] {
            if params.get(field.name).is_none() {
                params[field.name] = Value::Null;
            }
        }
    }
    params
}

/// The error is recognised wherever it stands and however its code is written, and nothing of it is lost.
fn failure<M>(code: &str, description: &str, status: u16)
where
    M: Method,
    M::Output: Serialize + PartialEq + Debug,
{
    let other_case = if code == code.to_lowercase() {
        code.to_uppercase()
    } else {
        code.to_lowercase()
    };
    let mut codes = vec![json!(code), json!(other_case)];
    codes.extend(code.parse::<i64>().map(Value::from));
    for written in codes {
        let error = json!({ "error": written, "error_description": description });
        for body in [
            error.clone(),
            json!({ "error": { "code": written, "message": description } }),
        ] {
            expect_error::<M>(&body, code, description, status, false);
            truncate::<M>(&body);
        }
        if M::UNWRAP.is_none() && holds_any_key(M::Output::blank().slot_mut()) {
            continue;
        }
        for body in [
            json!({ "result": { "error": error } }),
            json!({ "result": { "error": error }, "time": {} }),
        ] {
            expect_error::<M>(&body, code, description, status, true);
            truncate::<M>(&body);
        }
    }
    let unknown = format!("{code}_OF_THE_FUTURE");
    let body = json!({ "error": unknown, "error_description": description });
    match bitrix24::decode::<M>(status, body.to_string()) {
        Err(CallError::Method(error)) => assert_eq!(error.code.as_str(), unknown),
        other => panic!("{body}: {other:?}"),
    }
    fuzz::failure::<M>(code, description);
}

/// Whether any key of an object is data; then `error` is as well.
fn holds_any_key(output: SlotMut<'_>) -> bool {
    match output {
        SlotMut::Json(_) | SlotMut::Map(_) => true,
        SlotMut::Record(record) => {
            let mut fields = record.def().fields.iter();
            fields.any(|field| matches!(field.name, "error" | "*"))
        }
        SlotMut::Option(option) => holds_any_key(option.value()),
        SlotMut::Union(union) => union.pick(Kind::Object).is_some_and(holds_any_key),
        _ => false,
    }
}

fn expect_error<M: Method>(
    body: &Value,
    code: &str,
    description: &str,
    status: u16,
    in_result: bool,
) where
    M::Output: Debug,
{
    let text = body.to_string();
    let code = if code == "0" { "" } else { code };
    let own = in_result || code.is_empty() || M::Error::rows().iter().any(|row| row.code == code);
    let (found, kept, error_status, bytes) = match bitrix24::decode::<M>(status, &text) {
        Err(CallError::Method(error)) if own => (
            error.code.as_str().to_owned(),
            error.description,
            error.status,
            error.body,
        ),
        Err(CallError::System(error)) if !own => (
            error.code.as_str().to_owned(),
            error.description,
            error.status,
            error.body,
        ),
        other => panic!("{text}: {other:?}"),
    };
    assert!(found.eq_ignore_ascii_case(code), "{text}");
    assert_eq!(
        (kept.as_str(), error_status),
        (description, status),
        "{text}"
    );
    assert_eq!(bytes.as_bytes(), text.as_bytes());
}

fn decode<M: Method>(answer: &Value) -> Response<M::Output> {
    bitrix24::decode::<M>(200, answer.to_string())
        .unwrap_or_else(|error| panic!("{error}\n{answer:#}"))
}

/// Whether two values are the same JSON: `1` and `1.0` are one number, and so are two that differ in what serde_json may make of
/// the last bit. A decimal number is sent as text.
fn alike(a: &Value, b: &Value) -> bool {
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

/// No prefix of an answer is one.
fn truncate<M: Method>(answer: &Value)
where
    M::Output: Debug,
{
    let text = answer.to_string();
    for end in 0..text.len() {
        match bitrix24::decode::<M>(200, &text.as_bytes()[..end]) {
            Err(CallError::Unexpected(error)) => assert_eq!(error.body.as_bytes().len(), end),
            other => panic!("{}: {other:?}", &text[..end]),
        }
    }
}

/// A place of the answer at which something may change.
struct Site {
    path: Vec<String>,
    what: What,
}

#[derive(Clone, Copy)]
enum What {
    Record,
    Optional,
    Required,
    Number,
    Bool,
    Enum,
    IntegerEnum,
}

/// Walks the type of the output and the answer side by side.
fn find_sites(slot: SlotMut<'_>, json: &Value, path: &mut Vec<String>, sites: &mut Vec<Site>) {
    let mut add = |what| {
        sites.push(Site {
            path: path.clone(),
            what,
        })
    };
    match slot {
        SlotMut::Option(option) if !json.is_null() => find_sites(option.fill(), json, path, sites),
        SlotMut::Integer(_) | SlotMut::Double(_) | SlotMut::Decimal(_) if json.is_number() => {
            add(What::Number)
        }
        SlotMut::Bool(_) if json.is_boolean() => add(What::Bool),
        SlotMut::Text(text) if !text.known().is_empty() => add(What::Enum),
        SlotMut::Code(_) if json.is_number() => {
            add(What::Number);
            add(What::IntegerEnum);
        }
        SlotMut::List(list) => {
            for (index, value) in json.as_array().into_iter().flatten().enumerate() {
                path.push(index.to_string());
                find_sites(list.push(), value, path, sites);
                path.pop();
            }
        }
        SlotMut::Map(map) => {
            for (key, value) in json.as_object().into_iter().flatten() {
                path.push(key.clone());
                find_sites(map.insert(key), value, path, sites);
                path.pop();
            }
        }
        // Another kind of value may be another member of the union, so its own value stays as it is.
        SlotMut::Union(union) => {
            let slot = union.pick(kind(json));
            let compound = |slot: &SlotMut<'_>| {
                matches!(
                    slot,
                    SlotMut::List(_) | SlotMut::Map(_) | SlotMut::Record(_)
                )
            };
            if let Some(slot) = slot.filter(compound) {
                find_sites(slot, json, path, sites);
            }
        }
        SlotMut::Record(record) if json.is_object() => {
            let fields = record.def().fields;
            if !fields.iter().any(|field| field.name == "*") {
                add(What::Record);
            }
            for (index, field) in fields.iter().enumerate() {
                if let SlotMut::Map(family) = record.get_mut(index) {
                    for key in family_keys(fields, field, json) {
                        path.push(key.clone());
                        let slot = family.insert(key);
                        // Null is a value of its own where anything is.
                        if !matches!(slot, SlotMut::Json(_)) {
                            sites.push(Site {
                                path: path.clone(),
                                what: What::Optional,
                            });
                        }
                        find_sites(slot, &json[key], path, sites);
                        path.pop();
                    }
                }
                let Some(value) = json.get(field.name) else {
                    continue;
                };
                path.push(field.name.to_owned());
                let slot = record.get_mut(index);
                let takes_null =
                    matches!(slot, SlotMut::Json(_) | SlotMut::Unit | SlotMut::Option(_));
                match (field.required, takes_null) {
                    (false, _) => sites.push(Site {
                        path: path.clone(),
                        what: What::Optional,
                    }),
                    (true, false) => sites.push(Site {
                        path: path.clone(),
                        what: What::Required,
                    }),
                    (true, true) => {}
                }
                find_sites(slot, value, path, sites);
                path.pop();
            }
        }
        _ => {}
    }
}

/// The keys of an object that belong to a family, and to none that says more about them.
fn family_keys<'j>(fields: &[FieldDef], family: &FieldDef, json: &'j Value) -> Vec<&'j String> {
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

fn kind(json: &Value) -> Kind {
    match json {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Boolean,
        Value::Number(_) => Kind::Number,
        Value::String(_) => Kind::String,
        Value::Array(_) => Kind::Array,
        Value::Object(_) => Kind::Object,
    }
}

fn mutate<M: Method>(answer: &Value, good: &Response<M::Output>, site: &Site)
where
    M::Output: Serialize + PartialEq + Debug,
{
    let set = |value: Value| {
        let mut changed = answer.clone();
        *at(&mut changed, &site.path) = value;
        changed
    };
    let original = at(&mut answer.clone(), &site.path).clone();
    let same =
        |changed: Value| assert_eq!(decode::<M>(&changed).result, good.result, "{changed:#}");
    let becomes = |value: Value, expected: Option<&Value>| {
        let output = serde_json::to_value(decode::<M>(&set(value)).result).unwrap();
        let inside = &site.path[1 + usize::from(M::UNWRAP.is_some())..];
        let pointer: String = inside
            .iter()
            .map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            .collect();
        // A parameter's `null` is kept: it differs from nothing.
        let found = output.pointer(&pointer).filter(|value| !value.is_null());
        assert_eq!(found, expected, "{:?}", site.path);
    };
    match site.what {
        What::Record => {
            let mut more = original;
            more["keyOfTheFuture"] = json!({ "a": [1, null] });
            same(set(more));
        }
        What::Optional => becomes(Value::Null, None),
        What::Required => match bitrix24::decode::<M>(200, set(Value::Null).to_string()) {
            Err(CallError::Decode(error)) => assert_eq!(error.path, shown(answer, &site.path)),
            other => panic!("{:?} is required: {other:?}", site.path),
        },
        What::Number => same(set(json!(original.to_string()))),
        What::Bool => {
            let forms = if original == json!(true) {
                ["Y", "1", "true"]
            } else {
                ["N", "0", "false"]
            };
            for form in forms {
                same(set(json!(form)));
            }
            same(set(json!(i32::from(original == json!(true)))));
        }
        What::Enum => becomes(
            json!("VALUE_OF_THE_FUTURE"),
            Some(&json!("VALUE_OF_THE_FUTURE")),
        ),
        What::IntegerEnum => becomes(json!(987_654_321), Some(&json!(987_654_321))),
    }
}

fn at<'v>(value: &'v mut Value, path: &[String]) -> &'v mut Value {
    path.iter().fold(value, |value, key| match value {
        Value::Array(values) => &mut values[key.parse::<usize>().unwrap()],
        value => &mut value[key.as_str()],
    })
}

/// The path as an error shows it.
fn shown(answer: &Value, path: &[String]) -> String {
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
