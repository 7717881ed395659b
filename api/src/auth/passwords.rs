//! Hashing passwords: slow on purpose, so off the worker's thread and only a few at once.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::kit::Fault;

/// How many hashes are made at once: each takes 19 MiB.
const AT_ONCE: usize = 4;

/// How passwords are hashed.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// The hash of no password, to compare with where there is no user.
    nobody: Arc<str>,
    turns: Arc<Semaphore>,
}

impl Passwords {
    /// Argon2id with OWASP's parameters (19 MiB, two passes), or, for tests, next to nothing.
    #[must_use]
    pub fn new(cheap: bool) -> Self {
        let cheap = cheap
            .then(|| Params::new(Params::MIN_M_COST, 1, 1, None).ok())
            .flatten();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, cheap.unwrap_or_default());
        let nobody = argon2
            .hash_password(b"nobody")
            .map(|hash| hash.to_string())
            .unwrap_or_default();
        Self {
            argon2,
            nobody: nobody.into(),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The hash of a password, with a new salt.
    ///
    /// # Errors
    /// The hash cannot be made.
    pub async fn hash(&self, password: String) -> Result<String, Fault> {
        let argon2 = self.argon2.clone();
        self.work(move || {
            argon2
                .hash_password(password.as_bytes())
                .map(|hash| hash.to_string())
        })
        .await?
        .map_err(fault)
    }

    /// Whether the password is the one of the hash. Without a hash the same work is done, and the answer is no.
    ///
    /// # Errors
    /// The check cannot be made.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, Fault> {
        let (argon2, known) = (self.argon2.clone(), hash.is_some());
        let hash = hash.unwrap_or_else(|| self.nobody.as_ref().to_owned());
        let verified = self.work(move || {
            let parsed = PasswordHash::new(&hash)?;
            Ok::<_, argon2::password_hash::phc::Error>(
                argon2.verify_password(password.as_bytes(), &parsed).is_ok(),
            )
        });
        Ok(verified.await?.map_err(fault)? && known)
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let _turn = self.turns.acquire().await.map_err(fault)?;
        tokio::task::spawn_blocking(work).await.map_err(fault)
    }
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::Internal(format!("password: {error}"))
}
