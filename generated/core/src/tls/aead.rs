//! The encryption of messages, as TLS 1.2 and TLS 1.3 frame them.

use ring::aead::{Aad, Algorithm, LessSafeKey, Nonce as RingNonce, UnboundKey};
use rustls::crypto::cipher::{
    AeadKey, InboundOpaqueMessage, InboundPlainMessage, Iv, KeyBlockShape, MessageDecrypter,
    MessageEncrypter, NONCE_LEN, Nonce, OutboundOpaqueMessage, OutboundPlainMessage,
    PrefixedPayload, Tls12AeadAlgorithm, Tls13AeadAlgorithm, UnsupportedOperationError,
    make_tls12_aad, make_tls13_aad,
};
use rustls::{ConnectionTrafficSecrets, ContentType, Error, ProtocolVersion};

/// What each algorithm here adds to a message.
const TAG: usize = 16;

/// The longest message.
const MAX_PLAIN: usize = 16_384;

/// A key, if it has the length that rustls was told.
fn key(algorithm: &'static Algorithm, key: &AeadKey) -> Option<LessSafeKey> {
    let key = UnboundKey::new(algorithm, key.as_ref()).ok()?;
    Some(LessSafeKey::new(key))
}

fn nonce(iv: &Iv, number: u64) -> RingNonce {
    RingNonce::assume_unique_for_key(Nonce::new(iv, number).0)
}

/// One after the other. rustls cuts them as long as it was told.
fn join(first: &[u8], second: &[u8]) -> [u8; NONCE_LEN] {
    debug_assert_eq!(first.len() + second.len(), NONCE_LEN);
    let mut whole = [0; NONCE_LEN];
    let parts = first.iter().chain(second);
    whole
        .iter_mut()
        .zip(parts)
        .for_each(|(to, from)| *to = *from);
    whole
}

pub(super) struct Tls13Aead(pub(super) &'static Algorithm);

impl Tls13AeadAlgorithm for Tls13Aead {
    fn encrypter(&self, secret: AeadKey, iv: Iv) -> Box<dyn MessageEncrypter> {
        Box::new(Tls13Cipher(key(self.0, &secret), iv))
    }

    fn decrypter(&self, secret: AeadKey, iv: Iv) -> Box<dyn MessageDecrypter> {
        Box::new(Tls13Cipher(key(self.0, &secret), iv))
    }

    fn key_len(&self) -> usize {
        self.0.key_len()
    }

    fn extract_keys(
        &self,
        _: AeadKey,
        _: Iv,
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Err(UnsupportedOperationError)
    }
}

struct Tls13Cipher(Option<LessSafeKey>, Iv);

impl MessageEncrypter for Tls13Cipher {
    fn encrypt(
        &mut self,
        message: OutboundPlainMessage<'_>,
        number: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        let length = self.encrypted_payload_len(message.payload.len());
        let mut payload = PrefixedPayload::with_capacity(length);
        payload.extend_from_chunks(&message.payload);
        payload.extend_from_slice(&message.typ.to_array());
        let key = self.0.as_ref().ok_or(Error::EncryptError)?;
        let aad = Aad::from(make_tls13_aad(length));
        key.seal_in_place_append_tag(nonce(&self.1, number), aad, &mut payload)
            .map_err(|_| Error::EncryptError)?;
        // What is encrypted passes for data of TLS 1.2.
        let (kind, version) = (ContentType::ApplicationData, ProtocolVersion::TLSv1_2);
        Ok(OutboundOpaqueMessage::new(kind, version, payload))
    }

    fn encrypted_payload_len(&self, length: usize) -> usize {
        length + 1 + TAG
    }
}

impl MessageDecrypter for Tls13Cipher {
    fn decrypt<'m>(
        &mut self,
        mut message: InboundOpaqueMessage<'m>,
        number: u64,
    ) -> Result<InboundPlainMessage<'m>, Error> {
        let key = self.0.as_ref().ok_or(Error::DecryptError)?;
        let payload = &mut message.payload;
        let aad = Aad::from(make_tls13_aad(payload.len()));
        let plain = key.open_in_place(nonce(&self.1, number), aad, payload);
        let length = plain.map_err(|_| Error::DecryptError)?.len();
        payload.truncate(length);
        message.into_tls13_unpadded_message()
    }
}

