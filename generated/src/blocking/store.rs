//! Where a blocking client keeps tokens.

use std::sync::Arc;

use crate::client::{FileStore, MemoryStore, StoreError, Stored};

/// Keeps the tokens of an application for one portal, for all processes that use them.
///
/// A refresh token is good for once, so a process claims it before it uses it: by a swap that succeeds for one of them only. Any
/// database can do that: `UPDATE … SET json = $2, revision = $3 WHERE revision = $1`. A [`Stored`] is JSON by serde.
pub trait TokenStore: Send + Sync + 'static {
    /// What is stored; nothing at first.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn load(&self) -> Result<Option<Stored>, StoreError>;

    /// Stores `new` if what is stored has this revision, 0 standing for nothing; says whether it had. It is atomic.
    ///
    /// # Errors
    ///
    /// The store failed.
    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError>;
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        (**self).load()
    }

    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        (**self).compare_and_swap(revision, new)
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        Ok(self.get())
    }

    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        Ok(self.swap(revision, &new))
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> Result<Option<Stored>, StoreError> {
        self.get()
    }

    fn compare_and_swap(&self, revision: i64, new: Stored) -> Result<bool, StoreError> {
        self.swap(revision, &new)
    }
}
