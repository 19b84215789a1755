//! Checks of the limits that the documentation states, before the server does it.

use std::fmt;

use serde_json::Value;

use super::def::{FieldDef, Format};
use super::path::{push_index, push_key};
use super::pattern;
use super::record::{Record, Slot};

/// Checks every field of a request, and of the records in it, and that one of each group is sent.
pub(crate) fn validate(
    record: &dyn Record,
    any_of: &'static [&'static [&'static str]],
) -> Result<(), ValidationError> {
    let mut violations = Vec::new();
    for group in any_of.iter().filter(|group| !has_one(record, group)) {
        violations.push(Violation {
            path: String::new(),
            rule: Rule::AnyOf(group),
            value: None,
        });
    }
    check_record(record, "", false, &mut violations);
    if violations.is_empty() {
        Ok(())
    } else {
        Err(ValidationError { violations })
    }
}

fn has_one(record: &dyn Record, group: &[&str]) -> bool {
    let fields = record.def().fields.iter().enumerate();
    let mut own = fields.filter(|(_, field)| group.contains(&field.name));
    own.any(|(index, _)| !matches!(record.get(index), Slot::Absent))
}

/// What in a request breaks the documented limits.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ValidationError {
    /// Every value that breaks a rule, in the order of the parameters; never empty.
    pub violations: Vec<Violation>,
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.violations.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// A value that breaks a rule.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The place in the request, by the names on the wire: `fields.fields[2].name`; empty for the request itself.
    pub path: String,
    /// The rule that is broken.
    pub rule: Rule,
    /// The value; only the length if that breaks the rule, and nothing of a secret.
    pub value: Option<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => write!(f, "the request must {}", self.rule)?,
            path => write!(f, "`{path}` must {}", self.rule)?,
        }
        match &self.value {
            Some(value) => write!(f, ", and is {value}"),
            None => Ok(()),
        }
    }
}

/// A limit of a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule {
    /// The least number.
    Min(f64),
    /// The greatest number.
    Max(f64),
    /// The least number of characters, or of elements of a list.
    MinLength(usize),
    /// The greatest number of characters, or of elements of a list.
    MaxLength(usize),
    /// The regular expression that the text matches.
    Pattern(&'static str),
    /// The kind of text that it is.
    Format(Format),
    /// The parameters of which at least one is sent.
    AnyOf(&'static [&'static str]),
    /// The field that says what the value is.
    By(&'static str),
    /// The condition that a filter has: that this field equals something.
    Condition(&'static str),
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Min(least) => write!(f, "be at least {least}"),
            Self::Max(greatest) => write!(f, "be at most {greatest}"),
            Self::MinLength(least) => write!(f, "have a length of at least {least}"),
            Self::MaxLength(greatest) => write!(f, "have a length of at most {greatest}"),
            Self::Pattern(pattern) => write!(f, "match `{pattern}`"),
            Self::By(field) => write!(f, "be what `{field}` says"),
            Self::Condition(key) => write!(f, "have a condition `{key}`"),
            Self::Format(Format::Url) => {
                f.write_str("be a full address, `http://…` or `https://…`")
            }
            Self::AnyOf(names) => write!(f, "have at least one of `{}`", names.join("`, `")),
        }
    }
}

fn check_record(record: &dyn Record, path: &str, secret: bool, found: &mut Vec<Violation>) {
    for (index, field) in record.def().fields.iter().enumerate() {
        let mut path = path.to_owned();
        if !field.family {
            push_key(&mut path, field.name);
        }
        let secret = secret || field.secret;
        let slot = record.get(index);
        match slot {
            // The limits are those of each of its keys.
            Slot::Map(family) if field.family => {
                for (key, value) in family.entries() {
                    let mut path = path.clone();
                    push_key(&mut path, key);
                    check_limits(field, value, &path, secret, found);
                }
            }
            slot => check_limits(field, slot, &path, secret, found),
        }
        if let Some(by) = field.limits.by
            && let (Some(case), Slot::Record(value)) = (by.chosen(record), slot)
            && value.def().name != case
        {
            found.push(Violation {
                path: path.clone(),
                rule: Rule::By(by.field),
                value: Some(value.def().name.to_owned()),
            });
        }
        check_inside(slot, &path, secret, found);
    }
}

fn check_limits(
    field: &FieldDef,
    slot: Slot<'_>,
    path: &str,
    secret: bool,
    found: &mut Vec<Violation>,
) {
    let conditions = field.limits.conditions.unwrap_or_default();
    for key in conditions.split_ascii_whitespace() {
        if !has_condition(slot, key) {
            found.push(Violation {
                path: path.to_owned(),
                rule: Rule::Condition(key),
                value: None,
            });
        }
    }
    for (rule, value) in broken(field, slot) {
        found.push(Violation {
            path: path.to_owned(),
            rule,
            value: (!secret).then_some(value),
        });
    }
}

/// Whether a filter has a condition of equality: under this key, or on this field in REST 3.
fn has_condition(filter: Slot<'_>, key: &str) -> bool {
    match filter {
        Slot::Map(conditions) => conditions.entries().any(|(other, _)| other == key),
        Slot::List(triples) => (0..triples.len()).any(|index| {
            let Slot::Json(Value::Array(parts)) = triples.get(index) else {
                return false;
            };
            match parts.as_slice() {
                [field, _] => field == key,
                [field, operator, _] => field == key && operator == "=",
                _ => false,
            }
        }),
        _ => false,
    }
}

