//! The tokens in an event that a portal posts.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::tokens::Tokens;
use crate::policy::BuildError;

impl Tokens {
    /// Reads the tokens from the body of an event, as Bitrix24 posts it: form-encoded, with the tokens under `auth`. Of two fields
    /// with the same name the last one counts, as in PHP.
    ///
    /// Those with a refresh token come with `ONAPPINSTALL` only. Before anything is done because of an event, compare its
    /// [`application_token`](Self::application_token) with that of the installation. See
    /// [events](https://apidocs.bitrix24.com/api-reference/events/index.html).
    ///
    /// # Errors
    ///
    /// The access token or the portal's address is missing, as in an event that an automation rule triggered. Any other field
    /// that cannot be read is absent.
    ///
    /// ```
    /// use bitrix24::client::Tokens;
    ///
    /// let body = "event=ONAPPINSTALL&ts=1747042200&auth[access_token]=a1&auth[refresh_token]=r1&auth%5Bexpires_in%5D=3600\
    ///     &auth[client_endpoint]=https%3A%2F%2Fportal.bitrix24.com%2Frest%2F&auth[application_token]=t1";
    /// let tokens = Tokens::from_event(body)?;
    /// assert_eq!(tokens.refresh_token.as_deref(), Some("r1"));
    /// assert_eq!(tokens.expires_in, Some(3600));
    /// # Ok::<(), bitrix24::client::BuildError>(())
    /// ```
    pub fn from_event(body: impl AsRef<[u8]>) -> Result<Self, BuildError> {
        let body = String::from_utf8_lossy(body.as_ref());
        let (mut auth, mut sent_at) = (BTreeMap::new(), None);
        for pair in body.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            match name.split_once('[') {
                None if name == "ts" => sent_at = value.trim().parse().ok(),
                // A value that is no array replaces one.
                None if name == "auth" => auth.clear(),
                Some(("auth", keys)) => set(&mut auth, keys, value),
                _ => {}
            }
        }
        let get = |name: &str| match name {
            // Some events spell it so.
            "server_endpoint" => auth
                .get(name)
                .or_else(|| auth.get("server_andpoint"))
                .cloned(),
            name => auth.get(name).cloned(),
        };
        let tokens = Self::read(&get, None);
        let tokens =
            tokens.map_err(|missing| BuildError::new(format!("the event has {missing}")))?;
        Ok(match sent_at {
            Some(unix) => tokens.dated(unix),
            None => tokens,
        })
    }
}

/// Sets `auth[KEY]`, or an item of `auth[KEY][ITEM]`; `keys` is what stands behind the first bracket.
fn set(auth: &mut BTreeMap<String, Value>, keys: &str, value: String) {
    let Some((key, rest)) = keys.split_once(']') else {
        return;
    };
    // PHP does not look at what follows a key, unless that is another.
    let Some(item) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        auth.insert(key.to_owned(), Value::String(value));
        return;
    };
    let field = auth.entry(key.to_owned()).or_default();
    if !field.is_object() {
        *field = Value::Object(Map::new());
    }
    if let Value::Object(items) = field {
        let item = match item.0 {
            "" => items.len().to_string(),
            item => item.to_owned(),
        };
        items.insert(item, Value::String(value));
    }
}

/// Decodes a part of a form.
fn decoded(text: &str) -> String {
    let text = text.replace('+', " ");
    percent_decode_str(&text).decode_utf8_lossy().into_owned()
}
