//! The portals of an application.

/// The methods of `Portals` that do no I/O, and the way there from `Builder`.
macro_rules! portals {
    () => {
        impl ::std::fmt::Debug for Portals {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Portals")
                    .field("loaded", &self.loaded())
                    .finish_non_exhaustive()
            }
        }

        impl Portals {
            /// Creates the portals of an application with the default settings. For others use
            /// [`Builder::portals`](super::Builder::portals).
            ///
            /// # Errors
            ///
            /// The default transport cannot be built.
            pub fn new(
                app: crate::client::App,
                store: impl super::PortalStore,
            ) -> Result<Self, crate::client::BuildError> {
                super::Bitrix24::builder().portals(app, store)
            }

            /// Drops from memory the portals that have no client left and were not asked for during this time; returns their
            /// number. They are loaded from the store again when needed. Call it regularly if there are more portals than fit
            /// into memory: an idle one takes up to 4 KiB.
            pub fn evict_idle(&self, idle: ::std::time::Duration) -> usize {
                self.0.evict_idle(idle)
            }

            /// Returns the number of portals in memory.
            #[must_use]
            pub fn loaded(&self) -> usize {
                self.0.loaded()
            }
        }

        impl super::Builder {
            /// Creates the portals of an application, which share these settings, the transport and the timer.
            ///
            /// # Errors
            ///
            /// The address of the authorisation server is not a URL, or uses plain HTTP for a host that is neither this machine
            /// nor [allowed](Self::danger_allow_http); a transport is missing; or a `token_store` is set, which is for a single
            /// portal.
            pub fn portals(
                self,
                app: crate::client::App,
                store: impl super::PortalStore,
            ) -> Result<Portals, crate::client::BuildError> {
                let config = self.config().clone();
                let shelf = self.shelf(::std::sync::Arc::new(store))?;
                let registry = crate::driver::Registry::new(app, config, shelf)?;
                Ok(Portals(::std::sync::Arc::new(registry)))
            }
        }
    };
}

pub(crate) use portals;
