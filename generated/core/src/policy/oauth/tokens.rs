//! The tokens of an application for a portal.

use crate::policy::address::{Address, Plain};

/// The tokens of an application for one portal, and what is told with them.
///
/// They come from [`exchange_code`](crate::client::Builder::exchange_code), from the event of an installation ([`Tokens::from_event`]), or out of
/// a store. As JSON they have the names that the authorisation server gives them; decoding takes its whole answer. `Debug`
/// shows no token; serialised, they are there.
///
/// ```
/// use bitrix24::client::Tokens;
///
/// let answer = r#"{"access_token":"a1","refresh_token":"r1","expires_in":"3600","scope":"crm",
///     "client_endpoint":"https:\/\/portal.bitrix24.com\/rest\/","member_id":"m1"}"#;
/// let tokens: Tokens = serde_json::from_str(answer)?;
/// assert_eq!(tokens.client_endpoint, "https://portal.bitrix24.com/rest/");
/// assert!(!format!("{tokens:?}").contains("a1"));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[non_exhaustive]
pub struct Tokens {
    /// What a call carries. It is valid for an hour.
    pub access_token: String,
    /// What buys the next pair of tokens; for 180 days, and once. Events of users have none.
    pub refresh_token: Option<String>,
    /// The portal's API: `https://PORTAL/rest/`.
    pub client_endpoint: String,
    /// The authorisation server's API.
    pub server_endpoint: Option<String>,
    /// What identifies the portal, also after it was renamed.
    pub member_id: Option<String>,
    /// The host of the portal, or of the authorisation server.
    pub domain: Option<String>,
    /// The scopes, separated by commas.
    pub scope: Option<String>,
    /// The state of the application: `F` free, `D` demo, `T` trial, `P` paid, `L` local, `S` by subscription.
    pub status: Option<String>,
    /// The user who the tokens are of.
    pub user_id: Option<i64>,
    /// When the access token expires, in seconds of Unix time.
    pub expires: Option<i64>,
    /// For how many seconds it was valid when it was given.
    pub expires_in: Option<i64>,
    /// What the portal shows in its events, so that they can be told from forged ones.
    pub application_token: Option<String>,
}

crate::runtime::record! {
    Tokens {
        0: access_token => "access_token" required secret,
        1: refresh_token => "refresh_token" secret,
        2: client_endpoint => "client_endpoint" required,
        3: server_endpoint => "server_endpoint",
        4: member_id => "member_id",
        5: domain => "domain",
        6: scope => "scope",
        7: status => "status",
        8: user_id => "user_id",
        9: expires => "expires",
        10: expires_in => "expires_in",
        11: application_token => "application_token" secret,
    }
}

// A store of any kind writes it.
#[cfg(not(feature = "serde"))]
crate::runtime::macros::serde!(Tokens);

impl Tokens {
    /// A pair of tokens for the portal at `client_endpoint`, `https://PORTAL/rest/`.
    #[must_use]
    pub fn new(
        access_token: impl Into<String>,
        refresh_token: impl Into<String>,
        client_endpoint: impl Into<String>,
    ) -> Self {
        let mut tokens: Self = crate::runtime::Wire::blank();
        tokens.access_token = access_token.into();
        tokens.refresh_token = Some(refresh_token.into());
        tokens.client_endpoint = client_endpoint.into();
        tokens
    }

    /// Whether both say of which portal they are, and it is not the same one.
    pub(crate) fn is_of_another_portal(&self, other: &Self) -> bool {
        let portals = self.member_id.as_ref().zip(other.member_id.as_ref());
        portals.is_some_and(|(own, other)| own != other)
    }

    /// Whether both are of one portal, by its ID, or by its address where one of them does not say the ID.
    pub(super) fn is_of_the_same_portal(&self, other: &Self) -> bool {
        match (&self.member_id, &other.member_id) {
            (Some(own), Some(other)) => own == other,
            _ => {
                let address = |tokens: &Self| {
                    Address::endpoint(&tokens.client_endpoint, Plain::Anywhere).ok()
                };
                address(self).is_some_and(|own| address(other) == Some(own))
            }
        }
    }

    /// Keeps what an installation tells and later answers do not repeat.
    pub(super) fn keep_installation(&mut self, old: &Self) {
        keep(&mut self.application_token, &old.application_token);
        keep(&mut self.member_id, &old.member_id);
        keep(&mut self.server_endpoint, &old.server_endpoint);
        keep(&mut self.domain, &old.domain);
        keep(&mut self.scope, &old.scope);
        keep(&mut self.status, &old.status);
    }

    /// Keeps what belongs to the pair that these replace, and a renewal need not repeat.
    pub(crate) fn keep_pair(&mut self, old: &Self) {
        keep(&mut self.refresh_token, &old.refresh_token);
        self.user_id = self.user_id.or(old.user_id);
        self.keep_installation(old);
    }

    /// The tokens, with the time when they expire, if they were given at this time.
    pub(super) fn dated(mut self, unix: i64) -> Self {
        let valid = self.expires_in.map(|valid| unix.saturating_add(valid));
        self.expires = self.expires.or(valid);
        self
    }
}

fn keep(new: &mut Option<String>, old: &Option<String>) {
    if new.as_deref().is_none_or(str::is_empty) {
        new.clone_from(old);
    }
}
