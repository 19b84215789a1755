//! The same bytes, secrets and refusals as rustls's own way to *ring*. A handshake does not tell: its peer takes any nonce, and any
//! length that is not too long.

#![allow(clippy::unwrap_used)]

use rustls::crypto::cipher::{
    AeadKey, InboundOpaqueMessage, Iv, MessageDecrypter, MessageEncrypter, OutboundChunks,
    OutboundPlainMessage,
};
use rustls::crypto::{SupportedKxGroup, ring as rustls_ring};
use rustls::{ContentType, ProtocolVersion, SignatureScheme, SupportedCipherSuite};

use crate::tls::provider;

/// Each suite as it is here, and as rustls has it.
fn suites() -> impl Iterator<Item = (SupportedCipherSuite, SupportedCipherSuite)> {
    let theirs = rustls_ring::default_provider().cipher_suites;
    provider().cipher_suites.into_iter().zip(theirs)
}

/// What rustls is told of a suite, and what is derived from its hash.
fn properties(suite: SupportedCipherSuite) -> String {
    match suite {
        SupportedCipherSuite::Tls12(suite) => {
            let shape = suite.aead_alg.key_block_shape();
            let lengths = (
                shape.enc_key_len,
                shape.fixed_iv_len,
                shape.explicit_nonce_len,
            );
            // Clients of rustls verify no such signature by *ring*.
            let sign = suite.sign.iter();
            let sign = sign.filter(|scheme| **scheme != SignatureScheme::ECDSA_NISTP521_SHA512);
            let mut derived = [0; 100];
            let prf = suite.prf_provider;
            prf.for_secret(&mut derived, b"secret", b"label", b"seed");
            format!(
                "{:?} {:?} {lengths:?} {} {:?} {derived:?}",
                suite.common.suite,
                suite.kx,
                suite.common.confidentiality_limit,
                sign.collect::<Vec<_>>(),
            )
        }
        SupportedCipherSuite::Tls13(suite) => {
            let hkdf = suite.hkdf_provider;
            let zero = hkdf.extract_from_zero_ikm(None);
            let secret = hkdf.extract_from_secret(Some(b"salt"), b"secret");
            let mut derived = [0; 100];
            secret.expand_slice(&[b"in", b"fo"], &mut derived).unwrap();
            let block = zero.expand_block(&[b"info"]);
            format!(
                "{:?} {} {} {derived:?} {:?} {:?}",
                suite.common.suite,
                suite.aead_alg.key_len(),
                suite.common.confidentiality_limit,
                block.as_ref(),
                hkdf.hmac_sign(&block, b"message").as_ref(),
            )
        }
    }
}

#[test]
fn suites_have_the_properties_that_rustls_gives_them() {
    for (ours, theirs) in suites() {
        assert_eq!(properties(ours), properties(theirs));
    }
}

type Ciphers = (Box<dyn MessageEncrypter>, Box<dyn MessageDecrypter>);

/// The two directions of a suite. Only rustls makes keys of other lengths.
fn ciphers(suite: SupportedCipherSuite) -> Option<Ciphers> {
    let key = || AeadKey::from([7; 32]);
    match suite {
        SupportedCipherSuite::Tls12(suite) => {
            let (aead, shape) = (suite.aead_alg, suite.aead_alg.key_block_shape());
            let iv: Vec<u8> = (1..).take(shape.fixed_iv_len).collect();
            let sent: Vec<u8> = (101..).take(shape.explicit_nonce_len).collect();
            (shape.enc_key_len == 32).then(|| {
                (
                    aead.encrypter(key(), &iv, &sent),
                    aead.decrypter(key(), &iv),
                )
            })
        }
        SupportedCipherSuite::Tls13(suite) => {
            let (aead, iv) = (suite.aead_alg, || Iv::from([9; 12]));
            (aead.key_len() == 32)
                .then(|| (aead.encrypter(key(), iv()), aead.decrypter(key(), iv())))
        }
    }
}

const KIND: (ContentType, ProtocolVersion) =
    (ContentType::ApplicationData, ProtocolVersion::TLSv1_2);

