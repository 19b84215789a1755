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

/// The portals on which an application is installed, by their `member_id`: for whoever offers an application to many.
///
/// One store has the tokens of all, and each portal has one client, whose clones share its rate limit and the renewal of its tokens;
/// transport, timer and settings are the same for all. A portal comes from the store when it is asked for first, and may be
/// [dropped from memory](Self::evict_idle) when it is idle. Several processes may share the store: they renew together, as with a
/// [`TokenStore`](super::TokenStore), and what one of them installs or uninstalls, the others find there.
///
/// A portal is known by its `member_id` and nothing else: its domain may change. When a portal says that it has moved, its client
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
    /// The client of a portal. All clients of a portal share everything.
    ///
    /// # Errors
    ///
    /// [`PortalError::NotInstalled`]; or the store failed.
    pub fn get(&self, member_id: &str) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.get(member_id))?))
    }

    /// Stores the tokens of an installation or of a login, and gives the client of their portal. Clients of the portal that there
    /// are go on with these tokens.
    ///
    /// Whoever brings tokens decides where the portal is, so they must be known to be genuine, as those of
    /// [`exchange_code`](super::Builder::exchange_code) are. Those of an event are not, see [`receive`](Self::receive), nor are those that
    /// the page of an application is opened with, see [`verify_and_install`](Self::verify_and_install).
    ///
    /// # Errors
    ///
    /// The tokens have no `member_id` or no usable address, [`PortalError::Tokens`]; or the store failed.
    pub fn install(&self, tokens: Tokens) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.install(tokens))?))
    }

    /// As [`install`](Self::install), for tokens that anybody may have sent, such as those that a browser posts to the page of an
    /// application (`AUTH_ID`, `REFRESH_ID`). They are renewed before they are stored: the authorisation server says which portal they
    /// are of, and where that is. This uses the refresh token up.
    ///
    /// # Errors
    ///
    /// The tokens are of another portal than the `member_id` that they name, or cannot be renewed, [`PortalError::Unverified`]; the
    /// authorisation server refuses them, [`PortalError::Auth`]; or the store failed.
    pub fn verify_and_install(&self, tokens: Tokens) -> Result<Bitrix24, PortalError> {
        Ok(Bitrix24(block_on(self.0.verify_and_install(tokens))?))
    }

    /// Verifies an event that was posted to the application, `application/x-www-form-urlencoded`, and does what it says about the
    /// installation.
    ///
    /// - `ONAPPINSTALL` brings tokens, and a secret for later events, the `application_token`. Anybody could post such an event for
    ///   the portal of somebody else, so its tokens are [verified](Self::verify_and_install).
    /// - Any other event has to show the secret of its portal's installation. It is compared with that in memory or, if that is
    ///   another one, with that in the store.
    /// - `ONAPPUNINSTALL` uninstalls the application from the portal, as [`uninstall`](Self::uninstall) does.
    ///
    /// The data of the event are the caller's to read. Bitrix24 does not post an event again, so a failure of the store or of the
    /// authorisation server is to be tried again by the caller; see
    /// [events](https://apidocs.bitrix24.com/api-reference/events/index.html) and
    /// [secure handlers](https://apidocs.bitrix24.com/api-reference/events/safe-event-handlers.html).
    ///
    /// # Errors
    ///
    /// The event is not genuine, as far as can be told, [`PortalError::Unverified`]; it is of a portal that has not installed the
    /// application, or cannot be read; the authorisation server or the store failed.
    pub fn receive(&self, body: impl AsRef<[u8]>) -> Result<PortalEvent, PortalError> {
        block_on(self.0.receive(body.as_ref()))
    }

    /// Removes the tokens of a portal, if there are any. Calls of its clients fail from then on, with an
    /// [`AuthError`](crate::AuthError) of the kind [`NotInstalled`](crate::AuthErrorKind::NotInstalled): in this process at once, and
    /// in others when they have to renew the token. After another installation, [`get`](Self::get) another client.
    ///
    /// # Errors
    ///
    /// The store failed. Nothing has changed then.
    pub fn uninstall(&self, member_id: &str) -> Result<(), PortalError> {
        block_on(self.0.uninstall(member_id))
    }

    /// The portals on which the application is installed, as the store knows them.
    ///
    /// # Errors
    ///
    /// The store failed, or cannot tell, see [`PortalStore::member_ids`].
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
