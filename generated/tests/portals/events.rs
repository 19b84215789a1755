//! Events that portals post, and that anybody else could.

use bitrix24::AuthErrorKind;
use bitrix24::biconnector::source;
use bitrix24::client::{MemoryPortalStore, PortalError, RateLimit};

use super::builder;
use super::face::{PortalStore, Portals};
use crate::time::Still;
use crate::vendor::{Vendor, app, event, installation};

fn portals(vendor: &Vendor, store: &MemoryPortalStore) -> Portals {
    let builder = builder().timer(Still::new()).oauth_server(vendor.url());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.portals(app(), store.clone()).unwrap()
}

/// The access token that is stored.
fn stored(store: &MemoryPortalStore, member_id: &str) -> Option<String> {
    let stored = run!(PortalStore::load(store, member_id)).unwrap();
    stored.map(|stored| stored.tokens.access_token)
}

#[test]
fn an_installation_is_confirmed_by_the_authorisation_server() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let event = run!(portals.receive(installation(&vendor.tokens("m1", 0)))).unwrap();
    assert_eq!(
        (event.name.as_str(), event.member_id.as_str()),
        ("ONAPPINSTALL", "m1")
    );
    assert_eq!(event.sent_at, Some(1_747_042_200));
    assert_eq!(stored(&store, "m1").as_deref(), Some("access-m1-1"));
    let bitrix = run!(portals.get("m1")).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    let tokens = bitrix.tokens().unwrap();
    assert_eq!(tokens.application_token.as_deref(), Some("secret-m1"));
    assert_eq!(vendor.log(), ["refresh m1-0", "call access-m1-1"]);
}

#[test]
fn a_forged_installation_changes_nothing() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    run!(portals.install(vendor.tokens("m1", 0))).unwrap();

    // Somebody with a portal of their own, who wants that of another.
    let mut forged = vendor.tokens("m2", 0);
    forged.member_id = Some("m1".to_owned());
    let error = run!(portals.receive(installation(&forged))).unwrap_err();
    assert!(
        matches!(&error, PortalError::Unverified(id) if id == "m1"),
        "{error}"
    );

    // Somebody without one.
    let mut forged = vendor.tokens("m1", 7);
    forged.client_endpoint = "https://evil.example/rest/".to_owned();
    let error = run!(portals.receive(installation(&forged))).unwrap_err();
    let PortalError::Auth(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.kind, AuthErrorKind::ReinstallNeeded);

    // Nothing to confirm.
    forged.refresh_token = None;
    let error = run!(portals.receive(installation(&forged))).unwrap_err();
    assert!(matches!(error, PortalError::Unverified(_)), "{error}");
    assert_eq!(stored(&store, "m1").as_deref(), Some("access-m1-0"));
    assert_eq!(run!(portals.member_ids()).unwrap(), ["m1"]);
}

#[test]
fn tokens_that_a_browser_brings_are_confirmed_as_well() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let mut tokens = vendor.tokens("m1", 0);
    tokens.client_endpoint = "https://evil.example/rest/".to_owned();
    // Whose they are, the authorisation server knows.
    tokens.member_id = None;
    let bitrix = run!(portals.verify_and_install(tokens)).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!(stored(&store, "m1").as_deref(), Some("access-m1-1"));

    let mut forged = vendor.tokens("m2", 0);
    forged.member_id = Some("m1".to_owned());
    let error = run!(portals.verify_and_install(forged)).unwrap_err();
    assert!(matches!(error, PortalError::Unverified(_)), "{error}");
    assert_eq!(stored(&store, "m1").as_deref(), Some("access-m1-1"));
}

/// An address in the event is no more than what somebody says: the authorisation server knows where the portal is.
#[test]
fn the_address_is_that_of_the_authorisation_server() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let mut tokens = vendor.tokens("m1", 0);
    tokens.client_endpoint = "https://evil.example/rest/".to_owned();
    run!(portals(&vendor, &store).receive(installation(&tokens))).unwrap();
    let stored = run!(PortalStore::load(&store, "m1")).unwrap().unwrap();
    assert_eq!(
        stored.tokens.client_endpoint,
        format!("{}/rest/", vendor.url())
    );
}

