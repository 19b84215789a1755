//! Portals from which the application was removed.

use std::thread;

use bitrix24::biconnector::source;
use bitrix24::client::{MemoryPortalStore, PortalError, RateLimit};
use bitrix24::{AuthErrorKind, CallError};

use super::face::{PortalStore, Portals};
use super::{builder, face};
use crate::common::{Gate, until};
use crate::time::Still;
use crate::vendor::{Vendor, app, is_refresh};

fn portals(vendor: &Vendor, store: &MemoryPortalStore) -> Portals {
    let builder = builder().timer(Still::new()).oauth_server(vendor.url());
    let builder = builder.rate_limit(RateLimit::UNLIMITED);
    builder.portals(app(), store.clone()).unwrap()
}

fn call(bitrix: &face::Bitrix24) -> Result<bool, AuthErrorKind> {
    match run!(bitrix.send(source::Delete::new(6))) {
        Ok(deleted) => Ok(deleted),
        Err(CallError::Auth(error)) => Err(error.kind),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_tokens_are_gone_and_no_client_calls_any_more() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let bitrix = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    run!(portals.uninstall("m1")).unwrap();
    // A second time does no harm.
    run!(portals.uninstall("m1")).unwrap();
    assert!(run!(PortalStore::load(&store, "m1")).unwrap().is_none());
    assert_eq!(call(&bitrix), Err(AuthErrorKind::NotInstalled));
    assert!(vendor.log().is_empty());
    let error = run!(portals.get("m1")).unwrap_err();
    assert!(matches!(error, PortalError::NotInstalled(_)), "{error}");

    // Another installation is another client.
    let again = run!(portals.install(vendor.tokens("m1", 0))).unwrap();
    assert_eq!(call(&again), Ok(true));
    assert_eq!(call(&bitrix), Err(AuthErrorKind::NotInstalled));
}

#[test]
fn other_processes_learn_of_it_when_they_renew_the_token_and_do_not_bring_it_back() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let (one, other) = (portals(&vendor, &store), portals(&vendor, &store));
    run!(one.install(vendor.tokens("m1", 0))).unwrap();
    let bitrix = run!(other.get("m1")).unwrap();
    run!(one.uninstall("m1")).unwrap();
    vendor.expire("m1");
    assert_eq!(call(&bitrix), Err(AuthErrorKind::NotInstalled));
    assert_eq!(vendor.count("refresh"), 0);
    assert!(run!(PortalStore::load(&store, "m1")).unwrap().is_none());
    // From then on it knows.
    assert_eq!(call(&bitrix), Err(AuthErrorKind::NotInstalled));
    assert_eq!(vendor.count("call"), 1);
    let error = run!(other.get("m1")).unwrap_err();
    assert!(matches!(error, PortalError::NotInstalled(_)), "{error}");
}

#[test]
fn a_renewal_that_is_under_way_does_not_bring_the_tokens_back() {
    let gate = Gate::default();
    let vendor = Vendor::with({
        let gate = gate.clone();
        move |request| {
            if is_refresh(request) {
                gate.pass();
            }
            None
        }
    });
    let store = MemoryPortalStore::new();
    // In another process, which does not know.
    let (one, other) = (portals(&vendor, &store), portals(&vendor, &store));
    run!(one.install(vendor.tokens("m1", 0))).unwrap();
    vendor.expire("m1");
    let bitrix = run!(other.get("m1")).unwrap();
    thread::scope(|scope| {
        let renewing = scope.spawn(|| call(&bitrix));
        let is_claimed = || {
            let stored = run!(PortalStore::load(&store, "m1")).unwrap();
            stored.is_some_and(|stored| stored.renewing_until.is_some())
        };
        until(is_claimed);
        run!(one.uninstall("m1")).unwrap();
        gate.open();
        assert_eq!(renewing.join().unwrap(), Err(AuthErrorKind::NotInstalled));
    });
    assert!(run!(PortalStore::load(&store, "m1")).unwrap().is_none());
}

/// Its revision is not one that a process may still hold from before.
#[test]
fn another_installation_is_not_taken_for_the_one_before() {
    let vendor = Vendor::start();
    let store = MemoryPortalStore::new();
    let portals = portals(&vendor, &store);
    let mut revisions = Vec::new();
    for _ in 0..3 {
        run!(portals.install(vendor.tokens("m1", 0))).unwrap();
        let stored = run!(PortalStore::load(&store, "m1")).unwrap().unwrap();
        revisions.push(stored.revision);
        run!(portals.uninstall("m1")).unwrap();
    }
    revisions.sort_unstable();
    assert!(revisions[0] > 0);
    assert!(revisions.windows(2).all(|pair| pair[1] - pair[0] > 1000));
}
