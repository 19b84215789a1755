//! Stores of the tokens of many portals.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;

use bitrix24::blocking::PortalStore;
use bitrix24::client::{FilePortalStore, MemoryPortalStore, StoreError, Stored, Tokens};

fn tokens(name: &str) -> Tokens {
    Tokens::new(name, name, "https://portal.example/rest/")
}

/// A table of a database: what has to be written by whoever has one.
#[derive(Default)]
struct Table(Mutex<BTreeMap<String, Stored>>);

impl PortalStore for Table {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        Ok(self.0.lock().unwrap().get(member_id).cloned())
    }

    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError> {
        let mut table = self.0.lock().unwrap();
        let is_same = table.get(member_id).map_or(0, |row| row.revision) == revision;
        if is_same {
            table.insert(member_id.to_owned(), new);
        }
        Ok(is_same)
    }

    fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        self.0.lock().unwrap().remove(member_id);
        Ok(())
    }
}

#[test]
fn every_store_keeps_portals_apart_and_compares_revisions() {
    let folder = tempfile::tempdir().unwrap();
    let files = FilePortalStore::new(folder.path().join("portals"));
    let (memory, table) = (MemoryPortalStore::new(), Table::default());
    let stores: [&dyn PortalStore; 3] = [&files, &memory, &table];
    for store in stores {
        assert!(store.load("m1").unwrap().is_none());
        store.remove("m1").unwrap();
        // Whatever a member ID is, it is no path.
        let ids = ["../m1", "M1", "a/b", "m1", "ü %2F", ".hidden"];
        for id in ids {
            store.save(id, tokens(id)).unwrap();
        }
        for id in ids {
            let stored = store.load(id).unwrap().unwrap();
            assert_eq!(stored.tokens.access_token, id);
            let mut new = Stored::new(tokens("new"));
            new.revision = stored.revision + 1;
            assert!(
                !store
                    .compare_and_swap(id, stored.revision - 1, new.clone())
                    .unwrap()
            );
            assert!(!store.compare_and_swap(id, 0, new.clone()).unwrap());
            assert!(
                store
                    .compare_and_swap(id, stored.revision, new.clone())
                    .unwrap()
            );
            assert!(!store.compare_and_swap(id, stored.revision, new).unwrap());
        }
        store.remove("m1").unwrap();
        assert!(store.load("m1").unwrap().is_none());
        // What a renewal would save that does not know.
        assert!(
            !store
                .compare_and_swap("m1", 7, Stored::new(tokens("late")))
                .unwrap()
        );
        assert!(store.load("M1").unwrap().is_some());
        match store.member_ids() {
            Ok(listed) => {
                let mut left = ids.to_vec();
                left.retain(|id| *id != "m1");
                left.sort_unstable();
                assert_eq!(listed, left);
            }
            Err(error) => assert_eq!(error.to_string(), "this store cannot list its portals"),
        }
    }
}

#[test]
fn an_installation_replaces_a_file_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let store = FilePortalStore::new(folder.path());
    fs::write(folder.path().join("m1.json"), "nonsense").unwrap();
    let error = PortalStore::load(&store, "m1").unwrap_err();
    assert!(error.to_string().contains("m1.json"), "{error}");
    PortalStore::save(&store, "m1", tokens("a1")).unwrap();
    let stored = PortalStore::load(&store, "m1").unwrap().unwrap();
    assert_eq!(stored.tokens.access_token, "a1");
    // What stands beside the files is not a portal.
    fs::write(folder.path().join("README"), "").unwrap();
    assert_eq!(PortalStore::member_ids(&store).unwrap(), ["m1"]);

    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = fs::metadata(folder.path().join("m1.json")).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
    }
}
