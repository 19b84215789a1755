//! Portals that change their domain.

use bitrix24::biconnector::source;
use bitrix24::client::{MemoryPortalStore, MemoryStore, RateLimit};

use super::builder;
use super::face::{PortalStore, TokenStore};
use crate::common::{redirect, until};
use crate::support::Portal;
use crate::time::Still;
use crate::vendor::{Vendor, app};

/// A portal that has moved.
fn moved(to: &Vendor) -> Portal {
    let to = to.url();
    Portal::start(move |request| redirect(302, &format!("{to}{}", request.path)))
}

#[test]
fn the_client_follows_and_the_store_keeps_the_new_address() {
    let vendor = Vendor::start();
    let old = moved(&vendor);
    let store = MemoryPortalStore::new();
    let builder = builder().timer(Still::new()).allow_host(vendor.host());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    let mut tokens = vendor.tokens("m1", 0);
    tokens.client_endpoint = format!("{}/rest/", old.url());
    let portals = builder.clone().portals(app(), store.clone()).unwrap();
    let bitrix = run!(portals.install(tokens)).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());

    let address = format!("{}/rest/", vendor.url());
    assert_eq!(bitrix.tokens().unwrap().client_endpoint, address);
    let stored = || run!(PortalStore::load(&store, "m1")).unwrap().unwrap();
    until(|| stored().tokens.client_endpoint == address);
    assert_eq!(stored().tokens.access_token, "access-m1-0");

    // The next process begins there, and needs nobody's leave for that.
    let another = super::builder().timer(Still::new()).portals(app(), store);
    let bitrix = run!(another.unwrap().get("m1")).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!(old.received().len(), 1);
}

#[test]
fn so_does_the_store_of_a_single_portal() {
    let vendor = Vendor::start();
    let old = moved(&vendor);
    let store = std::sync::Arc::new(MemoryStore::new());
    let mut tokens = vendor.tokens("m1", 0);
    tokens.client_endpoint = format!("{}/rest/", old.url());
    run!(TokenStore::save(&*store, tokens.clone())).unwrap();
    let builder = builder().timer(Still::new()).allow_host(vendor.host());
    let bitrix = builder.token_store(store.clone()).oauth(app(), tokens);
    assert!(run!(bitrix.unwrap().send(source::Delete::new(6))).unwrap());
    let address = format!("{}/rest/", vendor.url());
    let stored = || run!(TokenStore::load(&*store)).unwrap().unwrap();
    until(|| stored().tokens.client_endpoint == address);
    assert_eq!(stored().revision, 2);
}

#[test]
fn tokens_with_another_address_move_the_clients_there_are() {
    let (old, new) = (Vendor::start(), Vendor::start());
    let portals = builder().timer(Still::new());
    let portals = portals.portals(app(), MemoryPortalStore::new()).unwrap();
    let bitrix = run!(portals.install(old.tokens("m1", 0))).unwrap();
    run!(portals.install(new.tokens("m1", 0))).unwrap();
    assert!(run!(bitrix.send(source::Delete::new(6))).unwrap());
    assert_eq!((old.count("call"), new.count("call")), (0, 1));
}