#[test]
fn an_event_has_to_show_the_secret_of_the_installation() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    let endpoint = vendor.tokens("m1", 0).client_endpoint;
    let good = [
        ("member_id", "m1"),
        ("application_token", "secret-m1"),
        ("access_token", "of-a-user"),
        ("client_endpoint", endpoint.as_str()),
    ];
    let received = run!(portals.receive(event("onCrmDealAdd", &good))).unwrap();
    assert_eq!(received.name, "ONCRMDEALADD");
    assert_eq!(received.tokens.unwrap().access_token, "of-a-user");
    // Those of automation rules have no tokens.
    let received = run!(portals.receive(event("ONCRMDEALADD", &good[..2]))).unwrap();
    assert!(received.tokens.is_none());

    for secret in ["secret-m2", "secret-m", "secret-m11", "SECRET-M1", "", " "] {
        let auth = [("member_id", "m1"), ("application_token", secret)];
        for name in ["ONCRMDEALADD", "ONAPPUNINSTALL"] {
            let error = run!(portals.receive(event(name, &auth))).unwrap_err();
            assert!(
                matches!(&error, PortalError::Unverified(_)),
                "{secret}: {error}"
            );
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
    let error = run!(portals.receive(event("ONAPPUNINSTALL", &good[..1]))).unwrap_err();
    assert!(matches!(error, PortalError::Unverified(_)), "{error}");
    assert!(stored(&store, "m1").is_some());

    let auth = [("member_id", "m2"), ("application_token", "secret-m1")];
    let error = run!(portals.receive(event("ONCRMDEALADD", &auth))).unwrap_err();
    assert!(matches!(error, PortalError::NotInstalled(_)), "{error}");
    for body in [
        "",
        "nonsense",
        "event=ONCRMDEALADD",
        "auth[member_id]=m1",
        "event[]=x",
    ] {
        let error = run!(portals.receive(body)).unwrap_err();
        assert!(matches!(error, PortalError::Event(_)), "{body}: {error}");
    }
}

/// Whoever installs without an event has no secret to compare with.
#[test]
fn without_a_secret_no_event_is_genuine() {
    let vendor = Vendor::start();
    let portals = portals(&vendor, &MemoryPortalStore::new());
    for known in [None, Some(String::new())] {
        let mut tokens = vendor.tokens("m1", 0);
        tokens.application_token = known;
        run!(portals.install(tokens)).unwrap();
        for shown in ["", "secret-m1"] {
            let auth = [("member_id", "m1"), ("application_token", shown)];
            let error = run!(portals.receive(event("ONAPPUNINSTALL", &auth))).unwrap_err();
            assert!(matches!(error, PortalError::Unverified(_)), "{error}");
        }
    }
}

#[test]
fn the_event_of_an_uninstallation_uninstalls() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let bitrix = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    let auth = [("member_id", "m1"), ("application_token", "secret-m1")];
    let received = run!(portals.receive(event("ONAPPUNINSTALL", &auth))).unwrap();
    assert_eq!(received.member_id, "m1");
    assert_eq!(stored(&store, "m1"), None);
    assert!(run!(bitrix.send(source::Delete::new(6))).is_err());
    // The same once more comes to nothing.
    let error = run!(portals.receive(event("ONAPPUNINSTALL", &auth))).unwrap_err();
    assert!(matches!(error, PortalError::NotInstalled(_)), "{error}");
}

#[test]
fn the_secret_of_an_installation_in_another_process_counts() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let (one, other) = (portals(&vendor, &store), portals(&vendor, &store));
    run!(one.install(vendor.tokens("m1", 0))).unwrap();
    run!(other.get("m1")).unwrap();
    let mut again = vendor.tokens("m1", 0);
    again.application_token = Some("another".to_owned());
    run!(one.install(again)).unwrap();
    let auth = [("member_id", "m1"), ("application_token", "another")];
    assert!(run!(other.receive(event("ONCRMDEALADD", &auth))).is_ok());
}

#[test]
fn a_late_event_of_an_installation_before_ends_no_other() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let (one, other) = (portals(&vendor, &store), portals(&vendor, &store));
    run!(one.install(vendor.tokens("m1", 0))).unwrap();
    let mut again = vendor.tokens("m1", 0);
    again.application_token = Some("another".to_owned());
    run!(other.install(again)).unwrap();
    let auth = [("member_id", "m1"), ("application_token", "secret-m1")];
    let error = run!(one.receive(event("ONAPPUNINSTALL", &auth))).unwrap_err();
    assert!(matches!(error, PortalError::Unverified(_)), "{error}");
    assert!(stored(&store, "m1").is_some());
}

#[test]
fn an_event_ends_an_installation_that_is_no_longer_stored() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let bitrix = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    run!(PortalStore::remove(&store, "m1")).unwrap();
    let auth = [("member_id", "m1"), ("application_token", "secret-m1")];
    run!(portals.receive(event("ONAPPUNINSTALL", &auth))).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).is_err());
    assert!(vendor.log().is_empty());
}
