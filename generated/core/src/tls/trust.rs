//! Which certificates are trusted; shared, so both clients read the environment alike.

use std::sync::{Arc, Mutex, Weak};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::{Certificate, SIGNATURES};
use crate::client::BuildError;
use crate::policy::{host, lock};

/// Which certificates are trusted.
#[derive(Clone)]
pub(crate) struct Trust {
    pub(crate) certificates: Vec<Certificate>,
    /// Whether to trust the system's certificates too.
    pub(crate) built_in: bool,
    /// Hosts from which any certificate is accepted.
    pub(crate) unchecked: Vec<String>,
}

impl Default for Trust {
    fn default() -> Self {
        Self {
            certificates: Vec::new(),
            built_in: true,
            unchecked: Vec::new(),
        }
    }
}

/// How a client speaks TLS, to each host.
#[derive(Clone)]
pub(crate) struct Tls {
    checked: Arc<ClientConfig>,
    /// A separate configuration, so that a session of an unchecked host is never resumed as a checked one.
    unchecked: Arc<ClientConfig>,
    hosts: Arc<[String]>,
}

impl Tls {
    pub(crate) fn new(trust: &Trust) -> Result<Self, BuildError> {
        host::check(&trust.unchecked, "danger_accept_invalid_certs")?;
        Ok(Self {
            checked: Arc::new(checked(trust)?),
            unchecked: Arc::new(unchecked()?),
            hosts: trust.unchecked.as_slice().into(),
        })
    }

    /// For this host, as it stands in an address.
    pub(crate) fn for_host(&self, host: &str) -> &Arc<ClientConfig> {
        match host::is_one_of(&self.hosts, host) {
            true => &self.unchecked,
            false => &self.checked,
        }
    }

    /// The same, offering these protocols.
    #[cfg(feature = "http2")]
    pub(crate) fn offering(&self, protocols: &[&[u8]]) -> Self {
        let offering = |config: &Arc<ClientConfig>| {
            let mut config = ClientConfig::clone(config);
            config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
            Arc::new(config)
        };
        Self {
            checked: offering(&self.checked),
            unchecked: offering(&self.unchecked),
            hosts: Arc::clone(&self.hosts),
        }
    }
}

fn checked(trust: &Trust) -> Result<ClientConfig, BuildError> {
    let certificates = || trust.certificates.iter().map(Certificate::der);
    let builder = super::builder().map_err(|error| no_tls(&error))?;
    if !trust.built_in {
        let mut roots = RootCertStore::empty();
        for certificate in certificates() {
            roots.add(certificate).map_err(|error| no_tls(&error))?;
        }
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let provider = Arc::clone(builder.crypto_provider());
    let verifier = match trust.certificates.is_empty() {
        true => of_system(provider),
        false => with_system(certificates(), provider),
    };
    let verifier = verifier.map_err(|error| no_tls(&error))?;
    let builder = builder.dangerous();
    let builder = builder.with_custom_certificate_verifier(verifier);
    Ok(builder.with_no_client_auth())
}

/// Trusts the system's certificates. Reading them takes milliseconds, so all transports that live at the same time share them; those
/// that come later find what has changed.
fn of_system(provider: Arc<CryptoProvider>) -> Result<Arc<Verifier>, Error> {
    static SHARED: Mutex<Weak<Verifier>> = Mutex::new(Weak::new());
    let mut shared = lock(&SHARED);
    if let Some(verifier) = shared.upgrade() {
        return Ok(verifier);
    }
    let verifier = Arc::new(Verifier::new(provider)?);
    *shared = Arc::downgrade(&verifier);
    Ok(verifier)
}

#[cfg(not(target_os = "android"))]
fn with_system(
    certificates: impl Iterator<Item = CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<Verifier>, Error> {
    Verifier::new_with_extra_roots(certificates, provider).map(Arc::new)
}

#[cfg(target_os = "android")]
fn with_system(
    _: impl Iterator<Item = CertificateDer<'static>>,
    _: Arc<CryptoProvider>,
) -> Result<Arc<Verifier>, Error> {
    let problem = "Android takes no certificates beside its own";
    Err(Error::General(problem.to_owned()))
}

fn unchecked() -> Result<ClientConfig, BuildError> {
    let builder = super::builder().map_err(|error| no_tls(&error))?;
    let builder = builder.dangerous();
    let builder = builder.with_custom_certificate_verifier(Arc::new(Anybody));
    Ok(builder.with_no_client_auth())
}

fn no_tls(error: &Error) -> BuildError {
    let way_out = "install the package `ca-certificates`, or set SSL_CERT_FILE";
    BuildError::new(match error {
        Error::General(problem) if problem.starts_with("No CA") => {
            format!("no TLS: {problem}: {way_out}")
        }
        error => format!("no TLS: {error}"),
    })
}

/// Accepts any certificate. Signatures are not checked either: without a trusted certificate they prove nothing.
#[derive(Debug)]
struct Anybody;

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        SIGNATURES.supported_schemes()
    }
}
