//! The portals of an application, for the blocking client.

use std::sync::Arc;
use std::time::Instant;

use super::block_on::block_on;
use super::threads::Threads;
use super::{Bitrix24, Limiter, PortalStore, Timer, Transport};
use crate::AuthError;
use crate::client::{App, MemberStore, PortalError, PortalEvent, StoreError, Stored, Tokens};
use crate::driver::{self, Registry, Shelf, verify};
use crate::policy::Config;

/// The portals on which an application is installed, by `member_id`.
///
/// One store has the tokens of all portals. Each portal has one client, whose clones share its rate limit and the renewal of
/// its tokens; all portals share transport, timer and settings. A portal is loaded from the store when first asked for, and can
/// be [dropped from memory](Self::evict_idle) while idle. Several processes can share the store: they renew a token once for
/// all of them, as with a [`TokenStore`](super::TokenStore), and see each other's installations and removals.
///
/// A portal is identified by its `member_id` alone: its domain may change. When a portal says that it has moved, its client
/// follows, under the rules of [`Builder::allow_host`](super::Builder::allow_host) and
/// [`on_redirect`](super::Builder::on_redirect), and the store keeps the new address.
///
/// ```no_run
/// use bitrix24::Profile;
/// use bitrix24::blocking::Portals;
/// use bitrix24::client::{App, FilePortalStore, PortalError};
///
/// # fn example(code: &str) -> Result<(), Box<dyn std::error::Error>> {
/// let app = App::new("app.1", "secret");
/// let portals = Portals::new(app, FilePortalStore::new("/var/lib/my-app/portals"))?;
///
/// // A body that was posted to the address for events:
/// # let body = "";
/// match portals.receive(body) {
///     Ok(event) if event.name == "ONAPPINSTALL" => println!("{} is new", event.member_id),
///     Ok(event) => println!("{}: {}", event.member_id, event.name),
///     Err(PortalError::Unverified(_)) => println!("a forged event"),
///     Err(error) => return Err(error.into()),
/// }
///
/// // Anywhere, at any time:
/// let bitrix = portals.get("a223c6b3710f85df22e9377d6c4f7553")?;
/// println!("{:?}", bitrix.send(Profile::new())?.name);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Portals(pub(super) Arc<Registry<Common>>);

driver::portals!();

impl Portals {
    /// Returns the client of a portal. All clients of a portal share their state.
    ///
    /// # Errors
    ///
    /// The application is not installed on the portal, [`PortalError::NotInstalled`]; or the store failed.
    pub fn get(&self, member_id: &str) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.get(member_id))?))
    }

    /// Stores the tokens of an installation or a login, and returns the client of their portal. Existing clients of the portal
    /// go on with these tokens.
    ///
    /// The tokens say where the portal is, so they must be genuine, as those of
    /// [`exchange_code`](super::Builder::exchange_code) are. For those of an event use [`receive`](Self::receive), and for
    /// those that the application's page is opened with [`verify_and_install`](Self::verify_and_install).
    ///
    /// # Errors
    ///
    /// The tokens have no `member_id` or no usable address, [`PortalError::Tokens`]; or the store failed.
    pub fn install(&self, tokens: Tokens) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.install(tokens))?))
    }

    /// Like [`install`](Self::install), for tokens that anyone may have sent, such as those that a browser posts to the
    /// application's page (`AUTH_ID`, `REFRESH_ID`). They are renewed before they are stored: the authorisation server says
    /// which portal they belong to, and its address. This uses up the refresh token.
    ///
    /// # Errors
    ///
    /// The tokens belong to another portal than the `member_id` they name, or cannot be renewed, [`PortalError::Unverified`];
    /// the authorisation server rejects them, [`PortalError::Auth`]; or the store failed.
    pub fn verify_and_install(&self, tokens: Tokens) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.verify_and_install(tokens))?))
    }

    /// Verifies an event posted to the application, `application/x-www-form-urlencoded`, and installs or uninstalls the portal
    /// if the event says so.
    ///
    /// - `ONAPPINSTALL` brings tokens, and a secret for later events, the `application_token`. Anyone could post such an event
    ///   for any portal, so its tokens are [verified](Self::verify_and_install).
    /// - Any other event must carry the `application_token` of its portal's installation. It is compared with the one in memory
    ///   and, if they differ, with the one in the store.
    /// - `ONAPPUNINSTALL` uninstalls the application from the portal, as [`uninstall`](Self::uninstall) does. Only
    ///   the `application_token` in the store counts for it, so a late event of an earlier installation ends no later one.
    ///
    /// The caller reads the data of the event. Bitrix24 does not post an event again, so call this again after a failure of the
    /// store or the authorisation server; see [events](https://apidocs.bitrix24.com/api-reference/events/index.html) and
    /// [secure handlers](https://apidocs.bitrix24.com/api-reference/events/safe-event-handlers.html).
    ///
    /// # Errors
    ///
    /// The event cannot be verified, [`PortalError::Unverified`], or cannot be read; its portal has not installed the
    /// application; or the authorisation server or the store failed.
    pub fn receive(&self, body: impl AsRef<[u8]>) -> Result<PortalEvent, PortalError> {
        block_on(self.0.receive(body.as_ref()))
    }

    /// Removes the tokens of a portal, if any. From then on calls of its clients fail with an [`AuthError`](crate::AuthError)
    /// of the kind [`NotInstalled`](crate::AuthErrorKind::NotInstalled): in this process at once, and in others when they have
    /// to renew the token. After another installation, [`get`](Self::get) a new client.
    ///
    /// # Errors
    ///
    /// The store failed. Nothing has changed then.
    pub fn uninstall(&self, member_id: &str) -> Result<(), PortalError> {
        block_on(self.0.uninstall(member_id))
    }

    /// Lists the portals on which the application is installed, according to the store.
    ///
    /// # Errors
    ///
    /// The store failed, or cannot list its portals, see [`PortalStore::member_ids`].
    pub fn member_ids(&self) -> Result<Vec<String>, PortalError> {
        block_on(self.0.member_ids())
    }
}

/// What the clients of all portals have in common.
pub(super) struct Common {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) timer: Arc<dyn Timer>,
    pub(super) limiter: Option<Arc<dyn Limiter>>,
    pub(super) store: Arc<dyn PortalStore>,
}

impl Shelf for Common {
    type Io = Threads;

    fn now(&self) -> Instant {
        self.timer.now()
    }

    fn io(&self, member_id: &Arc<str>) -> Threads {
        let store = MemberStore::new(Arc::clone(&self.store), Arc::clone(member_id));
        Threads {
            transport: Arc::clone(&self.transport),
            timer: Arc::clone(&self.timer),
            store: Some(Arc::new(store)),
            limiter: self.limiter.clone(),
        }
    }

    async fn load(&self, member_id: &str) -> Result<Option<Stored>, StoreError> {
        self.store.load(member_id)
    }

    async fn save(&self, member_id: &str, tokens: Tokens) -> Result<(), StoreError> {
        self.store.save(member_id, tokens)
    }

    async fn remove(&self, member_id: &str) -> Result<(), StoreError> {
        self.store.remove(member_id)
    }

    async fn member_ids(&self) -> Result<Vec<String>, StoreError> {
        self.store.member_ids()
    }

    async fn verify(
        &self,
        app: &App,
        config: &Arc<Config>,
        tokens: Tokens,
    ) -> Option<Result<Tokens, AuthError>> {
        let io = Threads {
            transport: Arc::clone(&self.transport),
            timer: Arc::clone(&self.timer),
            store: None,
            limiter: None,
        };
        verify(&io, config, app, &tokens).await
    }
}
