//! What happens to a portal between two steps of its installation. The registry is the same for both clients.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bitrix24::biconnector::source;
use bitrix24::blocking::{self, PortalStore, Portals};
use bitrix24::client::{MemoryPortalStore, PortalError, RateLimit, StoreError, Stored, Tokens};

use crate::time::Jumps;
use crate::vendor::{Vendor, app};

type Hook = Box<dyn FnOnce() + Send>;

/// A store that lets something happen after it has been read, once.
#[derive(Clone, Default)]
struct Slow {
    store: MemoryPortalStore,
    meanwhile: Arc<Mutex<Option<Hook>>>,
}

impl PortalStore for Slow {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        let stored = PortalStore::load(&self.store, member_id);
        let hook = self.meanwhile.lock().unwrap().take();
        if let Some(hook) = hook {
            hook();
        }
        stored
    }

    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError> {
        PortalStore::compare_and_swap(&self.store, member_id, revision, new)
    }

    fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        PortalStore::remove(&self.store, member_id)
    }

    fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        PortalStore::save(&self.store, member_id, tokens)
    }
}

fn tokens(name: &str) -> Tokens {
    let mut tokens = Tokens::new(name, name, "https://portal.example/rest/");
    tokens.member_id = Some("m1".to_owned());
    tokens
}

fn portals(store: &Slow) -> Portals {
    let builder = blocking::Bitrix24::builder();
    builder.portals(app(), store.clone()).unwrap()
}

fn meanwhile(store: &Slow, portals: &Portals, hook: impl FnOnce(&Portals) + Send + 'static) {
    let portals = portals.clone();
    *store.meanwhile.lock().unwrap() = Some(Box::new(move || hook(&portals)));
}

#[test]
fn a_portal_that_is_uninstalled_while_it_is_installed_has_no_client() {
    let store = Slow::default();
    let portals = portals(&store);
    meanwhile(&store, &portals, |portals| portals.uninstall("m1").unwrap());
    let error = portals.install(tokens("a1")).unwrap_err();
    assert!(matches!(error, PortalError::NotInstalled(_)), "{error}");
    assert_eq!(portals.loaded(), 0);
    assert!(portals.get("m1").is_err());
}

#[test]
fn of_two_installations_at_once_the_client_has_what_is_stored() {
    let store = Slow::default();
    let portals = portals(&store);
    meanwhile(&store, &portals, |portals| {
        portals.install(tokens("a2")).unwrap();
    });
    let bitrix = portals.install(tokens("a1")).unwrap();
    let stored = PortalStore::load(&store.store, "m1").unwrap().unwrap();
    assert_eq!(stored.tokens.access_token, "a2");
    assert_eq!(bitrix.tokens().unwrap().access_token, "a2");
}

#[test]
fn a_call_that_waits_while_the_portal_moves_goes_by_the_limit_of_its_new_address() {
    let (old, new) = (Vendor::start(), Vendor::start());
    let meanwhile: Arc<Mutex<Option<Hook>>> = Arc::default();
    let next = Arc::clone(&meanwhile);
    let jumps = Jumps::new().on_wait(move || {
        let hook = next.lock().unwrap().take();
        if let Some(hook) = hook {
            hook();
        }
    });
    let builder = blocking::Bitrix24::builder().timer(jumps.clone());
    let builder = builder.rate_limit(RateLimit::new(1, 1.0));
    let portals = builder.portals(app(), MemoryPortalStore::new()).unwrap();
    let bitrix = portals.install(old.tokens("m1", 0)).unwrap();
    let (registry, tokens) = (portals.clone(), new.tokens("m1", 0));
    *meanwhile.lock().unwrap() = Some(Box::new(move || {
        registry.install(tokens).unwrap();
    }));
    for _ in 0..3 {
        bitrix.send(source::Delete::new(6)).unwrap();
    }
    assert_eq!((old.count("call"), new.count("call")), (1, 2));
    // The second waited at the old address, and the third because of the second.
    assert_eq!(jumps.total(), Duration::from_secs(2));
}
