//! Whether a portal is reached through a proxy; shared, so both clients read the environment alike.

use std::env;
use std::net::IpAddr;

use ::http::Uri;

use super::{ProxyChoice, http, unusable};
use crate::TransportError;
use crate::policy::BuildError;
use crate::policy::host::is_loopback;

/// A proxy, and the hosts that are reached without it.
pub(crate) struct Route<P> {
    /// `Some(None)`: the configured address is not that of an HTTP proxy.
    proxy: Option<Option<P>>,
    except: String,
}

impl<P> Route<P> {
    /// The proxy that was chosen; `parse` gets an address of `http` or `https`.
    pub(crate) fn new(
        choice: &ProxyChoice,
        parse: impl FnOnce(&str) -> Option<P>,
    ) -> Result<Self, BuildError> {
        let (proxy, except) = match choice {
            ProxyChoice::Environment => {
                return Ok(Self::from_env(|name| env::var(name).ok(), parse));
            }
            ProxyChoice::Nothing => (None, String::new()),
            ProxyChoice::Given(given) => {
                let proxy = parse(given.address.expose_secret()).ok_or_else(unusable)?;
                (Some(Some(proxy)), given.except.clone())
            }
        };
        Ok(Self { proxy, except })
    }

    /// Reads `HTTPS_PROXY`, or else `ALL_PROXY`, and `NO_PROXY`; each may be in lower case. `HTTP_PROXY` is not read: in a CGI
    /// program the caller sets it, by the header `Proxy`.
    fn from_env(
        read: impl Fn(&str) -> Option<String>,
        parse: impl FnOnce(&str) -> Option<P>,
    ) -> Self {
        let first = |names: &[&str]| {
            let mut values = names.iter().filter_map(|name| read(name));
            values.find(|value| !value.is_empty())
        };
        let named = first(&["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]);
        Self {
            proxy: named.map(|named| parse(&http(named)?)),
            except: first(&["NO_PROXY", "no_proxy"]).unwrap_or_default(),
        }
    }

    /// The proxy for a connection to this portal, if it needs one.
    pub(crate) fn of(&self, portal: &Uri) -> Result<Option<&P>, TransportError> {
        let Some(proxy) = &self.proxy else {
            return Ok(None);
        };
        let host = portal.host().unwrap_or_default();
        let mut except = self.except.split(',').map(str::trim);
        if portal.scheme_str() != Some("https")
            || is_loopback(host)
            || except.any(|entry| covers(entry, host))
        {
            return Ok(None);
        }
        let unusable = || TransportError::connect("the proxy's address is not an HTTP URL");
        proxy.as_ref().map(Some).ok_or_else(unusable)
    }
}

/// Whether an entry of `NO_PROXY` covers a host: a domain covers those below it, a network its addresses, `*` everything.
fn covers(entry: &str, host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse();
    match address {
        _ if entry.is_empty() => false,
        _ if entry == "*" => true,
        Ok(address) => has_address(entry, address),
        Err(_) => has_name(entry, host),
    }
}

fn has_name(domain: &str, host: &str) -> bool {
    let domain = domain.strip_prefix('*').unwrap_or(domain);
    let domain = domain.strip_prefix('.').unwrap_or(domain);
    let split = host.len().checked_sub(domain.len());
    let split = split.and_then(|at| host.split_at_checked(at));
    split.is_some_and(|(below, end)| {
        end.eq_ignore_ascii_case(domain) && (below.is_empty() || below.ends_with('.'))
    })
}

fn has_address(network: &str, address: IpAddr) -> bool {
    let Some((network, length)) = network.split_once('/') else {
        return network.parse() == Ok(address);
    };
    let shared = match (network.parse(), address) {
        (Ok(IpAddr::V4(network)), IpAddr::V4(address)) => {
            (network.to_bits() ^ address.to_bits()).leading_zeros()
        }
        (Ok(IpAddr::V6(network)), IpAddr::V6(address)) => {
            (network.to_bits() ^ address.to_bits()).leading_zeros()
        }
        _ => return false,
    };
    length.parse().is_ok_and(|length: u32| length <= shared)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::policy::proxy::Proxy;

    fn chosen(
        environment: &[(&str, &str)],
        portal: &str,
    ) -> Result<Option<String>, TransportError> {
        let read = |name: &str| {
            let mut variables = environment.iter();
            let variable = variables.find(|(variable, _)| *variable == name);
            variable.map(|(_, value)| (*value).to_owned())
        };
        let proxy = Route::from_env(read, |address| Some(address.to_owned()));
        proxy
            .of(&portal.parse().unwrap())
            .map(Option::<&String>::cloned)
    }

    #[test]
    fn a_proxy_is_an_address_of_http() {
        for (named, proxy) in [
            ("http://proxy:8080", "http://proxy:8080"),
            ("https://user:word@proxy", "https://user:word@proxy"),
            ("proxy", "http://proxy"),
            ("user:word@proxy:3128/", "http://user:word@proxy:3128/"),
        ] {
            let chosen = chosen(&[("ALL_PROXY", named)], "https://portal.example");
            assert_eq!(chosen, Ok(Some(proxy.to_owned())), "{named}");
        }
        for named in ["socks5://proxy", "ftp://proxy", "http://", "a proxy", "://"] {
            let environment = [("HTTPS_PROXY", named), ("ALL_PROXY", "http://proxy")];
            let error = chosen(&environment, "https://portal.example").unwrap_err();
            assert!(!error.may_have_run, "{named}");
            // Nobody asks it.
            assert_eq!(chosen(&environment, "https://[::1]"), Ok(None));
        }
    }

    #[test]
    fn hosts_are_excepted_by_name_and_by_network() {
        for (entry, host, excepted) in [
            ("*", "portal.example", true),
            ("*", "10.1.2.3", true),
            ("portal.example", "portal.example", true),
            ("PORTAL.example", "Portal.Example", true),
            ("example", "portal.example", true),
            (".example", "portal.example", true),
            ("*.example", "portal.example", true),
            (".portal.example", "portal.example", true),
            ("ortal.example", "portal.example", false),
            ("a.portal.example", "portal.example", false),
            ("", "portal.example", false),
            ("é", "portal.example", false),
            ("other, \tportal.example", "portal.example", true),
            ("10.1.2.3", "10.1.2.3", true),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("0.0.0.0/0", "10.1.2.3", true),
            ("10.1.2.2/31", "10.1.2.3", true),
            ("10.1.2.2/32", "10.1.2.3", false),
            ("10.1.2.3/33", "10.1.2.3", false),
            ("10.1.2.3/", "10.1.2.3", false),
            ("2.3", "10.1.2.3", false),
            ("::/0", "10.1.2.3", false),
            ("fd00::1", "[fd00::1]", true),
            ("fd00::/8", "[fd12::1]", true),
            ("fd00::/16", "[fd12::1]", false),
        ] {
            let environment = [("HTTPS_PROXY", "http://proxy"), ("NO_PROXY", entry)];
            let chosen = chosen(&environment, &format!("https://{host}")).unwrap();
            assert_eq!(chosen.is_none(), excepted, "{entry}: {host}");
        }
    }

    #[test]
    fn a_proxy_that_is_given_counts_instead_of_the_environment() {
        let of = |choice: &ProxyChoice, portal: &str| {
            let route = Route::new(choice, |address| Some(address.to_owned())).unwrap();
            let portal = portal.parse().unwrap();
            route.of(&portal).unwrap().cloned()
        };
        let proxy = Proxy::new("user:word@proxy").unwrap();
        assert!(!format!("{proxy:?}").contains("word"));
        let proxy = ProxyChoice::Given(proxy.no_proxy("intra.example"));
        let by = Some("http://user:word@proxy".to_owned());
        assert_eq!(of(&proxy, "https://portal.example"), by);
        for direct in ["https://a.intra.example", "https://[::1]", "http://portal"] {
            assert_eq!(of(&proxy, direct), None, "{direct}");
        }
        assert_eq!(of(&ProxyChoice::Nothing, "https://portal.example"), None);
        for wrong in ["socks5://user:word@proxy", "http://", "a word"] {
            let error = Proxy::new(wrong).unwrap_err().to_string();
            assert!(!error.contains("word"), "{error}");
        }
    }
}
