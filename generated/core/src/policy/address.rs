//! Where a portal is, and where it may move.

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

use std::str::FromStr;

use http::Uri;

use super::build_error::BuildError;
use super::host::{is_loopback, is_one_of};
use super::vendor::ZONES;
use crate::{Secret, Version};

/// The address of a portal's API.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Address {
    /// `https`; or `http`, of this machine or of a host to which the caller allows it.
    scheme: &'static str,
    /// Host and port.
    host: String,
    /// What stands before `rest`: empty, or `/` and folders.
    folder: String,
    /// `USER/CODE` of a webhook.
    webhook: Option<Secret<String>>,
}

/// Where plain HTTP may lead, beside this machine.
#[derive(Clone, Copy)]
pub(super) enum Plain<'a> {
    /// To these hosts.
    Hosts(&'a [String]),
    /// Anywhere: nothing is sent.
    Anywhere,
}

impl Plain<'_> {
    fn is_allowed(self, host: &str) -> bool {
        match self {
            Self::Hosts(hosts) => is_loopback(host) || is_one_of(hosts, host),
            Self::Anywhere => true,
        }
    }
}

const WEBHOOK: &str = "https://PORTAL/rest/USER/CODE/";

impl Address {
    /// Reads `https://PORTAL/rest/USER/CODE/`.
    pub(super) fn webhook(url: &str, plain: Plain<'_>) -> Result<Self, BuildError> {
        let form = || BuildError::new(format!("a webhook's address has the form {WEBHOOK}"));
        let uri = Uri::from_str(url.trim()).map_err(|_| form())?;
        let (scheme, host) = origin(&uri, plain)?;
        let path = uri.path().trim_end_matches('/');
        let mut parts = path.rsplitn(3, '/');
        let (Some(code), Some(user), Some(folder)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(form());
        };
        let folder = folder.strip_suffix("/rest").ok_or_else(form)?;
        let is_user = !user.is_empty() && user.bytes().all(|byte| byte.is_ascii_digit());
        if !is_user || code.is_empty() || uri.query().is_some() {
            return Err(form());
        }
        Ok(Self {
            scheme,
            host,
            folder: folder.to_owned(),
            webhook: Some(Secret::from(format!("{user}/{code}"))),
        })
    }

    /// Reads the `client_endpoint` of an application, `https://PORTAL/rest/`, or the portal's host alone.
    pub(super) fn endpoint(endpoint: &str, plain: Plain<'_>) -> Result<Self, BuildError> {
        let endpoint = endpoint.trim();
        let uri = match endpoint.contains("://") {
            true => Uri::from_str(endpoint),
            false => Uri::from_str(&format!("https://{endpoint}")),
        };
        let uri = uri.map_err(|_| BuildError::new("the portal's address is none"))?;
        let (scheme, host) = origin(&uri, plain)?;
        let path = uri.path().trim_end_matches('/');
        Ok(Self {
            scheme,
            host,
            folder: path.strip_suffix("/rest").unwrap_or(path).to_owned(),
            webhook: None,
        })
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The host without its port.
    pub(super) fn host_name(&self) -> &str {
        let port = |(_, port): &(&str, &str)| port.bytes().all(|byte| byte.is_ascii_digit());
        let split = self.host.rsplit_once(':').filter(port);
        split.map_or(self.host.as_str(), |(name, _)| name)
    }

    /// Whether it is reached without TLS, as this machine may be.
    pub(super) fn is_plain(&self) -> bool {
        self.scheme == "http"
    }

    /// The code of a webhook.
    pub(super) fn code(&self) -> Option<&str> {
        let (_, code) = self.webhook.as_ref()?.expose_secret().split_once('/')?;
        Some(code)
    }

    /// Whether this is an address of the portal, and not of one whose name begins alike.
    pub(super) fn has(&self, url: &str) -> bool {
        let path = url.strip_prefix(self.origin().as_str());
        path.is_some_and(|path| path.starts_with('/'))
    }

    /// Host and scheme, with which a path begins.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.folder)
    }

