//! Where an async client keeps tokens.

use std::sync::Arc;

use super::{BoxFuture, FileStore, MemoryStore, StoreError, Stored, Tokens};

/// Keeps the tokens of an application for one portal, shared by all processes that use them.
///
/// A refresh token can be used once, so a process claims it first, by a compare-and-swap that succeeds for one process only.
/// Any database can do that: `UPDATE … SET json = $2, revision = $3 WHERE revision = $1`. A [`Stored`] is JSON by serde.
///
/// What is stored is newer than what a client holds, unless the client has made its own from that: the order is that of the
/// revisions, and no clock is asked. So a client whose token has expired takes that of the store, and renews it if it has expired
/// as well. Tokens that a client was built with come after those of the store: they are used if the authorisation server refuses
/// the latter. What a process does about the claim of another that has died is told at
/// [`renewing_until`](Stored::renewing_until).
///
/// A renewal uses the store on a thread of this crate, whatever runtime the call is in, see [`Bitrix24`](crate::Bitrix24).
///
/// A client stores the tokens it renews, and the new address of a portal that has moved. The first tokens are stored by the
/// code that obtains them; after a restart, build a client with the tokens that [`load`](Self::load) returns:
///
/// ```no_run
/// use bitrix24::Bitrix24;
/// use bitrix24::client::{App, FileStore, TokenStore};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// # let app = App::new("app.1", "secret");
/// let store = FileStore::new("portal.json");
/// let builder = Bitrix24::builder().token_store(store.clone());
/// let tokens = builder.exchange_code(&app, "code").await?;
/// store.save(tokens.clone()).await?;
/// let bitrix = builder.oauth(app, tokens)?;
/// # let _ = bitrix;
/// # Ok(())
/// # }
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// Returns what is stored; `None` at first.
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>>;

    /// Stores `new` if what is stored has this revision, where 0 means that nothing is stored; returns whether it did. Must be
    /// atomic.
    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>>;

    /// Stores tokens over whatever is there: the first ones, those of a login or of another installation. What an earlier
    /// installation of the same portal reported and these tokens lack, such as the `application_token`, is kept. A
    /// [`FileStore`] also replaces a file that it cannot read.
    fn save(&self, tokens: Tokens) -> BoxFuture<'_, Result<(), StoreError>> {
        Box::pin(async move {
            loop {
                let old = self.load().await?;
                let revision = old.as_ref().map_or(0, |old| old.revision);
                let new = Stored::over(old, tokens.clone());
                if self.compare_and_swap(revision, new).await? {
                    return Ok(());
                }
            }
        })
    }
}

impl<S: TokenStore + ?Sized> TokenStore for Arc<S> {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        (**self).load()
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        (**self).compare_and_swap(revision, new)
    }

    fn save(&self, tokens: Tokens) -> BoxFuture<'_, Result<(), StoreError>> {
        (**self).save(tokens)
    }
}

impl TokenStore for MemoryStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        Box::pin(async { Ok(self.get()) })
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.swap(revision, &new)) })
    }
}

impl TokenStore for FileStore {
    fn load(&self) -> BoxFuture<'_, Result<Option<Stored>, StoreError>> {
        let store = self.clone();
        Box::pin(aside(move || store.get()))
    }

    fn compare_and_swap(
        &self,
        revision: i64,
        new: Stored,
    ) -> BoxFuture<'_, Result<bool, StoreError>> {
        let store = self.clone();
        Box::pin(aside(move || store.swap(revision, &new)))
    }

    fn save(&self, tokens: Tokens) -> BoxFuture<'_, Result<(), StoreError>> {
        let store = self.clone();
        Box::pin(aside(move || store.put(tokens)))
    }
}

/// Files block: their work is done on a thread for that, if there is a tokio to give one.
pub(super) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    match tokio::runtime::Handle::try_current() {
        Ok(tokio) => match tokio.spawn_blocking(work).await {
            Ok(result) => result,
            Err(_) => Err(StoreError::new("the work on the file was given up")),
        },
        Err(_) => work(),
    }
}
