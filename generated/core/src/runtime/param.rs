//! Parameters beyond those that the type of a request has, by their paths.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;
use serde_json::value::RawValue;

use super::encode::to_value;
use super::encode_error::EncodeError;
use super::members::{elements, members};
use super::record::Wire;

/// A value to send by its path: JSON, or a value of any type of the API.
pub trait IntoParam {
    #[doc(hidden)]
    fn into_param(self) -> Result<Value, EncodeError>;
}

impl<T: Wire> IntoParam for T {
    fn into_param(self) -> Result<Value, EncodeError> {
        to_value(self.slot()).map_err(|error| EncodeError::new(error.to_string()))
    }
}

impl IntoParam for &str {
    fn into_param(self) -> Result<Value, EncodeError> {
        Ok(self.into())
    }
}

impl IntoParam for i32 {
    fn into_param(self) -> Result<Value, EncodeError> {
        Ok(self.into())
    }
}

/// A value, and where it stands.
#[derive(Clone)]
pub(crate) struct Param {
    path: String,
    value: Result<Value, EncodeError>,
}

impl Param {
    pub(crate) fn new(path: &str, value: impl IntoParam) -> Self {
        Self {
            path: path.to_owned(),
            value: value.into_param(),
        }
    }

    /// The parameters, as JSON, with these in their places.
    pub(crate) fn set_all(params: &[Self], body: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
        let mut body = String::from_utf8(body).map_err(|_| broken())?;
        for param in params {
            let value = param
                .value
                .as_ref()
                .map_err(EncodeError::clone)?
                .to_string();
            let path = &param.path;
            let keys = keys(path).ok_or_else(|| {
                EncodeError::new(format!("`{path}` is not the path of a parameter"))
            })?;
            body = set(&body, &keys, &value).ok_or_else(|| {
                EncodeError::new(format!(
                    "the parameter `{path}` leads through a value that is not an object or an array"
                ))
            })?;
        }
        Ok(body.into_bytes())
    }

    /// The same, where a request says nothing about them itself.
    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    pub(crate) fn add_all(params: &[Self], body: Vec<u8>) -> Result<Vec<u8>, EncodeError> {
        let is_absent = |param: &&Self| {
            let json = std::str::from_utf8(&body).ok();
            json.is_none_or(|json| place(json, &param.path).is_none())
        };
        let absent: Vec<Self> = params.iter().filter(is_absent).cloned().collect();
        Self::set_all(&absent, body)
    }
}

/// A value may be a secret, which only a spec would tell: only its path is shown.
impl fmt::Debug for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

fn broken() -> EncodeError {
    EncodeError::new("the parameters are not valid JSON")
}

/// Deeper than this nothing is read in answers either; PHP goes down to 512.
const DEEPEST: usize = 128;

/// The keys of a path: `fields.PHONE[0].VALUE`, `filter[>=DATE]`; nothing if it has an empty key or half a bracket, or too many.
fn keys(path: &str) -> Option<Vec<&str>> {
    let (mut keys, mut rest) = (Vec::new(), path);
    while !rest.is_empty() {
        let key = match rest.strip_prefix('[') {
            Some(inside) => {
                let (key, behind) = inside.split_once(']')?;
                rest = behind;
                key
            }
            None => {
                // Behind a bracket and between two names stands a dot, and nowhere else.
                let name = match keys.is_empty() {
                    true => rest,
                    false => rest.strip_prefix('.')?,
                };
                let (key, behind) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
                rest = behind;
                key
            }
        };
        let is_key = !key.is_empty() && !key.contains(['[', ']']);
        keys.push(Some(key).filter(|_| is_key)?);
    }
    Some(keys).filter(|keys| (1..=DEEPEST).contains(&keys.len()))
}

/// What stands at a path.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
pub(crate) fn place<'j>(json: &'j str, path: &str) -> Option<&'j str> {
    let mut keys = keys(path)?.into_iter();
    keys.try_fold(json, child)
}

/// What stands under a key.
#[cfg(any(feature = "client-core", feature = "blocking-core"))]
fn child<'j>(json: &'j str, key: &str) -> Option<&'j str> {
    if json.starts_with('[') {
        let element = elements(json)?.into_iter().nth(key.parse().ok()?)?;
        return Some(element.get());
    }
    let mut members = members(json)?.into_iter();
    let (_, value) = members.find(|(name, _)| name == key)?;
    Some(value.get())
}

