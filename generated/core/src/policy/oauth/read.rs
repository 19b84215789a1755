//! Reads tokens that others have written: each field by itself, so that an odd one costs nothing but itself.

use serde_json::Value;

use super::tokens::Tokens;
use crate::policy::BuildError;
use crate::policy::address::{Address, Plain};

impl Tokens {
    /// Reads the fields that `get` gives. What cannot be read is absent. `old` are the tokens that these replace: their portal
    /// stays where it is unless it has moved to an address that may be trusted with a token. An address that replaces none is
    /// kept as it is, for a client is not built with one that may not be trusted.
    pub(super) fn read(
        get: &dyn Fn(&str) -> Option<Value>,
        old: Option<&Self>,
    ) -> Result<Self, BuildError> {
        let access_token = get("access_token").and_then(token);
        let access_token = access_token.ok_or_else(|| BuildError::new("no access token"))?;
        let endpoint = get("client_endpoint").and_then(token);
        let client_endpoint = match old.map(|old| old.client_endpoint.as_str()) {
            None => endpoint,
            Some(old) => endpoint
                .filter(|new| is_as_safe(new, old))
                .or_else(|| Some(old.to_owned())),
        };
        let client_endpoint = client_endpoint
            .ok_or_else(|| BuildError::new("no address of the portal, `client_endpoint`"))?;
        Ok(Self {
            access_token,
            refresh_token: get("refresh_token").and_then(token),
            client_endpoint,
            server_endpoint: get("server_endpoint").and_then(text),
            member_id: get("member_id").and_then(text),
            domain: get("domain").and_then(text),
            scope: get("scope").and_then(list),
            status: get("status").and_then(text),
            user_id: get("user_id").and_then(|value| integer(&value)),
            expires: get("expires").and_then(|value| seconds(&value)),
            expires_in: get("expires_in").and_then(|value| seconds(&value)),
            application_token: get("application_token").and_then(token),
        })
    }
}

/// Whether calls may go to `new` where they went to `old` so far: over TLS, or by plain HTTP to the same host, or to this machine if
/// they stay there.
fn is_as_safe(new: &str, old: &str) -> bool {
    let old = Address::endpoint(old, Plain::Anywhere).ok();
    let plain = old.as_ref().filter(|old| old.is_plain());
    let hosts: Vec<_> = plain
        .map(|old| old.host_name().to_owned())
        .into_iter()
        .collect();
    let address = |text: &str| Address::endpoint(text, Plain::Hosts(&hosts)).ok();
    // A word alone would pass for the name of a host.
    match (new.contains("://").then(|| address(new)).flatten(), old) {
        (Some(new), Some(old)) => old.is_plain() || !new.is_plain(),
        (new, _) => new.is_some(),
    }
}

fn token(value: Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        value => token(value),
    }
}

/// Texts separated by commas. PHP makes an object of a list with gaps.
fn list(value: Value) -> Option<String> {
    let items: Vec<_> = match value {
        Value::Array(items) => items.into_iter().filter_map(text).collect(),
        Value::Object(items) => items
            .into_iter()
            .filter_map(|(_, item)| text(item))
            .collect(),
        value => return text(value),
    };
    (!items.is_empty()).then(|| items.join(","))
}

fn integer(value: &Value) -> Option<i64> {
    number(value)
        .filter(|number| number.fract() == 0.0)
        .map(|number| number as i64)
}

fn seconds(value: &Value) -> Option<i64> {
    number(value).map(|number| number.trunc() as i64)
}

/// A number, also as text. A greater one than a float holds exactly is neither a time nor an ID.
fn number(value: &Value) -> Option<f64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|number| number.abs() < EXACT)
}