/// A message of this length, encrypted, less its header.
fn encrypt(encrypter: &mut dyn MessageEncrypter, length: usize, number: u64) -> Vec<u8> {
    let plain: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
    let message = OutboundPlainMessage {
        typ: KIND.0,
        version: KIND.1,
        payload: OutboundChunks::Single(&plain),
    };
    let message = encrypter.encrypt(message, number).unwrap().encode();
    let payload = message[5..].to_vec();
    assert_eq!(payload.len(), encrypter.encrypted_payload_len(length));
    payload
}

/// A message, or why it is none.
fn decrypt(decrypter: &mut dyn MessageDecrypter, payload: &[u8], number: u64) -> String {
    let mut payload = payload.to_vec();
    let message = InboundOpaqueMessage::new(KIND.0, KIND.1, &mut payload);
    let plain = decrypter.decrypt(message, number);
    format!(
        "{:?}",
        plain.map(|plain| (plain.typ, plain.payload.to_vec()))
    )
}

#[test]
fn messages_are_encrypted_and_decrypted_as_rustls_does() {
    let mut compared = 0;
    for (ours, theirs) in suites() {
        let (Some((mut encrypter, mut decrypter)), Some(mut theirs)) =
            (ciphers(ours), ciphers(theirs))
        else {
            continue;
        };
        compared += 1;
        let mut check = |payload: &[u8], number| {
            let plain = decrypt(&mut *decrypter, payload, number);
            assert!(
                plain == decrypt(&mut *theirs.1, payload, number),
                "{ours:?}"
            );
            plain.starts_with("Ok")
        };
        for number in [0, 1, 2, 255, 256, 1 << 23, 1 << 40, u64::MAX - 1] {
            for length in [0, 1, 15, 16, 17, 4_097, 16_384, 16_385] {
                let payload = encrypt(&mut *encrypter, length, number);
                let same = payload == encrypt(&mut *theirs.0, length, number);
                assert!(same, "{ours:?}: message {number} of {length} bytes");
                assert_eq!(check(&payload, number), length <= 16_384);
                let mut changed = payload.clone();
                changed[payload.len() / 2] ^= 1;
                for (payload, number) in [
                    (&changed[..], number),
                    (&payload[1..], number),
                    (&payload[..payload.len() - 1], number),
                ] {
                    assert!(!check(payload, number));
                }
                assert!(!check(&payload, number ^ 1));
            }
        }
        for length in 0..40 {
            assert!(!check(&vec![0; length], 0));
        }
    }
    assert_eq!(compared, 6);
}

/// Whether a group takes this for the key of a peer.
fn takes(group: &dyn SupportedKxGroup, peer: &[u8]) -> Result<(), rustls::Error> {
    group.start().unwrap().complete(peer).map(|_| ())
}

#[test]
fn secrets_are_agreed_upon_and_refused_as_rustls_does() {
    let theirs = rustls_ring::default_provider().kx_groups;
    for (ours, theirs) in provider().kx_groups.into_iter().zip(theirs) {
        let [one, other] = [ours, theirs].map(|group| group.start().unwrap());
        let [public, key] = [&one, &other].map(|exchange| exchange.pub_key().to_vec());
        let secrets = [one.complete(&key), other.complete(&public)];
        let [one, other] = secrets.map(|secret| secret.unwrap());
        assert_eq!(one.secret_bytes(), other.secret_bytes());

        let start = |first: u8| [&[first], &key[1..]].concat();
        let mut compressed = start(2);
        compressed.truncate(key.len().div_ceil(2));
        for peer in [
            vec![],
            vec![4],
            vec![0; key.len()],
            [&[4][..], &vec![0; key.len() - 1]].concat(),
            key[..key.len() - 1].to_vec(),
            [&key[..], &[0]].concat(),
            start(6),
            start(4),
            compressed,
        ] {
            assert_eq!(
                takes(ours, &peer),
                takes(theirs, &peer),
                "{ours:?}: {peer:?}"
            );
        }
        for version in [ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_3] {
            assert_eq!(
                ours.usable_for_version(version),
                theirs.usable_for_version(version)
            );
        }
    }
}

#[test]
fn random_bytes_are_no_constant() {
    let [mut one, mut other] = [[0; 32]; 2];
    let random = provider().secure_random;
    random.fill(&mut one).unwrap();
    random.fill(&mut other).unwrap();
    assert_ne!(one, other);
}
