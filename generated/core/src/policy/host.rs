//! Names of hosts, as far as trust depends on them.

use http::uri::Authority;

use super::BuildError;

/// Whether a host, as written in an address, is this machine, which is never reached through a proxy.
pub(crate) fn is_loopback(host: &str) -> bool {
    let parsed = bare(host).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || parsed.is_ok_and(|address| address.is_loopback())
}

/// Whether a host, as written in an address, is one of these.
pub(crate) fn is_one_of(hosts: &[String], host: &str) -> bool {
    let mut hosts = hosts.iter();
    hosts.any(|named| bare(named).eq_ignore_ascii_case(bare(host)))
}

/// Refuses anything but the name or IP address of one host: dangerous settings apply host by host. The error does not repeat
/// the value, which may be an address with a password.
pub(crate) fn check(hosts: &[String], setter: &str) -> Result<(), BuildError> {
    if hosts.iter().all(|host| is_host(host)) {
        return Ok(());
    }
    let wanted = "takes the name or the IP address of one host, without scheme, port and path";
    Err(BuildError::new(format!("`{setter}` {wanted}")))
}

fn is_host(host: &str) -> bool {
    let is_address = bare(host).parse::<std::net::IpAddr>().is_ok();
    let is_whole = |authority: Authority| authority.host() == host;
    let is_name = !host.is_empty() && !host.contains(['*', '[']);
    is_address || is_name && host.parse().is_ok_and(is_whole)
}

/// An IPv6 address has brackets in a URL, and none elsewhere.
fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_has_several_names() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.8.9.10", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["localhost.example", "128.0.0.1", "[::2]", "10.0.0.1", ""] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn a_host_is_named_by_itself() {
        let hosts = |hosts: &[&str]| {
            hosts
                .iter()
                .map(|host| (*host).to_owned())
                .collect::<Vec<_>>()
        };
        let right = ["portal", "Portal.Local", "10.1.2.3", "fd00::1", "[fd00::1]"];
        assert_eq!(check(&hosts(&right), "setter"), Ok(()));
        for wrong in [
            "",
            "*",
            "*.local",
            "portal:80",
            "http://portal",
            "portal/",
            "a b",
            "u@portal",
            "[portal]",
        ] {
            assert!(
                check(&hosts(&["portal", wrong]), "setter").is_err(),
                "{wrong}"
            );
        }
        let named = hosts(&["Portal.Local", "fd00::1"]);
        for host in ["portal.local", "PORTAL.local", "[fd00::1]"] {
            assert!(is_one_of(&named, host), "{host}");
        }
        for host in [
            "a.portal.local",
            "local",
            "portal.local.example",
            "[fd00::2]",
            "",
        ] {
            assert!(!is_one_of(&named, host), "{host}");
        }
    }
}
