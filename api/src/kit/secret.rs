//! Secrets that are shown once and kept as hashes: refresh tokens, API tokens, one-time links.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::digest::Key;
use hmac::{Hmac, KeyInit as _, Mac as _};
use rand::Rng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::{Builder, Uuid};

/// Bytes of chance in a secret.
const LENGTH: usize = 32;

/// A secret, with the ids that say where its hash is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<const IDS: usize> {
    /// Where the hash is kept.
    pub ids: [Uuid; IDS],
    random: [u8; LENGTH],
}

impl<const IDS: usize> std::fmt::Debug for Secret<IDS> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Secret")
            .field("ids", &self.ids)
            .finish_non_exhaustive()
    }
}

impl<const IDS: usize> Secret<IDS> {
    /// A new secret from the machine's randomness.
    #[must_use]
    pub fn new(ids: [Uuid; IDS]) -> Self {
        let mut random = [0; LENGTH];
        rand::rng().fill_bytes(&mut random);
        Self { ids, random }
    }

    /// The secret that follows on this one. Who has this one and the salt can make it again, and nobody who lacks either.
    #[must_use]
    pub fn successor(&self, salt: &str) -> Self {
        let mut key = Key::<Hmac<Sha256>>::default();
        for (slot, byte) in key.iter_mut().zip(self.random) {
            *slot = byte;
        }
        let made = Hmac::<Sha256>::new(&key).chain_update(salt).finalize();
        Self {
            ids: self.ids,
            random: made.into_bytes().into(),
        }
    }

    /// The text form, to be shown once.
    #[must_use]
    pub fn expose(&self) -> String {
        let mut bytes: Vec<u8> = self.ids.iter().flat_map(|id| *id.as_bytes()).collect();
        bytes.extend(self.random);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads the text form back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (ids, random) = bytes.split_at_checked(IDS * 16)?;
        let mut uuids = [Uuid::nil(); IDS];
        for (slot, id) in uuids.iter_mut().zip(ids.chunks_exact(16)) {
            *slot = Uuid::from_slice(id).ok()?;
        }
        Some(Self {
            ids: uuids,
            random: random.try_into().ok()?,
        })
    }

    /// What is kept: a hash of the whole. The secret has 256 bits of chance, so a plain hash is enough.
    #[must_use]
    pub fn hash(&self) -> String {
        hash(self.expose().as_bytes())
    }

    /// Whether this is the secret with that hash, in constant time.
    #[must_use]
    pub fn matches(&self, hash: &str) -> bool {
        self.hash().as_bytes().ct_eq(hash.as_bytes()).into()
    }
}

/// A salt from the machine's randomness.
#[must_use]
pub fn salt() -> String {
    let mut random = [0; LENGTH];
    rand::rng().fill_bytes(&mut random);
    URL_SAFE_NO_PAD.encode(random)
}

/// What stands for a text among those who have the key, and tells the text to nobody: HMAC-SHA-256, hexadecimal.
#[must_use]
pub fn mark(key: &str, text: &str) -> String {
    // A key of any length is one: a longer one is hashed first.
    let made = Hmac::<Sha256>::new_from_slice(key.as_bytes());
    let made = made.map(|mac| mac.chain_update(text).finalize().into_bytes());
    made.map(|bytes| hex(&bytes)).unwrap_or_default()
}

/// An id made of SHA-256 of what it stands for: whoever has that finds it again, and nobody learns it from the id.
#[must_use]
pub fn id(bytes: &[u8]) -> Uuid {
    let mut half = [0; 16];
    for (slot, byte) in half.iter_mut().zip(Sha256::digest(bytes)) {
        *slot = byte;
    }
    Builder::from_custom_bytes(half).into_uuid()
}

/// SHA-256, hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_needs_the_key() {
        let (one, other) = (salt(), salt());
        assert_eq!(mark(&one, "a@b.example"), mark(&one, "a@b.example"));
        assert_ne!(mark(&one, "a@b.example"), mark(&other, "a@b.example"));
        // From RFC 4231.
        assert_eq!(
            mark("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_successor_needs_both_the_secret_and_the_salt() {
        let id = Uuid::from_u128(1);
        let (one, other) = (Secret::new([id]), Secret::new([id]));
        let (salt, another) = (salt(), super::salt());
        assert!(one.successor(&salt) == one.successor(&salt), "the same each time");
        assert_eq!(one.successor(&salt).ids, [id]);
        for different in [one.clone(), one.successor(&another), other.successor(&salt)] {
            assert!(one.successor(&salt) != different);
        }
    }
}
