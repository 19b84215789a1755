//! The parameters of a call as text, without what is a secret.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::members::{elements, members};
use super::record::{Record, Slot};
use super::shown::{MASK, PARAMETERS, Secrets, Shown};

/// Where the secrets of a request stand: the names of the parameters, spelt as in a form, `settings[0][value]`.
#[derive(Clone, Debug)]
pub(crate) enum SecretNames {
    /// These.
    Known(Vec<String>),
    /// Without a spec, anything may be one.
    Unknown,
}

impl SecretNames {
    /// Those of a request. Of one without any, nothing is kept.
    pub(crate) fn of(record: Option<&dyn Record>) -> Self {
        let Some(record) = record else {
            return Self::Unknown;
        };
        let (mut name, mut found) = (String::new(), Vec::new());
        collect(Slot::Record(record), &mut name, &mut found);
        Self::Known(found)
    }

    /// Whether the value of a parameter is not to be shown.
    pub(crate) fn has(&self, name: &str) -> bool {
        let Self::Known(names) = self else {
            return true;
        };
        let is_inside = |secret: &String| {
            let behind = name.strip_prefix(secret.as_str());
            behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('['))
        };
        let mut keys = name.split(['[', ']']);
        names.iter().any(is_inside) || keys.any(|key| PARAMETERS.contains(&key))
    }
}

fn collect(slot: Slot<'_>, name: &mut String, found: &mut Vec<String>) {
    match slot {
        Slot::Record(record) => {
            for (index, field) in record.def().fields.iter().enumerate() {
                let value = record.get(index);
                match value {
                    Slot::Absent | Slot::Null => continue,
                    // Its keys stand beside the other fields.
                    Slot::Map(_) if field.family && !field.secret => collect(value, name, found),
                    Slot::Map(family) if field.family => {
                        for (key, _) in family.entries() {
                            inside(name, key, |name| found.push(name.clone()));
                        }
                    }
                    _ => {
                        let is_container =
                            matches!(value, Slot::List(_) | Slot::Map(_) | Slot::Record(_));
                        if !field.secret && !is_container {
                            continue;
                        }
                        let key = match record.def().array {
                            true => Cow::Owned(index.to_string()),
                            false => Cow::Borrowed(field.name),
                        };
                        inside(name, &key, |name| match field.secret {
                            true => found.push(name.clone()),
                            false => collect(value, name, found),
                        });
                    }
                }
            }
        }
        Slot::List(list) => {
            for index in 0..list.len() {
                let value = list.get(index);
                if matches!(value, Slot::List(_) | Slot::Map(_) | Slot::Record(_)) {
                    inside(name, &index.to_string(), |name| collect(value, name, found));
                }
            }
        }
        Slot::Map(map) => {
            for (key, value) in map.entries() {
                inside(name, key, |name| collect(value, name, found));
            }
        }
        _ => {}
    }
}

/// With the name of what stands under a key.
fn inside(name: &mut String, key: &str, then: impl FnOnce(&mut String)) {
    let before = name.len();
    if name.is_empty() {
        name.push_str(key);
    } else {
        name.push('[');
        name.push_str(key);
        name.push(']');
    }
    then(name);
    name.truncate(before);
}

/// JSON as text: what is a secret is masked, and what is long is cut.
pub(crate) fn masked(json: &str, names: &SecretNames, secrets: &Secrets) -> String {
    let mut text = String::new();
    let mut name = String::new();
    write(&mut text, json, &mut name, names, secrets);
    text
}

/// A text as it is shown.
pub(crate) fn masked_text(text: &str, secrets: &Secrets) -> String {
    format!("{:?}", Shown::text(text).without(secrets))
}

