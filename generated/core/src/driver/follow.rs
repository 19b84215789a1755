//! Follows a portal that has moved, and tells the store.

use std::sync::Arc;

use super::{Driver, Io};
use crate::policy::{Address, Portal, trace};

/// How often the store is tried.
const TRIES: u32 = 10;

impl<I: Io> Driver<I> {
    /// Follows the portal to its new address. The call goes on at once: the store is told beside it.
    pub(super) fn follow(
        self: &Arc<Self>,
        sent: &str,
        location: &str,
    ) -> Result<Arc<Portal>, String> {
        let (portal, from) = self.session.follow(sent, location)?;
        if let Some(from) = from.filter(|_| self.session.app.is_some()) {
            let driver = Arc::clone(self);
            I::spawn(async move { driver.keep_address(&from).await });
        }
        Ok(portal)
    }

    /// Stores the new address, so that the next process begins there: the old one may be another portal's by then.
    async fn keep_address(&self, from: &Address) {
        // Whoever changes the tokens meanwhile renews them, and the new ones have the address.
        for _ in 0..TRIES {
            let swapped = match self.io.load().await {
                Ok(Some(stored)) => match self.session.moved(from, &stored) {
                    Some(new) => self.io.compare_and_swap(stored.revision, new).await,
                    None => return,
                },
                Ok(None) => return,
                Err(error) => Err(error),
            };
            match swapped {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => return trace::address(self.session.portal().host(), &error),
            }
        }
    }
}
