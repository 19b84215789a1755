//! What both clients decide alike about connections: timeouts, and what a failure to connect means.

use std::error::Error;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::io;
#[cfg(any(feature = "client", feature = "blocking"))]
use std::time::Duration;

use crate::TransportError;

/// How long connecting may take: name, route, proxy, TLS. A request that fails here was not sent, so it can be retried.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) const CONNECT: Duration = Duration::from_secs(20);

/// How long an idle connection is kept. After that the server may have closed it, and a write sent on it would be in doubt.
#[cfg(any(feature = "client", feature = "blocking"))]
pub(crate) const IDLE: Duration = Duration::from_secs(15);

/// There was no connection in time.
pub(crate) fn too_slow() -> TransportError {
    TransportError::connect("there was no connection in time")
}

/// Connecting failed with `error`. Whatever it is, the request was not sent.
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

/// Whether the server's certificate is to blame. Any other failure of a handshake may pass: the server restarts, or a proxy
/// interferes.
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

/// ureq's own connectors do the handshake later.
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