fn check_inside(slot: Slot<'_>, path: &str, secret: bool, found: &mut Vec<Violation>) {
    match slot {
        Slot::Record(record) => check_record(record, path, secret, found),
        Slot::List(list) => {
            for index in 0..list.len() {
                let mut path = path.to_owned();
                push_index(&mut path, index);
                check_inside(list.get(index), &path, secret, found);
            }
        }
        Slot::Map(map) => {
            for (key, value) in map.entries() {
                let mut path = path.to_owned();
                push_key(&mut path, key);
                check_inside(value, &path, secret, found);
            }
        }
        _ => {}
    }
}

/// The rules of `field` that `slot` breaks, each with what is shown of the value.
fn broken(field: &FieldDef, slot: Slot<'_>) -> Vec<(Rule, String)> {
    let limits = &field.limits;
    match slot {
        Slot::Integer(value) => number(field, value as f64, value.to_string()),
        Slot::Double(value) => number(field, value, value.to_string()),
        Slot::Decimal(value) => number(field, value.to_f64(), value.to_string()),
        Slot::List(list) => length(field, list.len()),
        Slot::Text(text) => {
            let mut broken = length(field, text.chars().count());
            let pattern = limits
                .pattern
                .filter(|pattern| !pattern::matches(pattern, text));
            let pattern = pattern.map(Rule::Pattern);
            let format = limits.format.filter(|format| !format.fits(text));
            let rules = pattern.into_iter().chain(format.map(Rule::Format));
            broken.extend(rules.map(|rule| (rule, format!("{text:?}"))));
            broken
        }
        _ => Vec::new(),
    }
}

fn number(field: &FieldDef, value: f64, shown: String) -> Vec<(Rule, String)> {
    let min = field.limits.min.filter(|min| value < *min).map(Rule::Min);
    let max = field.limits.max.filter(|max| value > *max).map(Rule::Max);
    let rules = min.into_iter().chain(max);
    rules.map(|rule| (rule, shown.clone())).collect()
}

fn length(field: &FieldDef, length: usize) -> Vec<(Rule, String)> {
    let limits = &field.limits;
    let min = limits
        .min_length
        .filter(|min| length < *min)
        .map(Rule::MinLength);
    let max = limits
        .max_length
        .filter(|max| length > *max)
        .map(Rule::MaxLength);
    let rules = min.into_iter().chain(max);
    rules.map(|rule| (rule, length.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::runtime::Decimal;

    struct Request {
        parents: BTreeMap<String, i64>,
    }

    crate::runtime::macros::record! {
        Request {
            0: parents => "parentId*" family: min(1.0),
        }
    }

    #[test]
    fn the_limits_of_a_family_are_those_of_each_key() {
        let parents = [("parentId1", 1), ("parentId2", 0)];
        let parents = parents.map(|(key, value)| (key.to_owned(), value)).into();
        let broken = validate(&Request { parents }, &[]).map_err(|error| error.violations);
        let expected = Violation {
            path: "parentId2".to_owned(),
            rule: Rule::Min(1.0),
            value: Some("0".to_owned()),
        };
        assert_eq!(broken, Err(vec![expected]));
    }

    struct Price {
        price: Decimal,
    }

    crate::runtime::macros::record! {
        Price {
            0: price => "price" required: min(0.0) max(1e6),
        }
    }

    #[test]
    fn the_limits_of_a_decimal_number_are_about_its_value() {
        let broken = |price: &str| {
            let price = price.parse().unwrap_or_default();
            validate(&Price { price }, &[]).map_err(|error| error.to_string())
        };
        for price in ["0", "-0.00", "1500.50", "1e6"] {
            assert_eq!(broken(price), Ok(()), "{price}");
        }
        for price in ["-0.01", "1000000.01"] {
            let told = broken(price).map_err(|error| error.contains(price));
            assert_eq!(told, Err(true), "{price}");
        }
    }

    struct Handler {
        url: String,
    }

    crate::runtime::macros::record! {
        Handler {
            0: url => "url" required: max_length(40) format(crate::record::Format::Url),
        }
    }

    #[test]
    fn an_address_is_whole() {
        let told = |url: &str| {
            let url = url.to_owned();
            validate(&Handler { url }, &[]).map_err(|error| error.to_string())
        };
        for url in [
            "http://a",
            "https://example.com/a?b=c",
            "HTTPS://[::1]:8080",
            "https://пример.рф/",
        ] {
            assert_eq!(told(url), Ok(()), "{url}");
        }
        let not = [
            "",
            "u",
            "/local/handler.php",
            "example.com",
            "https://",
            "https:///a",
            "https://?a",
            "ftp://a",
            "https:/a",
            " https://a",
            "https://a/b c",
            "https://a\n",
        ];
        for url in not {
            let wanted = "`url` must be a full address, `http://…` or `https://…`, and is";
            assert_eq!(told(url), Err(format!("{wanted} {url:?}")), "{url:?}");
        }
    }

    struct Contact {
        email: Option<String>,
        phone: Option<String>,
    }

    crate::runtime::macros::record! {
        Contact {
            0: email => "EMAIL",
            1: phone => "PHONE",
        }
    }

    #[test]
    fn one_of_a_group_is_sent() {
        let mut contact = Contact {
            email: None,
            phone: None,
        };
        let group: &[&[&str]] = &[&["EMAIL", "PHONE"]];
        let told = validate(&contact, group).map_err(|error| error.to_string());
        let expected = "the request must have at least one of `EMAIL`, `PHONE`";
        assert_eq!(told, Err(expected.to_owned()));
        contact.phone = Some("7".to_owned());
        assert_eq!(validate(&contact, group), Ok(()));
    }
}
