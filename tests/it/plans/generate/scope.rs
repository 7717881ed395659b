//! Which response keys a place of the answer has, so that selections which meet there can be merged (§5.3.2).

use std::collections::BTreeMap;

/// The fields of a place: by key, what stands for it and the place below.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    keys: BTreeMap<String, (String, Scope)>,
}

impl Scope {
    /// What stands for a key.
    pub fn signature(&self, key: &str) -> Option<&str> {
        self.keys.get(key).map(|(signature, _)| signature.as_str())
    }

    /// The place below a key, which stands for this.
    pub fn enter(&mut self, key: &str, signature: &str) -> &mut Scope {
        &mut self
            .keys
            .entry(key.to_owned())
            .or_insert_with(|| (signature.to_owned(), Scope::default()))
            .1
    }

    /// The keys that stand for fields of this name.
    pub fn keys_of(&self, signature: &str) -> Vec<String> {
        self.keys
            .iter()
            .filter(|(_, (known, _))| known == signature)
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// Whether nothing in the other contradicts this.
    pub fn fits(&self, other: &Scope) -> bool {
        other.keys.iter().all(|(key, (signature, below))| {
            self.keys
                .get(key)
                .is_none_or(|(known, inside)| known == signature && inside.fits(below))
        })
    }

    /// Takes in all of the other.
    pub fn absorb(&mut self, other: &Scope) {
        for (key, (signature, below)) in &other.keys {
            self.enter(key, signature).absorb(below);
        }
    }
}
