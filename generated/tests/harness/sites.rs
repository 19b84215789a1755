//! Walks an answer and its type side by side, and changes whatever the server is known to change.

use bitrix24::record::SlotMut;
use bitrix24::{CallError, Response};
use serde_json::{Value, json};

use super::erased::{Erased, Output};
use super::json::{at, family_keys, kind, shown};
use super::success::decode;

/// A place of the answer at which something may change.
pub(super) struct Site {
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
pub(super) fn find_sites(
    slot: SlotMut<'_>,
    json: &Value,
    path: &mut Vec<String>,
    sites: &mut Vec<Site>,
) {
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
        SlotMut::Choice(choice) => find_sites(choice.pick(json), json, path, sites),
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
                // Cases keep as JSON what no case means.
                let takes_null = matches!(
                    slot,
                    SlotMut::Json(_) | SlotMut::Cases(_) | SlotMut::Unit | SlotMut::Option(_)
                );
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

/// Makes the change of a site, and decodes the answer.
pub(super) fn mutate(method: Erased, answer: &Value, good: &Response<Output>, site: &Site) {
    let set = |value: Value| {
        let mut changed = answer.clone();
        *at(&mut changed, &site.path) = value;
        changed
    };
    let original = at(&mut answer.clone(), &site.path).clone();
    let same =
        |changed: Value| assert_eq!(decode(method, &changed).result, good.result, "{changed:#}");
    let becomes = |value: Value, expected: Option<&Value>| {
        let output = decode(method, &set(value)).result.json();
        let inside = &site.path[1 + usize::from(method.unwrap.is_some())..];
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
        What::Required => match (method.decode)(200, set(Value::Null).to_string().as_bytes()) {
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
