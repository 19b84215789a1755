//! Why there is no client of a portal.

use std::fmt;

use super::store_error::StoreError;
use crate::AuthError;
use crate::policy::BuildError;
use crate::runtime::Shown;

/// An error of `Portals`. It shows no token.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum PortalError {
    /// The application is not installed on the portal with this `member_id`: the store has no tokens for it.
    NotInstalled(String),
    /// The tokens have no `member_id`, or no address that can be trusted with them.
    Tokens(BuildError),
    /// The event cannot be read.
    Event(BuildError),
    /// The event does not carry this portal's [`application_token`](crate::client::Tokens::application_token), or its tokens
    /// belong to another portal than it names. It may be forged: do not act on it.
    Unverified(String),
    /// The authorisation server rejects the tokens of an installation, or cannot be reached.
    Auth(AuthError),
    /// The token store failed.
    Store(StoreError),
}

impl fmt::Display for PortalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled(member_id) => {
                let member_id = Shown::text(member_id);
                write!(
                    f,
                    "the application is not installed on the portal {member_id}"
                )
            }
            Self::Tokens(error) => write!(f, "the tokens name no usable portal: {error}"),
            Self::Event(error) => write!(f, "the event cannot be read: {error}"),
            Self::Unverified(member_id) => {
                let member_id = Shown::text(member_id);
                write!(
                    f,
                    "the event cannot be verified to come from the portal {member_id}"
                )
            }
            Self::Auth(error) => write!(f, "the installation is not confirmed: {}", error.problem),
            Self::Store(error) => write!(f, "the token store failed: {error}"),
        }
    }
}

impl std::error::Error for PortalError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotInstalled(_) | Self::Unverified(_) => None,
            Self::Tokens(error) | Self::Event(error) => Some(error),
            Self::Auth(error) => Some(error),
            Self::Store(error) => Some(error),
        }
    }
}

impl From<StoreError> for PortalError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
