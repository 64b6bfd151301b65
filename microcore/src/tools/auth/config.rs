//! The settings of `Auth`.

use serde::Deserialize;

use microcore_core::Secret;
use microcore_core::config::limits::{LONGEST, within};
use microcore_core::config::{ConfigError, Configuration};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::validate::{Report, Validate};

/// Tokens are signed with a key of at least this many bytes.
const SECRET_BYTES: usize = 32;

/// Section `auth`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AuthConfig {
    /// What tokens are signed with, at least 32 bytes. With it, tokens of every user can
    /// be forged.
    pub secret: Option<Secret<String>>,
    /// How long a session lasts, in seconds.
    pub session_ttl_s: u64,
    /// Whether session cookies travel over TLS only; browsers make an exception
    /// for localhost.
    pub cookie_secure: bool,
    /// How many passwords are hashed at the same time, at most 512; 0 means one per processor. Each
    /// takes 19 MiB of memory.
    pub hashers: usize,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self { secret: None, session_ttl_s: 86_400, cookie_secure: true, hashers: 0 }
    }
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for AuthConfig {
    fn validate(&self, report: &mut Report) {
        match &self.secret {
            Some(secret) if secret.expose().len() < SECRET_BYTES => {
                let wrong = format!("must have at least {SECRET_BYTES} bytes");
                report.add("secret", "length", wrong);
            }
            None if !cfg!(debug_assertions) => {
                report.add("secret", "required", "is missing, and a plugin uses Auth");
            }
            _ => {}
        }
        within(report, "session_ttl_s", self.session_ttl_s, 1..=LONGEST);
        within(report, "hashers", self.hashers as u64, 0..=512);
    }
}

impl AuthConfig {
    pub(super) fn read(config: &Configuration) -> Result<Self, ConfigError> {
        config.read_valid("auth").map_err(|mut error| {
            for problem in error.problems.iter_mut().filter(|own| own.key == "auth.secret") {
                problem.help = Some("`openssl rand -base64 32` makes one".to_owned());
            }
            error
        })
    }

    /// The key that tokens are signed with.
    pub(super) fn key(&self) -> Result<Vec<u8>, Diagnostic> {
        match &self.secret {
            Some(secret) => Ok(secret.expose().as_bytes().to_vec()),
            None => {
                tracing::warn!(
                    "no MICROCORE_AUTH__SECRET: tokens are signed with a random key and are invalid \
                     after a restart; a release build does not start without it"
                );
                let wrong =
                    |error| format!("no random key for `auth.secret` can be generated: {error}");
                super::random_bytes().map(Vec::from).map_err(|error| Diagnostic::new(wrong(error)))
            }
        }
    }
}
