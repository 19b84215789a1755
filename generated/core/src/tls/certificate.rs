//! Certificates that callers name.

use std::fmt;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use crate::client::BuildError;

/// A certificate for a transport to trust: a certificate authority's, or a server's own.
///
/// ```
/// use bitrix24::client::Certificate;
///
/// assert!(Certificate::from_pem(b"no certificate").is_err());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate(CertificateDer<'static>);

impl Certificate {
    /// Reads a certificate in DER.
    ///
    /// # Errors
    ///
    /// `der` is not an X.509 certificate.
    pub fn from_der(der: &[u8]) -> Result<Self, BuildError> {
        let certificate = CertificateDer::from(der.to_vec());
        webpki::anchor_from_trusted_cert(&certificate)
            .map_err(|error| BuildError::new(format!("not a certificate: {error}")))?;
        Ok(Self(certificate))
    }

    /// Reads the first certificate of a PEM file.
    ///
    /// # Errors
    ///
    /// The file contains no certificate, or one that is not valid X.509.
    pub fn from_pem(pem: &[u8]) -> Result<Self, BuildError> {
        let mut certificates = Self::from_pem_bundle(pem)?.into_iter();
        let none = || BuildError::new("the PEM file contains no certificate");
        certificates.next().ok_or_else(none)
    }

    /// Reads all certificates of a PEM file.
    ///
    /// # Errors
    ///
    /// The file is not valid PEM, or contains a certificate that is not valid X.509.
    pub fn from_pem_bundle(pem: &[u8]) -> Result<Vec<Self>, BuildError> {
        let certificates = CertificateDer::pem_slice_iter(pem).map(|certificate| {
            let wrong = |error| BuildError::new(format!("not a PEM file: {error}"));
            Self::from_der(&certificate.map_err(wrong)?)
        });
        certificates.collect()
    }

    pub(super) fn der(&self) -> CertificateDer<'static> {
        self.0.clone()
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate").finish_non_exhaustive()
    }
}
