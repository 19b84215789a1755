//! Hashes, and codes that prove who wrote a message.

use ring::{digest, hmac as ring_hmac};
use rustls::crypto::hash::{Context, Hash, HashAlgorithm, Output};
use rustls::crypto::hmac::{Hmac, Key, Tag};

pub(super) static SHA256: Sha = Sha(&digest::SHA256, HashAlgorithm::SHA256);
pub(super) static SHA384: Sha = Sha(&digest::SHA384, HashAlgorithm::SHA384);

pub(super) struct Sha(&'static digest::Algorithm, HashAlgorithm);

impl Hash for Sha {
    fn start(&self) -> Box<dyn Context> {
        Box::new(Hashing(digest::Context::new(self.0)))
    }

    fn hash(&self, data: &[u8]) -> Output {
        Output::new(digest::digest(self.0, data).as_ref())
    }

    fn output_len(&self) -> usize {
        self.0.output_len()
    }

    fn algorithm(&self) -> HashAlgorithm {
        self.1
    }
}

struct Hashing(digest::Context);

impl Context for Hashing {
    fn fork_finish(&self) -> Output {
        Output::new(self.0.clone().finish().as_ref())
    }

    fn fork(&self) -> Box<dyn Context> {
        Box::new(Self(self.0.clone()))
    }

    fn finish(self: Box<Self>) -> Output {
        Output::new(self.0.finish().as_ref())
    }

    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }
}

pub(super) static HMAC_SHA256: HmacSha = HmacSha(&ring_hmac::HMAC_SHA256);
pub(super) static HMAC_SHA384: HmacSha = HmacSha(&ring_hmac::HMAC_SHA384);

pub(super) struct HmacSha(&'static ring_hmac::Algorithm);

impl Hmac for HmacSha {
    fn with_key(&self, key: &[u8]) -> Box<dyn Key> {
        Box::new(HmacKey(ring_hmac::Key::new(*self.0, key)))
    }

    fn hash_output_len(&self) -> usize {
        self.0.digest_algorithm().output_len()
    }
}

struct HmacKey(ring_hmac::Key);

impl Key for HmacKey {
    fn sign_concat(&self, first: &[u8], middle: &[&[u8]], last: &[u8]) -> Tag {
        let mut context = ring_hmac::Context::with_key(&self.0);
        context.update(first);
        for data in middle {
            context.update(data);
        }
        context.update(last);
        Tag::new(context.sign().as_ref())
    }

    fn tag_len(&self) -> usize {
        self.0.algorithm().digest_algorithm().output_len()
    }
}
