//! Secrets that are shown once and kept as hashes: refresh tokens, API tokens, one-time links.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use uuid::Uuid;

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

/// SHA-256, hexadecimal.
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
