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
        Self {
            argon2,
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
        let argon2 = self.argon2.clone();
        self.work(move || match hash {
            Some(hash) => {
                let parsed = PasswordHash::new(&hash).map_err(fault)?;
                Ok(argon2.verify_password(password.as_bytes(), &parsed).is_ok())
            }
            // Verifying is hashing and a look at the outcome.
            None => {
                argon2.hash_password(password.as_bytes()).map_err(fault)?;
                Ok(false)
            }
        })
        .await?
    }

    async fn work<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
        let _turn = self.turns.acquire().await.map_err(fault)?;
        tokio::task::spawn_blocking(work).await.map_err(fault)
    }
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::Internal(format!("password: {error}"))
}
