//! Where a blocking client keeps the tokens of many portals.

use std::sync::Arc;

use super::TokenStore;
use crate::client::{FilePortalStore, MemberStore, MemoryPortalStore, StoreError, Stored, Tokens};

/// Keeps the tokens of an application for all its portals, for all processes that use them: a [`TokenStore`] for each `member_id`, with
/// the same rules. Any database can do that, by a table with a row for each portal:
/// `UPDATE … SET json = $3, revision = $4 WHERE member_id = $1 AND revision = $2`, or for the revision 0
/// `INSERT … ON CONFLICT DO NOTHING`.
///
/// A portal that is not there has no installation: what is removed must not come back by a renewal that is under way, which a
/// comparison of the revision sees to.
///
/// [`MemberStore`] makes a [`TokenStore`] of it for a single portal.
pub trait PortalStore: Send + Sync + 'static {
    /// What is stored of the portal; nothing if the application is not installed there.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError>;

    /// Stores `new` if what is stored of the portal has this revision, 0 standing for nothing; says whether it had. It is atomic.
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

    /// Removes what is stored of the portal, if there is anything.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn remove(&self, member_id: &str) -> Result<(), StoreError>;

    /// Stores tokens over whatever is there: those of an installation or a login. They keep what an installation before has told and
    /// they do not repeat, such as the `application_token`. A [`FilePortalStore`] replaces a file that it cannot read as well.
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

    /// The portals of which something is stored.
    ///
    /// # Errors
    ///
    /// The store failed; or it cannot tell, as where this is not implemented.
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
