//! The portals of an application: which of them are in memory, and how they come and go.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use super::{Driver, Io};
use crate::AuthError;
use crate::client::{App, BuildError, PortalError, PortalEvent, StoreError, Stored, Tokens};
use crate::policy::oauth::Received;
use crate::policy::{Config, Portal, Session, lock};

/// What all portals of an application stand on. In the blocking client its futures block inside `poll`.
pub(crate) trait Shelf: Send + Sync + 'static {
    /// What the clients of a portal run on.
    type Io: Io;

    fn now(&self) -> Instant;

    /// What those of this portal run on.
    fn io(&self, member_id: &Arc<str>) -> Self::Io;

    fn load(
        &self,
        member_id: &str,
    ) -> impl Future<Output = Result<Option<Stored>, StoreError>> + Send;

    fn save(
        &self,
        member_id: &str,
        tokens: Tokens,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    fn remove(&self, member_id: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    fn member_ids(&self) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;

    /// Asks the authorisation server whose these tokens are, which renews them; nothing if they cannot be renewed.
    fn verify(
        &self,
        app: &App,
        config: &Arc<Config>,
        tokens: Tokens,
    ) -> impl Future<Output = Option<Result<Tokens, AuthError>>> + Send;
}

/// The portals of an application.
pub(crate) struct Registry<S: Shelf> {
    app: App,
    config: Arc<Config>,
    shelf: S,
    open: Mutex<Open<S::Io>>,
}

/// Those that are in memory.
struct Open<I> {
    portals: HashMap<Arc<str>, Entry<I>>,
    /// How often one was installed or uninstalled: what was read from the store before may be out of date.
    changes: u64,
}

struct Entry<I> {
    driver: Arc<Driver<I>>,
    asked_at: Instant,
}

type Found<S> = Arc<Driver<<S as Shelf>::Io>>;

impl<S: Shelf> Registry<S> {
    pub(crate) fn new(app: App, config: Config, shelf: S) -> Result<Self, BuildError> {
        config.check_oauth()?;
        Ok(Self {
            app,
            config: Arc::new(config),
            shelf,
            open: Mutex::new(Open {
                portals: HashMap::new(),
                changes: 0,
            }),
        })
    }

    pub(crate) async fn get(&self, member_id: &str) -> Result<Found<S>, PortalError> {
        loop {
            let changes = {
                let mut open = self.open();
                if let Some(entry) = open.portals.get_mut(member_id) {
                    if !entry.driver.session.is_gone() {
                        entry.asked_at = self.shelf.now();
                        return Ok(Arc::clone(&entry.driver));
                    }
                    open.portals.remove(member_id);
                }
                open.changes
            };
            let tokens = self.stored(member_id).await?;
            let mut open = self.open();
            if open.changes == changes {
                return self.insert(&mut open, member_id, tokens);
            }
        }
    }

    pub(crate) async fn install(&self, tokens: Tokens) -> Result<Found<S>, PortalError> {
        let Some(member_id) = tokens.member_id.clone() else {
            let problem = "`member_id`, which identifies the portal, is missing";
            return Err(PortalError::Tokens(BuildError::new(problem)));
        };
        Session::check(&tokens, &self.config).map_err(PortalError::Tokens)?;
        self.shelf.save(&member_id, tokens).await?;
        loop {
            let changes = self.open().changes;
            // With what an installation before has told.
            let tokens = self.stored(&member_id).await?;
            let mut open = self.open();
            if open.changes == changes {
                open.changes += 1;
                return self.insert(&mut open, &member_id, tokens);
            }
        }
    }

    pub(crate) async fn uninstall(&self, member_id: &str) -> Result<(), PortalError> {
        self.shelf.remove(member_id).await?;
        let mut open = self.open();
        open.changes += 1;
        if let Some(entry) = open.portals.remove(member_id) {
            entry.driver.session.uninstall();
        }
        Ok(())
    }

    pub(crate) async fn receive(&self, body: &[u8]) -> Result<PortalEvent, PortalError> {
        let received = Received::read(body).map_err(PortalError::Event)?;
        let member_id = &received.event.member_id;
        if received.event.name == "ONAPPINSTALL" {
            return self.receive_installation(received.event).await;
        }
        // What is in memory may be of an installation before that of another process.
        let is_known = self
            .known(member_id)
            .is_some_and(|own| received.is_of(&own));
        let uninstalls = received.event.name == "ONAPPUNINSTALL";
        let is_genuine = match is_known && !uninstalls {
            true => true,
            // The event of an installation before may come late, and must not end the one that is stored.
            false => match self.stored(member_id).await {
                Err(PortalError::NotInstalled(_)) if is_known => true,
                stored => received.is_of(&stored?),
            },
        };
        if !is_genuine {
            return Err(PortalError::Unverified(member_id.clone()));
        }
        if uninstalls {
            self.uninstall(member_id).await?;
        }
        Ok(received.event)
    }

    /// The secret of the installation comes with this event, so it cannot show that the event is genuine.
    async fn receive_installation(
        &self,
        mut event: PortalEvent,
    ) -> Result<PortalEvent, PortalError> {
        let Some(tokens) = event.tokens.take() else {
            return Err(PortalError::Unverified(event.member_id));
        };
        self.verify_and_install(tokens).await?;
        Ok(event)
    }

    /// Installs what the authorisation server says that these tokens are of.
    pub(crate) async fn verify_and_install(&self, given: Tokens) -> Result<Found<S>, PortalError> {
        let member_id = given.member_id.clone();
        let unverified = || PortalError::Unverified(member_id.clone().unwrap_or_default());
        let verified = self.shelf.verify(&self.app, &self.config, given.clone());
        let verified = verified.await.ok_or_else(unverified)?;
        let mut tokens = verified.map_err(PortalError::Auth)?;
        // Not what is claimed, where the server does not say.
        if tokens.member_id.is_none() || member_id.is_some() && tokens.member_id != member_id {
            return Err(unverified());
        }
        tokens.keep_pair(&given);
        self.install(tokens).await
    }

    pub(crate) async fn member_ids(&self) -> Result<Vec<String>, PortalError> {
        Ok(self.shelf.member_ids().await?)
    }

    /// Forgets those that nobody has a client of, and nobody has asked for during this time; gives their number.
    pub(crate) fn evict_idle(&self, idle: Duration) -> usize {
        let now = self.shelf.now();
        let mut open = self.open();
        let before = open.portals.len();
        open.portals.retain(|_, entry| {
            let is_idle = now.saturating_duration_since(entry.asked_at) >= idle;
            !is_idle || Arc::strong_count(&entry.driver) > 1
        });
        open.portals.shrink_to_fit();
        let evicted = before - open.portals.len();
        drop(open);
        Portal::forget_idle(now);
        evicted
    }

    pub(crate) fn loaded(&self) -> usize {
        self.open().portals.len()
    }

    /// The tokens of a portal that is in memory.
    fn known(&self, member_id: &str) -> Option<Tokens> {
        let open = self.open();
        let session = &open.portals.get(member_id)?.driver.session;
        session.tokens().filter(|_| !session.is_gone())
    }

    /// The tokens of a portal that are in the store.
    async fn stored(&self, member_id: &str) -> Result<Tokens, PortalError> {
        let stored = self.shelf.load(member_id).await?;
        let stored = stored.ok_or_else(|| PortalError::NotInstalled(member_id.to_owned()))?;
        let mut tokens = stored.tokens;
        match &tokens.member_id {
            Some(other) if other != member_id => {
                let problem = "it holds tokens of another portal for this `member_id`";
                return Err(PortalError::Store(StoreError::new(problem)));
            }
            Some(_) => {}
            None => tokens.member_id = Some(member_id.to_owned()),
        }
        Ok(tokens)
    }

    /// Gives the tokens to the clients of the portal that there are, or to the first one.
    fn insert(
        &self,
        open: &mut MutexGuard<'_, Open<S::Io>>,
        member_id: &str,
        tokens: Tokens,
    ) -> Result<Found<S>, PortalError> {
        let asked_at = self.shelf.now();
        if let Some(entry) = open.portals.get_mut(member_id) {
            let session = &entry.driver.session;
            if !session.is_gone() {
                session.install(tokens).map_err(PortalError::Tokens)?;
                entry.asked_at = asked_at;
                return Ok(Arc::clone(&entry.driver));
            }
        }
        let session = Session::stored(&self.app, tokens, &self.config);
        let session = session.map_err(PortalError::Tokens)?;
        let member_id: Arc<str> = member_id.into();
        let driver = Arc::new(Driver::new(session, self.shelf.io(&member_id)));
        let entry = Entry {
            driver: Arc::clone(&driver),
            asked_at,
        };
        open.portals.insert(member_id, entry);
        Ok(driver)
    }

    fn open(&self) -> MutexGuard<'_, Open<S::Io>> {
        lock(&self.open)
    }
}