    /// The address as the tokens of an application have it: `https://PORTAL/rest/`.
    pub(super) fn client_endpoint(&self) -> String {
        format!("{}/rest/", self.origin())
    }

    /// The address of a method.
    pub(super) fn url(&self, version: Version, method: &str) -> String {
        let (scheme, host, folder) = (self.scheme, self.host.as_str(), self.folder.as_str());
        let webhook = self.webhook.as_ref();
        let webhook = webhook.map(|webhook| webhook.expose_secret().as_str());
        let slash = if webhook.is_some() { "/" } else { "" };
        let credentials = webhook.unwrap_or_default();
        let path = version.path();
        // Faster than formatting, and this is done for each call.
        [
            scheme,
            "://",
            host,
            folder,
            "/",
            path,
            "/",
            credentials,
            slash,
            method,
        ]
        .concat()
    }

    /// The address of the portal after it has moved: `location` is what `url` was redirected to. The error says why it is not
    /// followed.
    pub(super) fn moved(
        &self,
        url: &str,
        location: &str,
        allowed: &[String],
        plain: Plain<'_>,
    ) -> Result<Self, String> {
        let strange = || "a redirect to somewhere that is no address".to_owned();
        let (from, to) = (Uri::from_str(url), Uri::from_str(location));
        let (from, to) = (from.map_err(|_| strange())?, to.map_err(|_| strange())?);
        let (scheme, host) = origin(&to, plain).map_err(|error| format!("a redirect: {error}"))?;
        if to.path().trim_end_matches('/') != from.path().trim_end_matches('/') {
            return Err(format!(
                "a redirect to another page of {host}, which is no answer"
            ));
        }
        if (scheme, host.as_str()) == (self.scheme, self.host.as_str()) {
            return Err("a redirect to the same address".to_owned());
        }
        let is_allowed = allowed
            .iter()
            .any(|allowed| allowed.eq_ignore_ascii_case(&host));
        // Whoever has a zone has the portal already, so moving within it asks for no new trust.
        let is_known = |new| ZONES.contains(&new) || zone(&self.host) == Some(new);
        if !is_allowed && !zone(&host).is_some_and(is_known) {
            return Err(format!(
                "a redirect to {host}, which is no domain of Bitrix24; `allow_host` would allow it"
            ));
        }
        Ok(Self {
            scheme,
            host,
            ..self.clone()
        })
    }
}

/// Scheme, and host with port, of an address that may be trusted with a secret.
fn origin(uri: &Uri, plain: Plain<'_>) -> Result<(&'static str, String), BuildError> {
    let host = uri.host().filter(|host| !host.is_empty());
    let host = host.ok_or_else(|| BuildError::new("the address has no host"))?;
    if uri
        .authority()
        .is_some_and(|authority| authority.as_str().contains('@'))
    {
        return Err(BuildError::new("the address has a user before its host"));
    }
    let scheme = match uri.scheme_str() {
        Some("https") => "https",
        Some("http") if plain.is_allowed(host) => "http",
        _ => {
            return Err(BuildError::new(
                "the address must begin with https://, except for this machine; `danger_allow_http` allows http:// for one host",
            ));
        }
    };
    let host = host.to_ascii_lowercase();
    Ok(match (scheme, uri.port_u16()) {
        (_, None) | ("https", Some(443)) | ("http", Some(80)) => (scheme, host),
        (_, Some(port)) => (scheme, format!("{host}:{port}")),
    })
}

/// The zone of a portal in the cloud: what stands behind `.bitrix24.`, if that is a top-level domain or two.
fn zone(host: &str) -> Option<&str> {
    let (portal, zone) = host.rsplit_once(".bitrix24.")?;
    let is_label =
        |label: &str| label.len() > 1 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_zone = zone.split('.').count() <= 2 && zone.split('.').all(is_label);
    (is_zone && !portal.is_empty()).then_some(zone)
}
