//! Where an async client keeps the tokens of many portals.

use std::sync::Arc;

use super::store::aside;
use super::{
    BoxFuture, FilePortalStore, MemberStore, MemoryPortalStore, StoreError, Stored, TokenStore,
    Tokens,
};

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
    fn load<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<Option<Stored>, StoreError>>;

    /// Stores `new` if what is stored of the portal has this revision, 0 standing for nothing; says whether it had. It is atomic.
    fn compare_and_swap<'a>(
        &'a self,
        member_id: &'a str,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'a, Result<bool, StoreError>>;

    /// Removes what is stored of the portal, if there is anything.
    fn remove<'a>(&'a self, member_id: &'a str) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Stores tokens over whatever is there: those of an installation or a login. They keep what an installation before has told and
    /// they do not repeat, such as the `application_token`. A [`FilePortalStore`] replaces a file that it cannot read as well.
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

    /// The portals of which something is stored. An error unless the store can tell, as it does where this is not implemented.
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
