//! The store of one portal, out of that of many.

use std::sync::Arc;

/// The tokens of one portal in a `PortalStore`: a `TokenStore`, of either client, for a client that is built without `Portals`.
///
/// Tokens are renewed once for all processes that share the store, including those that use `Portals`.
#[derive(Clone, Debug)]
pub struct MemberStore<S> {
    pub(crate) store: S,
    pub(crate) member_id: Arc<str>,
}

impl<S> MemberStore<S> {
    /// The tokens in `store` of the portal with this `member_id`.
    #[must_use]
    pub fn new(store: S, member_id: impl Into<Arc<str>>) -> Self {
        Self {
            store,
            member_id: member_id.into(),
        }
    }
}