/// An algorithm of TLS 1.2, and where its nonces come from.
pub(super) struct Tls12Aead(pub(super) &'static Algorithm, pub(super) Nonces);

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Nonces {
    /// Four bytes are agreed upon, eight stand before each message.
    Sent,
    /// From the number of the message, as in TLS 1.3.
    Counted,
}

impl Nonces {
    /// So many bytes of it stand before the message.
    fn sent(self) -> usize {
        match self {
            Self::Sent => 8,
            Self::Counted => 0,
        }
    }
}

impl Tls12Aead {
    /// `iv` is what is agreed upon, `sent` are the first bytes that stand before a message.
    fn cipher(&self, secret: &AeadKey, iv: &[u8], sent: &[u8]) -> Tls12Cipher {
        Tls12Cipher {
            key: key(self.0, secret),
            iv: Iv::from(join(iv, sent)),
            nonces: self.1,
        }
    }
}

impl Tls12AeadAlgorithm for Tls12Aead {
    fn encrypter(&self, secret: AeadKey, iv: &[u8], sent: &[u8]) -> Box<dyn MessageEncrypter> {
        Box::new(self.cipher(&secret, iv, sent))
    }

    fn decrypter(&self, secret: AeadKey, iv: &[u8]) -> Box<dyn MessageDecrypter> {
        // Each message brings the rest.
        Box::new(self.cipher(&secret, iv, &[0; NONCE_LEN][..self.1.sent()]))
    }

    fn key_block_shape(&self) -> KeyBlockShape {
        let sent = self.1.sent();
        KeyBlockShape {
            enc_key_len: self.0.key_len(),
            fixed_iv_len: NONCE_LEN - sent,
            explicit_nonce_len: sent,
        }
    }

    fn extract_keys(
        &self,
        _: AeadKey,
        _: &[u8],
        _: &[u8],
    ) -> Result<ConnectionTrafficSecrets, UnsupportedOperationError> {
        Err(UnsupportedOperationError)
    }
}

struct Tls12Cipher {
    key: Option<LessSafeKey>,
    iv: Iv,
    nonces: Nonces,
}

impl MessageEncrypter for Tls12Cipher {
    fn encrypt(
        &mut self,
        message: OutboundPlainMessage<'_>,
        number: u64,
    ) -> Result<OutboundOpaqueMessage, Error> {
        let (sent, length) = (self.nonces.sent(), message.payload.len());
        let mut payload = PrefixedPayload::with_capacity(self.encrypted_payload_len(length));
        let nonce = nonce(&self.iv, number);
        payload.extend_from_slice(&nonce.as_ref()[NONCE_LEN - sent..]);
        payload.extend_from_chunks(&message.payload);
        let key = self.key.as_ref().ok_or(Error::EncryptError)?;
        let aad = make_tls12_aad(number, message.typ, message.version, length);
        let tag = key
            .seal_in_place_separate_tag(nonce, Aad::from(aad), &mut payload.as_mut()[sent..])
            .map_err(|_| Error::EncryptError)?;
        payload.extend_from_slice(tag.as_ref());
        Ok(OutboundOpaqueMessage::new(
            message.typ,
            message.version,
            payload,
        ))
    }

    fn encrypted_payload_len(&self, length: usize) -> usize {
        self.nonces.sent() + length + TAG
    }
}

impl MessageDecrypter for Tls12Cipher {
    fn decrypt<'m>(
        &mut self,
        mut message: InboundOpaqueMessage<'m>,
        number: u64,
    ) -> Result<InboundPlainMessage<'m>, Error> {
        let key = self.key.as_ref().ok_or(Error::DecryptError)?;
        let sent = self.nonces.sent();
        let payload = &mut message.payload;
        let length = payload.len().checked_sub(sent + TAG);
        let length = length.ok_or(Error::DecryptError)?;
        let nonce = match self.nonces {
            Nonces::Counted => nonce(&self.iv, number),
            Nonces::Sent => {
                let agreed = &self.iv.as_ref()[..NONCE_LEN - sent];
                RingNonce::assume_unique_for_key(join(agreed, &payload[..sent]))
            }
        };
        let aad = make_tls12_aad(number, message.typ, message.version, length);
        let plain = key.open_within(nonce, Aad::from(aad), payload, sent..);
        let length = plain.map_err(|_| Error::DecryptError)?.len();
        if length > MAX_PLAIN {
            return Err(Error::PeerSentOversizedRecord);
        }
        payload.truncate(length);
        Ok(message.into_plain_message())
    }
}
