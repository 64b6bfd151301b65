//! The settings of `Auth`.

use serde::Deserialize;

use microcore_core::Secret;
use microcore_core::config::{ConfigError, ConfigProblem, Configuration};

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
    /// How many passwords are hashed at the same time; 0 means one per processor. Each
    /// takes 19 MiB of memory.
    pub hashers: usize,
}

impl Default for AuthConfig {
    fn default() -> Self {
        Self { secret: None, session_ttl_s: 86_400, cookie_secure: true, hashers: 0 }
    }
}

impl AuthConfig {
    pub(super) fn read(config: &Configuration) -> Result<Self, ConfigError> {
        let auth: Self = config.read("auth")?;
        let problem = match &auth.secret {
            Some(secret) if secret.expose().len() < SECRET_BYTES => {
                format!("must have at least {SECRET_BYTES} bytes")
            }
            None if !cfg!(debug_assertions) => "is missing, and a plugin uses Auth".to_owned(),
            _ => return Ok(auth),
        };
        Err(wrong(problem))
    }

    /// The key that tokens are signed with.
    pub(super) fn key(&self) -> Result<Vec<u8>, ConfigError> {
        match &self.secret {
            Some(secret) => Ok(secret.expose().as_bytes().to_vec()),
            None => {
                tracing::warn!(
                    "no MICROCORE_AUTH__SECRET: tokens are signed with a random key and are worth \
                     nothing after a restart; a release build does not start without it"
                );
                let key = super::random_bytes();
                key.map(Vec::from).map_err(|error| wrong(format!("cannot be generated: {error}")))
            }
        }
    }
}

fn wrong(problem: String) -> ConfigError {
    let problem = ConfigProblem::new("auth.secret", problem, "MICROCORE_AUTH__SECRET")
        .help("`openssl rand -base64 32` generates one".to_owned());
    ConfigError { problems: vec![problem] }
}