/// JSON with `value` under these keys; nothing if there is no place for it. What is missing on the way is added.
pub(crate) fn set(json: &str, keys: &[&str], value: &str) -> Option<String> {
    let Some((key, rest)) = keys.split_first() else {
        return Some(value.to_owned());
    };
    let index = key.parse::<usize>().ok();
    match json.as_bytes() {
        [b'[', ..] => {
            let mut elements = texts(elements(json)?);
            // PHP takes an empty array for an empty object.
            if elements.is_empty() && index.is_none() {
                return set("{}", keys, value);
            }
            let index = index.filter(|index| *index <= elements.len())?;
            if index == elements.len() {
                elements.push(Cow::Borrowed("null"));
            }
            let element = elements.get_mut(index)?;
            *element = Cow::Owned(set(element, rest, value)?);
            Some(format!("[{}]", elements.join(",")))
        }
        [b'{', ..] => {
            let (names, mut values): (Vec<_>, Vec<_>) = members(json)?.into_iter().unzip();
            let (mut names, mut values) = (names, texts(std::mem::take(&mut values)));
            let place = names.iter().position(|name| name == key);
            let place = place.unwrap_or_else(|| {
                names.push(Cow::Borrowed(*key));
                values.push(Cow::Borrowed("null"));
                names.len() - 1
            });
            let member = values.get_mut(place)?;
            *member = Cow::Owned(set(member, rest, value)?);
            let member = |(name, value): (&Cow<'_, str>, &Cow<'_, str>)| {
                format!("{}:{value}", Value::from(name.as_ref()))
            };
            let members: Vec<_> = names.iter().zip(&values).map(member).collect();
            Some(format!("{{{}}}", members.join(",")))
        }
        b"null" if index == Some(0) => set("[]", keys, value),
        b"null" => set("{}", keys, value),
        _ => None,
    }
}

fn texts(values: Vec<&RawValue>) -> Vec<Cow<'_, str>> {
    let texts = values.into_iter().map(|value| Cow::Borrowed(value.get()));
    texts.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use super::*;

    fn with(body: &str, params: &[(&str, Value)]) -> Result<String, EncodeError> {
        let param = |(path, value): &(&str, Value)| Param::new(path, value.clone());
        let params: Vec<_> = params.iter().map(param).collect();
        let body = Param::set_all(&params, body.as_bytes().to_vec())?;
        Ok(String::from_utf8(body).unwrap())
    }

    #[test]
    fn a_parameter_takes_its_place_and_leaves_the_others_theirs() {
        for (body, path, value, expected) in [
            ("{}", "a", json!(1), r#"{"a":1}"#),
            (r#"{"b":1,"a":[2]}"#, "a", json!(""), r#"{"b":1,"a":""}"#),
            (
                r#"{"z":1,"b":2}"#,
                "a.c",
                json!([]),
                r#"{"z":1,"b":2,"a":{"c":[]}}"#,
            ),
            (
                r#"{"f":{"a.b":1}}"#,
                "f[a.b]",
                json!(2),
                r#"{"f":{"a.b":2}}"#,
            ),
            (r#"{"f":[]}"#, "f[>ID]", json!("7"), r#"{"f":{">ID":"7"}}"#),
            (
                r#"{"f":[{"a":1}]}"#,
                "f[0].b",
                json!(null),
                r#"{"f":[{"a":1,"b":null}]}"#,
            ),
            (r#"{"f":[1]}"#, "f.1", json!(2), r#"{"f":[1,2]}"#),
            (
                "{}",
                "f[0][VALUE]",
                json!(true),
                r#"{"f":[{"VALUE":true}]}"#,
            ),
            (
                "[7]",
                "1.TITLE",
                json!("\u{fc}\""),
                "[7,{\"TITLE\":\"\u{fc}\\\"\"}]",
            ),
        ] {
            assert_eq!(with(body, &[(path, value)]).unwrap(), expected, "{path}");
        }
    }

    #[test]
    fn the_last_of_one_path_counts() {
        let two = [("a", json!(1)), ("a", json!(2))];
        assert_eq!(with("{}", &two).unwrap(), r#"{"a":2}"#);
    }

    #[test]
    fn a_path_through_a_value_is_an_error() {
        for path in ["a.b", "f[2]", "f.x"] {
            let error = with(r#"{"a":1,"f":[1]}"#, &[(path, json!(1))]).unwrap_err();
            assert!(error.to_string().contains(path), "{error}");
        }
        assert!(with("{}", &[("a", json!(1)), ("a.b", json!(1))]).is_err());
        assert!(Param::set_all(&[Param::new("a", f64::NAN)], b"{}".to_vec()).is_err());
    }

    #[cfg(any(feature = "client-core", feature = "blocking-core"))]
    #[test]
    fn what_a_request_says_itself_is_kept() {
        let params = [Param::new("a.b", 1), Param::new("c", 2)];
        let add = |body: &str| {
            let body = Param::add_all(&params, body.as_bytes().to_vec()).unwrap();
            String::from_utf8(body).unwrap()
        };
        assert_eq!(add(r#"{"a":{"b":0}}"#), r#"{"a":{"b":0},"c":2}"#);
        assert_eq!(add(r#"{"c":0,"a":{}}"#), r#"{"c":0,"a":{"b":1}}"#);
    }

    #[test]
    fn what_is_not_a_path_is_an_error() {
        for path in [
            "", ".", "a.", ".a", "a..b", "a[", "a[]", "a[b", "a]", "a[b]c", "a[[b]]",
        ] {
            let error = with("{}", &[(path, json!(1))]).unwrap_err();
            assert!(
                error.to_string().contains("is not the path"),
                "{path}: {error}"
            );
        }
        assert!(with("{}", &[(&"[0]".repeat(100_000), json!(1))]).is_err());
        assert!(with("{}", &[(&"[0]".repeat(DEEPEST), json!(1))]).is_ok());
        assert_eq!(keys("[a.b][0].c[>=D]"), Some(vec!["a.b", "0", "c", ">=D"]));
    }

    #[test]
    fn a_value_is_not_shown() {
        assert_eq!(format!("{:?}", Param::new("auth", "s3cret")), "auth");
    }
}