fn write(out: &mut String, json: &str, name: &mut String, names: &SecretNames, secrets: &Secrets) {
    if let Some(members) = members(json) {
        out.push('{');
        for (number, (key, value)) in members.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            let shown = Shown::code(key).without(secrets);
            // To write into a text does not fail.
            let _ = write!(out, "{comma}{shown:?}:");
            let value = value.get();
            inside(name, key, |name| {
                write_value(out, value, name, names, secrets)
            });
        }
        out.push('}');
    } else if let Some(elements) = elements(json) {
        out.push('[');
        for (index, value) in elements.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            let (key, value) = (index.to_string(), value.get());
            inside(name, &key, |name| {
                write_value(out, value, name, names, secrets)
            });
        }
        out.push(']');
    } else if let Ok(text) = serde_json::from_str::<String>(json) {
        out.push_str(&masked_text(&text, secrets));
    } else {
        out.push_str(&Shown::text(json).to_string());
    }
}

fn write_value(
    out: &mut String,
    json: &str,
    name: &mut String,
    names: &SecretNames,
    secrets: &Secrets,
) {
    let is_container = json.starts_with(['{', '[']);
    // Where nothing is known, the names are shown at least.
    let has_names = matches!(names, SecretNames::Unknown) && is_container;
    if names.has(name) && !has_names {
        out.push_str(MASK);
    } else {
        write(out, json, name, names, secrets);
    }
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;
    use crate::encode;

    struct Login {
        user: String,
        password: Option<String>,
    }

    crate::runtime::record! {
        Login {
            0: user => "user" required,
            1: password => "password" secret,
        }
    }

    struct Pair {
        id: i64,
        key: String,
    }

    crate::runtime::record! {
        Pair array {
            0: id => "id" required,
            1: key => "key" required secret,
        }
    }

    struct Add {
        logins: Vec<Login>,
        by_name: BTreeMap<String, Login>,
        pair: Option<Pair>,
        fields: BTreeMap<String, Value>,
        hidden: BTreeMap<String, Value>,
    }

    crate::runtime::record! {
        Add {
            0: logins => "logins" required,
            1: by_name => "byName" required,
            2: pair => "pair",
            3: fields => "UF_*" family,
            4: hidden => "X_*" family secret,
        }
    }

    fn login(password: Option<&str>) -> Login {
        Login {
            user: "u".to_owned(),
            password: password.map(str::to_owned),
        }
    }

    fn add() -> Add {
        Add {
            logins: vec![login(None), login(Some("s3cret"))],
            by_name: BTreeMap::from([("a[b".to_owned(), login(Some("s3cret")))]),
            pair: Some(Pair {
                id: 7,
                key: "s3cret".to_owned(),
            }),
            fields: BTreeMap::from([("UF_A".to_owned(), json!({ "auth": "s3cret", "x": [1] }))]),
            hidden: BTreeMap::from([("X_A".to_owned(), json!({ "y": "s3cret" }))]),
        }
    }

    #[test]
    fn a_secret_is_masked_wherever_it_stands() {
        let add = add();
        let names = SecretNames::of(Some(&add));
        let json = encode(&add).map(String::from_utf8);
        let Ok(Ok(json)) = json else {
            panic!("{json:?}");
        };
        assert_eq!(json.matches("s3cret").count(), 5);
        assert_eq!(
            masked(&json, &names, &Secrets::default()),
            r#"{"logins":[{"user":"u"},{"user":"u","password":***}],"byName":{"a[b":{"user":"u","password":***}},"pair":[7,***],"UF_A":{"auth":***,"x":[1]},"X_A":***}"#
        );
    }

    #[test]
    fn a_request_without_secrets_keeps_no_names() {
        let login = login(None);
        let SecretNames::Known(names) = SecretNames::of(Some(&login)) else {
            panic!("it has a spec");
        };
        assert_eq!(names.capacity(), 0);
    }

    #[test]
    fn without_a_spec_names_are_shown_and_no_values() {
        let masked = |json: &str| masked(json, &SecretNames::Unknown, &Secrets::default());
        assert_eq!(
            masked(r#"{"a":{"b":[1,"x",{}]},"c":null}"#),
            r#"{"a":{"b":[***,***,{}]},"c":***}"#
        );
        assert_eq!(masked(r#"["x",{"a":1}]"#), r#"[***,{"a":***}]"#);
        assert_eq!(masked("[]"), "[]");
    }
}
