//! Addresses, and where they may lead.

use super::*;

const NOWHERE: Plain<'static> = Plain::Hosts(&[]);

const URL: &str = "https://portal.bitrix24.com/rest/1/s3cret/";

#[test]
fn a_webhook_is_read_in_the_forms_that_people_paste() {
    let address = Address::webhook(URL, NOWHERE).unwrap();
    for same in [
        "https://portal.bitrix24.com/rest/1/s3cret",
        " https://Portal.Bitrix24.com/rest/1/s3cret/\n",
        "https://portal.bitrix24.com:443/rest/1/s3cret/",
    ] {
        assert_eq!(
            Address::webhook(same, NOWHERE),
            Ok(address.clone()),
            "{same}"
        );
    }
    assert_eq!(
        address.url(Version::V2, "a.get"),
        "https://portal.bitrix24.com/rest/1/s3cret/a.get"
    );
    assert_eq!(
        address.url(Version::V3, "a.get"),
        "https://portal.bitrix24.com/rest/api/1/s3cret/a.get"
    );
    let own = Address::webhook("https://intra.example:8443/b24/rest/12/s3cret/", NOWHERE).unwrap();
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
        let error = Address::webhook(wrong, NOWHERE).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
    assert!(!format!("{:?}", Address::webhook(URL, NOWHERE).unwrap()).contains("s3cret"));
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for local in ["localhost", "127.0.0.1", "[::1]", "LOCALHOST", "127.9.9.9"] {
        assert!(Address::webhook(&format!("http://{local}:80/rest/1/x/"), NOWHERE).is_ok());
    }
    for remote in [
        "localhost.example",
        "127.0.0.1.example",
        "10.0.0.1",
        "[::2]",
    ] {
        assert!(Address::webhook(&format!("http://{remote}/rest/1/x/"), NOWHERE).is_err());
    }
}

#[test]
fn plain_http_is_allowed_to_hosts_by_name() {
    let named = ["Portal".to_owned(), "fd00::1".to_owned()];
    let webhook = |host: &str| {
        let url = format!("http://{host}/b24/rest/1/s3cret/");
        Address::webhook(&url, Plain::Hosts(&named))
    };
    for host in [
        "portal",
        "PORTAL:8080",
        "[fd00::1]",
        "[fd00::1]:80",
        "localhost",
    ] {
        assert!(webhook(host).unwrap().is_plain(), "{host}");
    }
    for host in ["portal.example", "a.portal", "[fd00::2]", "portal@evil"] {
        let error = webhook(host).unwrap_err().to_string();
        assert!(!error.contains("s3cret"), "{error}");
    }
    let address = webhook("portal:8080").unwrap();
    assert_eq!(
        (address.host(), address.host_name()),
        ("portal:8080", "portal")
    );
    assert_eq!(webhook("[fd00::1]").unwrap().host_name(), "[fd00::1]");

    // It is no host to move to.
    let from = Address::webhook(URL, NOWHERE).unwrap();
    let (sent, to) = (
        from.url(Version::V2, "a.get"),
        "http://portal/rest/1/s3cret/a.get",
    );
    assert!(from.moved(&sent, to, &[], Plain::Hosts(&named)).is_err());
}

#[test]
fn a_portal_moves_to_another_portal_and_nowhere_else() {
    let address = Address::webhook(URL, NOWHERE).unwrap();
    let sent = address.url(Version::V2, "a.get");
    let moved =
        |location: &str| address.moved(&sent, location, &["b24.example".to_owned()], NOWHERE);
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
        let from = Address::webhook(&format!("https://{from}/rest/1/s3cret/"), NOWHERE).unwrap();
        let sent = from.url(Version::V2, "a.get");
        let to = format!("https://{to}/rest/1/s3cret/a.get");
        from.moved(&sent, &to, &[], NOWHERE).is_ok()
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
    let address = Address::webhook("https://portal.bitrix24.co/rest/1/x/", NOWHERE).unwrap();
    assert!(address.has("https://portal.bitrix24.co/rest/1/x/a.get"));
    assert!(!address.has("https://portal.bitrix24.com/rest/1/x/a.get"));
    assert!(!address.has("http://portal.bitrix24.co/rest/1/x/a.get"));
}
