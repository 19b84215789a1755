//! Proxies, and which calls go by them.

mod route;

pub(crate) use route::Route;

use std::fmt;

use ::http::Uri;

use super::build_error::BuildError;
use crate::Secret;

/// An HTTP proxy for `https` portals, used as a tunnel (`CONNECT`).
///
/// ```
/// use bitrix24::client::Proxy;
///
/// let proxy = Proxy::new("http://user:password@proxy.example:3128")?.no_proxy("intra.example, 10.0.0.0/8");
/// # Ok::<(), bitrix24::client::BuildError>(())
/// ```
#[derive(Clone)]
pub struct Proxy {
    /// It may have a password in it.
    address: Secret<String>,
    except: String,
}

impl Proxy {
    /// Creates a proxy from its address, `http://…` or `https://…`; without a scheme it is `http`. User name and password are
    /// percent-encoded in it: `http://user:p%40ss@proxy.example:3128`.
    ///
    /// # Errors
    ///
    /// `address` is not the address of an HTTP proxy.
    pub fn new(address: impl Into<String>) -> Result<Self, BuildError> {
        let address = http(address.into()).ok_or_else(unusable)?;
        Ok(Self {
            address: Secret::from(address),
            except: String::new(),
        })
    }

    /// Sets which hosts are reached without this proxy, in the syntax of `NO_PROXY`: separated by commas, `example.com` with its
    /// subdomains, `10.1.2.3`, `10.0.0.0/8`, or `*`. Default: none. This machine is always reached directly.
    #[must_use]
    pub fn no_proxy(mut self, hosts: impl Into<String>) -> Self {
        self.except = hosts.into();
        self
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").finish_non_exhaustive()
    }
}

/// Where a transport takes its proxy from.
#[derive(Clone, Default)]
pub(crate) enum ProxyChoice {
    /// From the environment.
    #[default]
    Environment,
    /// From nowhere.
    Nothing,
    /// From the caller.
    Given(Proxy),
}

fn unusable() -> BuildError {
    BuildError::new("the proxy's address must have the form http://HOST:PORT or https://HOST:PORT")
}

/// The address of a proxy that speaks HTTP, with its scheme, which may be left out.
fn http(mut address: String) -> Option<String> {
    if !address.contains("://") {
        address.insert_str(0, "http://");
    }
    let uri: Uri = address.parse().ok()?;
    matches!(uri.scheme_str(), Some("http" | "https")).then_some(address)
}
