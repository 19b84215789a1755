//! Where a portal is, and where it may move.

use std::str::FromStr;

use http::Uri;

use super::build_error::BuildError;
use super::connect::is_loopback;
use super::vendor::ZONES;
use crate::{Secret, Version};

/// The address of a portal's API.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Address {
    /// `https`, or `http` of this machine.
    scheme: &'static str,
    /// Host and port.
    host: String,
    /// What stands before `rest`: empty, or `/` and folders.
    folder: String,
    /// `USER/CODE` of a webhook.
    webhook: Option<Secret<String>>,
}

const WEBHOOK: &str = "https://PORTAL/rest/USER/CODE/";

impl Address {
    /// Reads `https://PORTAL/rest/USER/CODE/`.
    pub(super) fn webhook(url: &str) -> Result<Self, BuildError> {
        let form = || BuildError::new(format!("a webhook's address has the form {WEBHOOK}"));
        let uri = Uri::from_str(url.trim()).map_err(|_| form())?;
        let (scheme, host) = origin(&uri)?;
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
    pub(super) fn endpoint(endpoint: &str) -> Result<Self, BuildError> {
        let endpoint = endpoint.trim();
        let uri = match endpoint.contains("://") {
            true => Uri::from_str(endpoint),
            false => Uri::from_str(&format!("https://{endpoint}")),
        };
        let uri = uri.map_err(|_| BuildError::new("the portal's address is none"))?;
        let (scheme, host) = origin(&uri)?;
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
    ) -> Result<Self, String> {
        let strange = || "a redirect to somewhere that is no address".to_owned();
        let (from, to) = (Uri::from_str(url), Uri::from_str(location));
        let (from, to) = (from.map_err(|_| strange())?, to.map_err(|_| strange())?);
        let (scheme, host) = origin(&to).map_err(|error| format!("a redirect: {error}"))?;
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
fn origin(uri: &Uri) -> Result<(&'static str, String), BuildError> {
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
        Some("http") if is_loopback(host) => "http",
        _ => {
            return Err(BuildError::new(
                "the address must begin with https://, unless it is of this machine",
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

/// Whether `name` can be the name of a method; any other must not get into an address.
pub(super) fn is_method(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        !part.is_empty() && part.chars().all(is_name)
    };
    name.split('.').all(is_part)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const URL: &str = "https://portal.bitrix24.com/rest/1/s3cret/";

    #[test]
    fn a_webhook_is_read_in_the_forms_that_people_paste() {
        let address = Address::webhook(URL).unwrap();
        for same in [
            "https://portal.bitrix24.com/rest/1/s3cret",
            " https://Portal.Bitrix24.com/rest/1/s3cret/\n",
            "https://portal.bitrix24.com:443/rest/1/s3cret/",
        ] {
            assert_eq!(Address::webhook(same), Ok(address.clone()), "{same}");
        }
        assert_eq!(
            address.url(Version::V2, "a.get"),
            "https://portal.bitrix24.com/rest/1/s3cret/a.get"
        );
        assert_eq!(
            address.url(Version::V3, "a.get"),
            "https://portal.bitrix24.com/rest/api/1/s3cret/a.get"
        );
        let own = Address::webhook("https://intra.example:8443/b24/rest/12/s3cret/").unwrap();
        assert_eq!(
            own.url(Version::V2, "a.get"),
            "https://intra.example:8443/b24/rest/12/s3cret/a.get"
        );
    }

    #[test]
    fn what_is_no_webhook_is_refused_and_not_shown() {
        for wrong in [
            "",
            "portal.bitrix24.com",
            "https://portal.bitrix24.com/",
            "https://portal.bitrix24.com/rest/1/",
            "https://portal.bitrix24.com/rest/x/s3cret/",
            "https://portal.bitrix24.com/rest/1/s3cret/profile.json?x=1",
            "http://portal.bitrix24.com/rest/1/s3cret/",
            "ftp://portal.bitrix24.com/rest/1/s3cret/",
            "https://user:s3cret@portal.bitrix24.com/rest/1/s3cret/",
            "https:///rest/1/s3cret/",
        ] {
            let error = Address::webhook(wrong).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
        }
        assert!(!format!("{:?}", Address::webhook(URL).unwrap()).contains("s3cret"));
    }

    #[test]
    fn plain_http_is_for_this_machine_only() {
        for local in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "127.9.9.9"] {
            assert!(Address::webhook(&format!("http://{local}:80/rest/1/x/")).is_ok());
        }
        for remote in [
            "localhost.example",
            "127.0.0.1.example",
            "10.0.0.1",
            "[::2]",
        ] {
            assert!(Address::webhook(&format!("http://{remote}/rest/1/x/")).is_err());
        }
    }

    #[test]
    fn a_portal_moves_to_another_portal_and_nowhere_else() {
        let address = Address::webhook(URL).unwrap();
        let sent = address.url(Version::V2, "a.get");
        let moved = |location: &str| address.moved(&sent, location, &["b24.example".to_owned()]);
        let to = |host: &str| moved(&format!("https://{host}/rest/1/s3cret/a.get"));
        assert_eq!(to("new.bitrix24.de").unwrap().host(), "new.bitrix24.de");
        assert_eq!(to("B24.example").unwrap().host(), "b24.example");
        for elsewhere in [
            "evil.example",
            "bitrix24.com.evil.example",
            "evilbitrix24.com",
            "bitrix24.com",
            "portal.bitrix24.com",
            "portal.bitrix24.com:443",
            "x.bitrix24.zip",
        ] {
            let error = to(elsewhere).unwrap_err();
            assert!(!error.contains("s3cret"), "{error}");
        }
        for strange in [
            "http://new.bitrix24.de/rest/1/s3cret/a.get",
            "https://new.bitrix24.de/auth/?back=/rest/1/s3cret/a.get",
            "https://new.bitrix24.de@evil.example/rest/1/s3cret/a.get",
            "/rest/1/s3cret/a.get",
            "",
        ] {
            let error = moved(strange).unwrap_err();
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    fn a_portal_that_moves_within_its_own_zone_is_followed() {
        let moved = |from: &str, to: &str| {
            let from = Address::webhook(&format!("https://{from}/rest/1/s3cret/")).unwrap();
            let sent = from.url(Version::V2, "a.get");
            let to = format!("https://{to}/rest/1/s3cret/a.get");
            from.moved(&sent, &to, &[]).is_ok()
        };
        for (from, to) in [
            // The vendor's, from anywhere.
            ("portal.example", "a.bitrix24.ae"),
            ("a.bitrix24.com", "a.bitrix24.uz"),
            ("a.bitrix24.com", "a.bitrix24.md"),
            ("a.bitrix24.com", "a.bitrix24.com.br"),
            // Whoever has the zone has had the portal so far.
            ("a.bitrix24.xx", "b.bitrix24.xx"),
            ("a.bitrix24.com.xx", "b.c.bitrix24.com.xx"),
            ("a.bitrix24.xx", "a.bitrix24.com"),
        ] {
            assert!(moved(from, to), "{from} {to}");
        }
        for (from, to) in [
            ("a.bitrix24.com", "a.bitrix24.tech"),
            ("a.bitrix24.com", "b.bitrix24.xx"),
            ("a.bitrix24.xx", "b.bitrix24.yy"),
            ("a.bitrix24.xx", "b.bitrix24.com.xx"),
            ("a.bitrix24.com.xx", "b.bitrix24.xx"),
            ("a.bitrix24.xx", "bitrix24.xx"),
            ("a.bitrix24.xx", "b.bitrix24.xx.evil.example"),
            ("a.bitrix24.xx", "evil-bitrix24.xx"),
            ("a.bitrix24.xx", "evil.example"),
            ("a.bitrix24.xx", "b.bitrix24.xx:8443"),
            ("a.bitrix24.xx:8443", "b.bitrix24.xx:8443"),
            ("bitrix24.xx", "b.bitrix24.xx"),
            // Such a zone is that of a hoster, or a machine.
            (
                "a.bitrix24.x.hosting.example",
                "b.bitrix24.x.hosting.example",
            ),
            ("a.bitrix24.1", "b.bitrix24.1"),
        ] {
            assert!(!moved(from, to), "{from} {to}");
        }
    }

    #[test]
    fn an_address_is_of_the_portal_whose_whole_name_it_has() {
        let address = Address::webhook("https://portal.bitrix24.co/rest/1/x/").unwrap();
        assert!(address.has("https://portal.bitrix24.co/rest/1/x/a.get"));
        assert!(!address.has("https://portal.bitrix24.com/rest/1/x/a.get"));
        assert!(!address.has("http://portal.bitrix24.co/rest/1/x/a.get"));
    }

    #[test]
    fn a_method_is_a_name_and_not_a_path() {
        for name in ["a", "crm.item.get", "imbot.v2.Bot.register", "x-y_z"] {
            assert!(is_method(name), "{name}");
        }
        for path in ["", ".", "a..b", "a/b", "../a", "a?b", "a b", "a#b", "ä"] {
            assert!(!is_method(path), "{path}");
        }
    }
}
