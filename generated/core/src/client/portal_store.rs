//! Where an async client keeps the tokens of many portals.

use std::sync::Arc;

use super::store::aside;
use super::{
    BoxFuture, FilePortalStore, MemberStore, MemoryPortalStore, StoreError, Stored, TokenStore,
    Tokens,
};

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
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Stores `new` if what is stored for the portal has this revision, where 0 means that nothing is stored; returns whether
    /// it did. Must be atomic.
    fn compare_and_swap<'a>(
        &'a self,
        member_id: &'a str,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Removes what is stored for the portal, if anything.
    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Stores the tokens of an installation or a login, replacing whatever is there. What an earlier installation reported and
    /// these tokens lack, such as the `application_token`, is kept. A [`FilePortalStore`] also replaces a file that it cannot
    /// read.
    fn save<'a>(
        &'a self,
        member_id: &'a str,
        tokens: Tokens,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            loop {
                let old = self.load(member_id).await?;
                let revision = old.as_ref().map_or(0, |old| old.revision);
                let new = Stored::installed(old, tokens.clone());
                if self.compare_and_swap(member_id, revision, new).await? {
                    return Ok(());
                }
            }
        })
    }

    /// Lists the portals that have stored tokens, by `member_id`. The default implementation returns an error.
    fn member_ids(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        Box::pin(async { Err(StoreError::new("this store cannot list its portals")) })
    }
}

impl<S: PortalStore + ?Sized> PortalStore for Arc<S> {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        (**self).load(member_id)
    }

    fn compare_and_swap<'a>(
        &'a self,
        member_id: &'a str,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        (**self).compare_and_swap(member_id, revision, new)
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).remove(member_id)
    }

    fn save<'a>(
        &'a self,
        member_id: &'a str,
        tokens: Tokens,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        (**self).save(member_id, tokens)
    }

    fn member_ids(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        (**self).member_ids()
    }
}

impl PortalStore for MemoryPortalStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        Box::pin(async move { Ok(self.get(member_id)) })
    }

    fn compare_and_swap<'a>(
        &'a self,
        member_id: &'a str,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.swap(member_id, revision, new)) })
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.delete(member_id);
            Ok(())
        })
    }

    fn save<'a>(
        &'a self,
        member_id: &'a str,
        tokens: Tokens,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.put(member_id, tokens);
            Ok(())
        })
    }

    fn member_ids(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        Box::pin(async { Ok(self.list()) })
    }
}

impl PortalStore for FilePortalStore {
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>> {
        let (store, member_id) = (self.clone(), member_id.to_owned());
        Box::pin(aside(move || store.get(&member_id)))
    }

    fn compare_and_swap<'a>(
        &'a self,
        member_id: &'a str,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>> {
        let (store, member_id) = (self.clone(), member_id.to_owned());
        Box::pin(aside(move || store.swap(&member_id, revision, &new)))
    }

    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>> {
        let (store, member_id) = (self.clone(), member_id.to_owned());
        Box::pin(aside(move || store.delete(&member_id)))
    }

    fn save<'a>(
        &'a self,
        member_id: &'a str,
        tokens: Tokens,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let (store, member_id) = (self.clone(), member_id.to_owned());
        Box::pin(aside(move || store.put(&member_id, tokens)))
    }

    fn member_ids(&self) -> BoxFuture<'_, Result<Vec<String>, StoreError>> {
        let store = self.clone();
        Box::pin(aside(move || store.list()))
    }
}

impl<S: PortalStore> TokenStore for MemberStore<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        self.store.load(&self.member_id)
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        self.store.compare_and_swap(&self.member_id, revision, new)
    }

    fn save(&self, tokens: Tokens) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.save(&self.member_id, tokens)
    }
}
