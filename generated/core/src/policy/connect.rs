//! Connections, as far as both clients decide alike: what they may take, and what it means if there is none.

use std::error::Error;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::io;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::time::Duration;

use crate::TransportError;

/// How long a connection may take to be made: name, route, proxy, TLS. What fails by then has not left, so it can be repeated.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) const CONNECT: Duration = Duration::from_secs(20);

/// How long a connection is kept without use. After that the other end may have closed it, which costs a write its certainty.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) const IDLE: Duration = Duration::from_secs(15);

/// There was no connection in time.
pub(crate) fn too_slow() -> TransportError {
    TransportError::connect("there was no connection in time")
}

/// There is no connection because of `error`. Whatever it is, the request never left.
pub(crate) fn failed(error: &(dyn Error + 'static)) -> TransportError {
    let (mut problem, mut untrusted) = (error.to_string(), is_untrusted(error));
    let mut source = error.source();
    while let Some(cause) = source {
        // Already judged here: the connection to a proxy.
        if let Some(judged) = cause.downcast_ref::<TransportError>() {
            return judged.clone();
        }
        problem += &format!(": {cause}");
        untrusted |= is_untrusted(cause);
        source = cause.source();
    }
    if untrusted {
        TransportError::certificate(problem)
    } else {
        TransportError::connect(problem)
    }
}

/// Whether the server's certificate is to blame. All else that goes wrong in a handshake may be well the next time: the server is
/// being started again, a proxy is in the way.
#[cfg(any(feature = "client", feature = "blocking"))]
fn is_untrusted(error: &(dyn Error + 'static)) -> bool {
    let inner = error
        .downcast_ref::<io::Error>()
        .and_then(io::Error::get_ref);
    let tls = match inner {
        Some(inner) => inner.downcast_ref::<rustls::Error>(),
        None => error.downcast_ref::<rustls::Error>(),
    };
    matches!(
        tls,
        Some(rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented)
    )
}

/// A connector of ureq's own shakes hands later.
#[cfg(not(any(feature = "client", feature = "blocking")))]
fn is_untrusted(_: &(dyn Error + 'static)) -> bool {
    false
}

#[cfg(all(test, any(feature = "client", feature = "blocking")))]
mod tests {
    use rustls::{AlertDescription, CertificateError, Error};

    use super::*;
    use crate::TransportErrorKind;

    #[test]
    fn only_a_certificate_is_beyond_hope() {
        let verdict = |error: Error| {
            let bare = failed(&error);
            let wrapped = failed(&io::Error::new(io::ErrorKind::InvalidData, error));
            assert_eq!(bare, wrapped);
            assert!(!bare.may_have_run);
            bare.kind
        };
        for error in [
            Error::InvalidCertificate(CertificateError::UnknownIssuer),
            Error::InvalidCertificate(CertificateError::NotValidForName),
            Error::InvalidCertificate(CertificateError::Expired),
            Error::InvalidCertificate(CertificateError::Revoked),
            Error::NoCertificatesPresented,
        ] {
            assert_eq!(verdict(error), TransportErrorKind::Certificate);
        }
        for error in [
            Error::AlertReceived(AlertDescription::InternalError),
            Error::DecryptError,
            Error::HandshakeNotComplete,
        ] {
            assert_eq!(verdict(error), TransportErrorKind::Connect);
        }
        let reset = failed(&io::Error::from(io::ErrorKind::ConnectionReset));
        assert_eq!(reset.kind, TransportErrorKind::Connect);
    }
}
