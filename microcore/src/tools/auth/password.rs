//! Passwords: argon2id, off the worker threads.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};

use microcore_core::Secret;
use microcore_core::error::{Error, Result};
use microcore_core::tool::Blocking;

/// Hashes passwords, so many at a time: each takes memory and a processor.
pub(super) struct Passwords {
    pool: Blocking,
    /// What an unknown user's password is held against.
    decoy: Arc<OnceLock<String>>,
}

impl Passwords {
    pub(super) fn new(hashers: usize) -> Self {
        let processors = || std::thread::available_parallelism().map_or(2, usize::from);
        let size = if hashers == 0 { processors() } else { hashers };
        Self { pool: Blocking::new(size, Duration::from_secs(10)), decoy: Arc::default() }
    }

    pub(super) async fn hash(&self, password: &Secret<String>) -> Result<String> {
        let password = password.clone();
        self.pool.run(move || hash(password.expose())).await?
    }

    pub(super) async fn verify(
        &self,
        password: &Secret<String>,
        hash: Option<&str>,
    ) -> Result<bool> {
        let (password, known) = (password.clone(), hash.map(str::to_owned));
        let decoy = self.decoy.clone();
        self.pool.run(move || check(password.expose(), known.as_deref(), &decoy)).await?
    }
}

fn hash(password: &str) -> Result<String> {
    match Argon2::default().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(error) => Err(Error::internal("the password cannot be hashed").with_source(error)),
    }
}

/// Takes as long for a user that does not exist: the work is the same.
fn check(password: &str, known: Option<&str>, decoy: &OnceLock<String>) -> Result<bool> {
    let hash = match known {
        Some(hash) => hash,
        None => match decoy.get() {
            Some(decoy) => decoy,
            None => {
                let made = self::hash("no password hashes to this one by accident")?;
                decoy.get_or_init(|| made)
            }
        },
    };
    let parsed = PasswordHash::new(hash)
        .map_err(|_| Error::internal("what is stored as a password hash is none"))?;
    match Argon2::default().verify_password(password.as_bytes(), &parsed) {
        Ok(()) => Ok(known.is_some()),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(error) => Err(Error::internal("the password cannot be verified").with_source(error)),
    }
}
