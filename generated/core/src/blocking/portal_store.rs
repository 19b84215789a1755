//! Where a blocking client keeps the tokens of many portals.

use std::sync::Arc;

use super::TokenStore;
use crate::client::{FilePortalStore, MemberStore, MemoryPortalStore, StoreError, Stored, Tokens};

/// Keeps the tokens of an application for all its portals, shared by all processes that use them: a [`TokenStore`] per
/// `member_id`, with the same rules. Any database will do, with one row per portal: `UPDATE … SET json = $3, revision = $4
/// WHERE member_id = $1 AND revision = $2`, or for the revision 0 `INSERT … ON CONFLICT DO NOTHING`.
///
/// If a portal is missing, the application is not installed there. A renewal under way must not bring back removed tokens;
/// comparing the revision prevents that.
///
/// [`MemberStore`] is a [`TokenStore`] for a single portal of it.
pub trait PortalStore: Send + Sync + 'static {
    /// Returns what is stored for the portal; `None` if the application is not installed there.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError>;

    /// Stores `new` if what is stored for the portal has this revision, where 0 means that nothing is stored; returns whether
    /// it did. Must be atomic.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError>;

    /// Removes what is stored for the portal, if anything.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn remove(&self, member_id: &str) -> Result<(), StoreError>;

    /// Stores the tokens of an installation or a login, replacing whatever is there. What an earlier installation reported and
    /// these tokens lack, such as the `application_token`, is kept. A [`FilePortalStore`] also replaces a file that it cannot
    /// read.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        loop {
            let old = self.load(member_id)?;
            let revision = old.as_ref().map_or(0, |old| old.revision);
            let new = Stored::installed(old, tokens.clone());
            if self.compare_and_swap(member_id, revision, new)? {
                return Ok(());
            }
        }
    }

    /// Lists the portals that have stored tokens, by `member_id`.
    ///
    /// # Errors
    ///
    /// The store failed, or cannot list its portals, as the default implementation.
    fn member_ids(&self) -> Result<Vec<String>, StoreError> {
        Err(StoreError::new("this store cannot list its portals"))
    }
}

impl<S: PortalStore + ?Sized> PortalStore for Arc<S> {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        (**self).load(member_id)
    }

    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError> {
        (**self).compare_and_swap(member_id, revision, new)
    }

    fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        (**self).remove(member_id)
    }

    fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        (**self).save(member_id, tokens)
    }

    fn member_ids(&self) -> Result<Vec<String>, StoreError> {
        (**self).member_ids()
    }
}

impl PortalStore for MemoryPortalStore {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        Ok(self.get(member_id))
    }

    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError> {
        Ok(self.swap(member_id, revision, new))
    }

    fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        self.delete(member_id);
        Ok(())
    }

    fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        self.put(member_id, tokens);
        Ok(())
    }

    fn member_ids(&self) -> Result<Vec<String>, StoreError> {
        Ok(self.list())
    }
}

impl PortalStore for FilePortalStore {
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        self.get(member_id)
    }

    fn compare_and_swap(
        &self,
        member_id: &str,
        revision: i64,
        new: Stored,
    ) -> Result<bool, StoreError> {
        self.swap(member_id, revision, &new)
    }

    fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        self.delete(member_id)
    }

    fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        self.put(member_id, tokens)
    }

    fn member_ids(&self) -> Result<Vec<String>, StoreError> {
        self.list()
    }
}

impl<S: PortalStore> TokenStore for MemberStore<S> {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        self.store.load(&self.member_id)
    }

    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        self.store.compare_and_swap(&self.member_id, revision, new)
    }

    fn save(&self, tokens: Tokens) -> Result<(), StoreError> {
        self.store.save(&self.member_id, tokens)
    }
}
