//! The keys themselves, each from a seed of its own.

use std::sync::OnceLock;

use rsa::RsaPrivateKey;
use rsa::rand_core::RngCore;

use crate::chance::Chance;
use crate::keys::Owner;

/// Made once: it takes a while.
pub fn rsa_key(owner: Owner) -> &'static RsaPrivateKey {
    static PROVIDER: OnceLock<RsaPrivateKey> = OnceLock::new();
    static STRANGER: OnceLock<RsaPrivateKey> = OnceLock::new();
    static WEAK: OnceLock<RsaPrivateKey> = OnceLock::new();
    let (key, bits) = match owner {
        Owner::Provider => (&PROVIDER, 2048),
        Owner::Stranger => (&STRANGER, 2048),
        Owner::Weak => (&WEAK, 1024),
    };
    key.get_or_init(|| RsaPrivateKey::new(&mut Chance::from_seed(seed(owner)), bits).unwrap())
}

pub fn p256_key(owner: Owner) -> p256::ecdsa::SigningKey {
    p256::ecdsa::SigningKey::from_slice(&drawn::<32>(owner)).unwrap()
}

pub fn p384_key(owner: Owner) -> p384::ecdsa::SigningKey {
    p384::ecdsa::SigningKey::from_slice(&drawn::<48>(owner)).unwrap()
}

pub fn p521_key(owner: Owner) -> p521::ecdsa::SigningKey {
    let mut octets = drawn::<66>(owner);
    // 528 bits were drawn, and the curve has seven less.
    octets[0] = 0;
    p521::ecdsa::SigningKey::from_slice(&octets).unwrap()
}

pub fn ed25519(owner: Owner) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&drawn(owner))
}

fn seed(owner: Owner) -> u64 {
    match owner {
        Owner::Provider => 1,
        Owner::Stranger => 2,
        Owner::Weak => 3,
    }
}

fn drawn<const N: usize>(owner: Owner) -> [u8; N] {
    let mut octets = [0; N];
    Chance::from_seed(seed(owner)).fill_bytes(&mut octets);
    octets
}
