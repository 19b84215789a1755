//! How portals come, what their clients share, and how they leave memory.

use std::thread;
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::client::{MemberStore, MemoryPortalStore, PortalError, RateLimit, Tokens};

use super::builder;
use super::face::{PortalStore, Portals, TokenStore};
use crate::time::{Jumps, Still};
use crate::vendor::{Vendor, app};

fn portals(vendor: &Vendor, store: impl PortalStore) -> Portals {
    let builder = builder().timer(Still::new()).oauth_server(vendor.url());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.portals(app(), store).unwrap()
}

#[test]
fn each_portal_is_called_with_its_own_tokens() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, store.clone());
    for member_id in ["m1", "m2"] {
        let bitrix = run!(portals.install(vendor.tokens(member_id, 0))).unwrap();
        assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    }
    vendor.expire("m2");
    for member_id in ["m1", "m2"] {
        let bitrix = run!(portals.get(member_id)).unwrap();
        assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    }
    let expected = [
        "call access-m1-0",
        "call access-m2-0",
        "call access-m1-0",
        "call access-m2-0",
        "refresh m2-0",
        "call access-m2-1",
    ];
    assert_eq!(vendor.log(), expected);
    let stored = |member_id| run!(PortalStore::load(&store, member_id)).unwrap().unwrap();
    assert_eq!(stored("m1").tokens.access_token, "access-m1-0");
    assert_eq!(stored("m2").tokens.access_token, "access-m2-1");
}

#[test]
fn all_clients_of_a_portal_renew_its_token_once() {
    let vendor = Vendor::start();
    let portals = portals(&vendor, MemoryPortalStore::new());
    run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    vendor.expire("m1");
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let bitrix = run!(portals.get("m1")).unwrap();
                assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
            });
        }
    });
    assert_eq!(vendor.count("refresh"), 1);
    assert_eq!(portals.loaded(), 1);
}

#[test]
fn processes_that_share_a_store_renew_a_token_once() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let processes = [
        portals(&vendor, store.clone()),
        portals(&vendor, store.clone()),
    ];
    run!(processes[0].install(vendor.tokens("m1", 0))).unwrap();
    vendor.expire("m1");
    thread::scope(|scope| {
        for portals in &processes {
            scope.spawn(|| {
                let bitrix = run!(portals.get("m1")).unwrap();
                assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
            });
        }
    });
    assert_eq!(vendor.count("refresh"), 1);
}

#[test]
fn clients_of_a_portal_share_its_limit() {
    let vendor = Vendor::start();
    let jumps = Jumps::new();
    let builder = builder().timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 1.0));
    let portals = builder.portals(app(), MemoryPortalStore::new()).unwrap();
    run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    for _ in 0..3 {
        let bitrix = run!(portals.get("m1")).unwrap();
        run!(bitrix.send(source::Delete::new(6))).unwrap();
    }
    assert_eq!(jumps.total(), Duration::from_secs(2));
}

#[test]
fn what_is_not_installed_has_no_client() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, store.clone());
    let error = run!(portals.get("m1")).unwrap_err();
    assert!(matches!(&error, PortalError::NotInstalled(id) if id == "m1"));
    assert_eq!(
        error.to_string(),
        "the application is not installed on the portal m1"
    );

    let mut nobodys = vendor.tokens("m1", 0);
    nobodys.member_id = None;
    let mut elsewhere = vendor.tokens("m1", 0);
    elsewhere.client_endpoint = "http://portal.example/rest/".to_owned();
    for tokens in [nobodys, elsewhere] {
        let error = run!(portals.install(tokens)).unwrap_err();
        assert!(matches!(error, PortalError::Tokens(_)), "{error}");
    }
    assert!(run!(portals.member_ids()).unwrap().is_empty());

    // Somebody has mixed up the rows of the table.
    run!(PortalStore::save(&store, "m1", vendor.tokens("m2", 0))).unwrap();
    let error = run!(portals.get("m1")).unwrap_err();
    assert!(matches!(error, PortalError::Store(_)), "{error}");
    assert_eq!(portals.loaded(), 0);
}

#[test]
fn an_idle_portal_leaves_memory_and_comes_back_from_the_store() {
    let vendor = Vendor::start();
    let jumps = Jumps::new();
    let builder = builder().timer(jumps.clone());
    let portals = builder.portals(app(), MemoryPortalStore::new()).unwrap();
    let kept = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    run!(portals.install(vendor.tokens("m2", 0))).unwrap();
    let minute = Duration::from_secs(60);
    jumps.jump(minute);
    run!(portals.install(vendor.tokens("m3", 0))).unwrap();
    // Of the first there is a client; the third has just been asked for.
    assert_eq!((portals.evict_idle(minute), portals.loaded()), (1, 2));

    let back = run!(portals.get("m2")).unwrap();
    assert!(run!(back.send(source::Delete::new(6))).unwrap());
    drop((kept, back));
    assert_eq!(
        (portals.evict_idle(Duration::ZERO), portals.loaded()),
        (3, 0)
    );
    let mut ids = run!(portals.member_ids()).unwrap();
    ids.sort();
    assert_eq!(ids, ["m1", "m2", "m3"]);
}

#[test]
fn a_client_of_its_own_uses_the_same_tokens() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, store.clone());
    run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    vendor.expire("m1");
    let own = MemberStore::new(store, "m1");
    let stored = run!(TokenStore::load(&own)).unwrap().unwrap();
    let builder = builder().timer(Still::new()).oauth_server(vendor.url());
    let bitrix = builder
        .token_store(own)
        .oauth(app(), stored.tokens)
        .unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    // It has renewed the tokens, so the registry finds them.
    let bitrix = run!(portals.get("m1")).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!(vendor.count("refresh"), 1);
}

#[test]
fn a_store_for_one_portal_is_refused_and_nothing_shows_a_secret() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let builder = builder().oauth_server(vendor.url());
    let one = MemberStore::new(store.clone(), "m1");
    let error = builder
        .clone()
        .token_store(one)
        .portals(app(), store.clone());
    assert!(error.unwrap_err().to_string().contains("token_store"));
    let plain = builder.clone().oauth_server("http://oauth.example");
    assert!(plain.portals(app(), store.clone()).is_err());

    let portals = builder.portals(app(), store.clone()).unwrap();
    let bitrix = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    let shown = format!("{portals:?} {bitrix:?} {store:?}");
    assert!(shown.starts_with("Portals { loaded: 1"), "{shown}");
    for secret in ["access-", "refresh-", "secret", "c11ent"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

/// What an installation told is not lost when a user logs in.
#[test]
fn tokens_of_a_login_keep_the_secret_of_the_installation_and_reach_the_clients_there_are() {
    let vendor = Vendor::start();
    let portals = portals(&vendor, MemoryPortalStore::new());
    let bitrix = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    let mut login = Tokens::new(
        "access-m1-login",
        "refresh",
        vendor.tokens("m1", 0).client_endpoint,
    );
    login.member_id = Some("m1".to_owned());
    run!(portals.install(login)).unwrap();
    let tokens = bitrix.tokens().unwrap();
    assert_eq!(tokens.access_token, "access-m1-login");
    assert_eq!(tokens.application_token.as_deref(), Some("secret-m1"));
}
