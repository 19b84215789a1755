//! The exchange of keys.

use std::fmt;

use ring::agreement::{
    Algorithm, ECDH_P256, ECDH_P384, EphemeralPrivateKey, PublicKey, UnparsedPublicKey, X25519,
    agree_ephemeral,
};
use ring::rand::SystemRandom;
use rustls::crypto::{ActiveKeyExchange, GetRandomFailed, SharedSecret, SupportedKxGroup};
use rustls::{Error, NamedGroup, PeerMisbehaved};

pub(super) static GROUPS: &[&dyn SupportedKxGroup] = &[
    &Group(NamedGroup::X25519, &X25519),
    &Group(NamedGroup::secp256r1, &ECDH_P256),
    &Group(NamedGroup::secp384r1, &ECDH_P384),
];

struct Group(NamedGroup, &'static Algorithm);

impl SupportedKxGroup for Group {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let key = EphemeralPrivateKey::generate(self.1, &SystemRandom::new());
        let key = key.map_err(|_| GetRandomFailed)?;
        let public = key.compute_public_key().map_err(|_| GetRandomFailed)?;
        Ok(Box::new(Exchange {
            group: self.0,
            key,
            public,
        }))
    }

    fn name(&self) -> NamedGroup {
        self.0
    }
}

impl fmt::Debug for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

struct Exchange {
    group: NamedGroup,
    key: EphemeralPrivateKey,
    public: PublicKey,
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        // TLS knows points in their uncompressed form only; of the rest *ring* takes care.
        let has_form = match self.group {
            NamedGroup::X25519 => peer.len() == 32,
            _ => peer.first() == Some(&4),
        };
        let wrong = || Error::from(PeerMisbehaved::InvalidKeyShare);
        if !has_form {
            return Err(wrong());
        }
        let peer = UnparsedPublicKey::new(self.key.algorithm(), peer);
        let agreed = agree_ephemeral(self.key, &peer, |secret| SharedSecret::from(secret));
        agreed.map_err(|_| wrong())
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn group(&self) -> NamedGroup {
        self.group
    }
}
