//! The cipher suites: those that rustls has by default, the best first.

use ring::aead::{AES_128_GCM, AES_256_GCM, CHACHA20_POLY1305};
use rustls::crypto::tls12::PrfUsingHmac;
use rustls::crypto::tls13::HkdfUsingHmac;
use rustls::crypto::{CipherSuiteCommon, KeyExchangeAlgorithm};
use rustls::{
    CipherSuite, SignatureScheme, SupportedCipherSuite, Tls12CipherSuite, Tls13CipherSuite,
};

use super::aead::{Nonces, Tls12Aead, Tls13Aead};
use super::hash::{HMAC_SHA256, HMAC_SHA384, SHA256, SHA384};

/// So many messages AES-GCM encrypts safely by one key, says RFC 8446.
const GCM: u64 = 1 << 24;

const CHACHA: u64 = u64::MAX;

macro_rules! tls13 {
    ($suite:ident, $aead:ident, $hash:ident, $hmac:ident, $limit:ident) => {
        SupportedCipherSuite::Tls13(&Tls13CipherSuite {
            common: CipherSuiteCommon {
                suite: CipherSuite::$suite,
                hash_provider: &$hash,
                confidentiality_limit: $limit,
            },
            hkdf_provider: &HkdfUsingHmac(&$hmac),
            aead_alg: &Tls13Aead(&$aead),
            quic: None,
        })
    };
}

macro_rules! tls12 {
    ($suite:ident, $sign:ident, $nonces:ident, $aead:ident, $hash:ident, $hmac:ident, $limit:ident) => {
        SupportedCipherSuite::Tls12(&Tls12CipherSuite {
            common: CipherSuiteCommon {
                suite: CipherSuite::$suite,
                hash_provider: &$hash,
                confidentiality_limit: $limit,
            },
            prf_provider: &PrfUsingHmac(&$hmac),
            kx: KeyExchangeAlgorithm::ECDHE,
            sign: $sign,
            aead_alg: &Tls12Aead(&$aead, Nonces::$nonces),
        })
    };
}

#[rustfmt::skip]
pub(super) static ALL: &[SupportedCipherSuite] = &[
    tls13!(TLS13_AES_256_GCM_SHA384, AES_256_GCM, SHA384, HMAC_SHA384, GCM),
    tls13!(TLS13_AES_128_GCM_SHA256, AES_128_GCM, SHA256, HMAC_SHA256, GCM),
    tls13!(TLS13_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256, HMAC_SHA256, CHACHA),
    tls12!(TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, ECDSA, Sent, AES_256_GCM, SHA384, HMAC_SHA384, GCM),
    tls12!(TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ECDSA, Sent, AES_128_GCM, SHA256, HMAC_SHA256, GCM),
    tls12!(TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, ECDSA, Counted, CHACHA20_POLY1305, SHA256, HMAC_SHA256, CHACHA),
    tls12!(TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, RSA, Sent, AES_256_GCM, SHA384, HMAC_SHA384, GCM),
    tls12!(TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA, Sent, AES_128_GCM, SHA256, HMAC_SHA256, GCM),
    tls12!(TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, RSA, Counted, CHACHA20_POLY1305, SHA256, HMAC_SHA256, CHACHA),
];

static ECDSA: &[SignatureScheme] = &[
    SignatureScheme::ED25519,
    SignatureScheme::ECDSA_NISTP384_SHA384,
    SignatureScheme::ECDSA_NISTP256_SHA256,
];

static RSA: &[SignatureScheme] = &[
    SignatureScheme::RSA_PSS_SHA512,
    SignatureScheme::RSA_PSS_SHA384,
    SignatureScheme::RSA_PSS_SHA256,
    SignatureScheme::RSA_PKCS1_SHA512,
    SignatureScheme::RSA_PKCS1_SHA384,
    SignatureScheme::RSA_PKCS1_SHA256,
];
