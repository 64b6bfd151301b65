//! Password hashing: argon2id, on threads of its own.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};

use microcore_core::Secret;
use microcore_core::error::{Error, Result};
use microcore_core::tool::Blocking;

/// Hashes passwords, a limited number at a time: each takes memory and a processor.
pub(super) struct Passwords {
    pool: Blocking,
    hasher: Arc<Hasher>,
}

impl Passwords {
    pub(super) fn new(hashers: usize) -> Self {
        let processors = || std::thread::available_parallelism().map_or(2, usize::from);
        let size = if hashers == 0 { processors() } else { hashers };
        Self { pool: Blocking::new(size, Duration::from_secs(10)), hasher: Arc::default() }
    }

    pub(super) async fn hash(&self, password: &Secret<String>) -> Result<String> {
        let (password, hasher) = (password.clone(), self.hasher.clone());
        self.pool.run(move || hasher.hash(password.expose())).await?
    }

    pub(super) async fn verify(
        &self,
        password: &Secret<String>,
        hash: Option<&str>,
    ) -> Result<bool> {
        let (password, known) = (password.clone(), hash.map(str::to_owned));
        let hasher = self.hasher.clone();
        self.pool.run(move || hasher.verify(password.expose(), known.as_deref())).await?
    }
}

/// argon2id, and a count of its work.
#[derive(Default)]
struct Hasher {
    /// The hash that is verified for a user that does not exist.
    decoy: OnceLock<String>,
    /// Memory filled so far, KiB times passes: what a hash costs. That an unknown user
    /// costs as much as a known one is tested with it; time depends on the machine's load.
    work: AtomicU64,
}

impl Hasher {
    fn hash(&self, password: &str) -> Result<String> {
        let argon2 = Argon2::default();
        let params = argon2.params();
        self.count(params.m_cost(), params.t_cost());
        match argon2.hash_password(password.as_bytes()) {
            Ok(hash) => Ok(hash.to_string()),
            Err(error) => Err(Error::internal("the password cannot be hashed").with_source(error)),
        }
    }

    /// Does the same work for a user that does not exist.
    fn verify(&self, password: &str, known: Option<&str>) -> Result<bool> {
        let hash = match known {
            Some(hash) => hash,
            None => self.decoy()?,
        };
        let parsed = PasswordHash::new(hash)
            .map_err(|_| Error::internal("the stored password hash is invalid"))?;
        let cost = |name| parsed.params.get_decimal(name).unwrap_or_default();
        self.count(cost("m"), cost("t"));
        match Argon2::default().verify_password(password.as_bytes(), &parsed) {
            Ok(()) => Ok(known.is_some()),
            Err(HashError::PasswordInvalid) => Ok(false),
            Err(error) => {
                Err(Error::internal("the password cannot be verified").with_source(error))
            }
        }
    }

    fn decoy(&self) -> Result<&str> {
        match self.decoy.get() {
            Some(decoy) => Ok(decoy),
            None => {
                let decoy = self.hash("no password hashes to this one by accident")?;
                Ok(self.decoy.get_or_init(|| decoy))
            }
        }
    }

    fn count(&self, memory_kib: u32, passes: u32) {
        self.work.fetch_add(u64::from(memory_kib) * u64::from(passes), Ordering::Relaxed);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_user_costs_as_much_as_a_wrong_password() {
        let hasher = Hasher::default();
        let hash = hasher.hash("correct horse").unwrap();
        // The first unknown user makes the decoy.
        assert!(!hasher.verify("x", None).unwrap());
        let cost = |known| {
            let before = hasher.work.load(Ordering::Relaxed);
            assert!(!hasher.verify("x", known).unwrap());
            hasher.work.load(Ordering::Relaxed) - before
        };
        assert_eq!(cost(Some(&hash)), 19_456 * 2);
        assert_eq!(cost(None), cost(Some(&hash)));
    }

    #[test]
    fn the_decoys_own_password_is_rejected_too() {
        let hasher = Hasher::default();
        assert!(!hasher.verify("no password hashes to this one by accident", None).unwrap());
    }
}
