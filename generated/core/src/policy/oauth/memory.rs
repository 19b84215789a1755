//! Stores that end with the process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::store::Stored;
use super::tokens::Tokens;
use crate::policy::lock;

/// A store in memory, which ends with the process. Clients of a portal that share it renew their tokens once for all.
#[derive(Debug, Default)]
pub struct MemoryStore(Mutex<Option<Stored>>);

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self) -> Option<Stored> {
        lock(&self.0).clone()
    }

    pub(crate) fn swap(&self, revision: i64, new: &Stored) -> bool {
        let mut stored = lock(&self.0);
        let is_same = stored.as_ref().map_or(0, |stored| stored.revision) == revision;
        if is_same {
            *stored = Some(new.clone());
        }
        is_same
    }
}

/// A store in memory for the tokens of many portals, which ends with the process. Clones share their tokens.
#[derive(Clone, Debug, Default)]
pub struct MemoryPortalStore(Arc<Mutex<BTreeMap<String, Stored>>>);

impl MemoryPortalStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get(&self, member_id: &str) -> Option<Stored> {
        lock(&self.0).get(member_id).cloned()
    }

    pub(crate) fn swap(&self, member_id: &str, revision: i64, new: Stored) -> bool {
        let mut portals = lock(&self.0);
        let stored = portals.get(member_id);
        let is_same = stored.map_or(0, |stored| stored.revision) == revision;
        if is_same {
            portals.insert(member_id.to_owned(), new);
        }
        is_same
    }

    pub(crate) fn put(&self, member_id: &str, tokens: Tokens) {
        let mut portals = lock(&self.0);
        let new = Stored::installed(portals.remove(member_id), tokens);
        portals.insert(member_id.to_owned(), new);
    }

    pub(crate) fn delete(&self, member_id: &str) {
        lock(&self.0).remove(member_id);
    }

    pub(crate) fn list(&self) -> Vec<String> {
        lock(&self.0).keys().cloned().collect()
    }
}
