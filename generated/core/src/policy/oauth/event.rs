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
        let tokens = Form::read(body.as_ref()).tokens();
        tokens.map_err(|missing| BuildError::new(format!("the event has {missing}")))
    }
}

/// A verified event of a portal, from `Portals::receive`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PortalEvent {
    /// Event code in upper case, such as `ONAPPUNINSTALL`.
    pub name: String,
    /// ID of the portal, as in [`Tokens::member_id`].
    pub member_id: String,
    /// Tokens of the user who caused the event. They are valid for an hour, and cannot be renewed. Absent if the event has
    /// none, as `ONAPPUNINSTALL` or an event of an automation rule, and for `ONAPPINSTALL`, whose tokens are stored for the
    /// portal.
    pub tokens: Option<Tokens>,
    /// Time the event was sent, in seconds of Unix time.
    pub sent_at: Option<i64>,
}

/// An event that has not been verified yet.
pub(crate) struct Received {
    pub(crate) event: PortalEvent,
    application_token: Option<String>,
}

impl Received {
    pub(crate) fn read(body: &[u8]) -> Result<Self, BuildError> {
        let form = Form::read(body);
        let missing = |what| BuildError::new(format!("the event has no {what}"));
        let name = form.event.as_ref().ok_or_else(|| missing("`event`"))?;
        let member_id = form.text("member_id");
        Ok(Self {
            event: PortalEvent {
                name: name.to_ascii_uppercase(),
                member_id: member_id.ok_or_else(|| missing("`member_id`"))?,
                tokens: form.tokens().ok(),
                sent_at: form.sent_at,
            },
            application_token: form.text("application_token"),
        })
    }

    /// Whether it shows the secret of this installation. How long that takes does not tell how much of it is right.
    pub(crate) fn is_of(&self, installed: &Tokens) -> bool {
        let (Some(shown), Some(own)) = (&self.application_token, &installed.application_token)
        else {
            return false;
        };
        let pairs = shown.bytes().zip(own.bytes());
        let differences = pairs.fold(0, |found, (shown, own)| found | (shown ^ own));
        shown.len() == own.len() && !own.is_empty() && differences == 0
    }
}

/// The form of an event, as far as it tells who has sent it.
#[derive(Default)]
struct Form {
    event: Option<String>,
    sent_at: Option<i64>,
    auth: BTreeMap<String, Value>,
}

impl Form {
    fn read(body: &[u8]) -> Self {
        let body = String::from_utf8_lossy(body);
        let mut form = Self::default();
        for pair in body.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decoded(name), decoded(value));
            match name.split_once('[') {
                None if name == "event" => form.event = Some(value),
                None if name == "ts" => form.sent_at = value.trim().parse().ok(),
                // A value that is no array replaces one.
                None if name == "auth" => form.auth.clear(),
                Some(("auth", keys)) => set(&mut form.auth, keys, value),
                _ => {}
            }
        }
        form
    }

    fn text(&self, name: &str) -> Option<String> {
        let text = self.auth.get(name)?.as_str()?;
        (!text.trim().is_empty()).then(|| text.to_owned())
    }

    fn tokens(&self) -> Result<Tokens, BuildError> {
        let auth = &self.auth;
        let get = |name: &str| match name {
            // Some events spell it so.
            "server_endpoint" => auth
                .get(name)
                .or_else(|| auth.get("server_andpoint"))
                .cloned(),
            name => auth.get(name).cloned(),
        };
        let tokens = Tokens::read(&get, None)?;
        Ok(match self.sent_at {
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
