//! The section `db` of the configuration.

use std::time::Duration;

use serde::Deserialize;

use microcore_core::config::limits::{LONGEST, MOST, within};
use microcore_core::config::{ConfigError, ConfigProblem, Configuration};
use microcore_core::validate::Report;

/// How the database is reached.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct DbConfig {
    /// `sqlite://shop.db`, `sqlite::memory:`, `postgres://user:password@host/shop`.
    /// Empty means `sqlite://<app>.db`. In memory there is one connection only, so
    /// that reads wait for an open transaction too.
    pub url: String,
    /// How many connections may be open. On SQLite one of them writes and the
    /// others read.
    pub max_connections: u32,
    /// How long to wait for a connection, in milliseconds.
    pub connect_timeout_ms: u64,
    /// How long one statement may take, in milliseconds.
    pub statement_timeout_ms: u64,
    /// Whether migrations run at boot.
    pub migrate: bool,
}

impl Default for DbConfig {
    fn default() -> Self {
        Self {
            url: String::new(),
            max_connections: 10,
            connect_timeout_ms: 5_000,
            statement_timeout_ms: 30_000,
            migrate: true,
        }
    }
}

impl std::fmt::Debug for DbConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbConfig")
            .field("url", &self.shown_url())
            .field("max_connections", &self.max_connections)
            .field("connect_timeout_ms", &self.connect_timeout_ms)
            .field("statement_timeout_ms", &self.statement_timeout_ms)
            .field("migrate", &self.migrate)
            .finish()
    }
}

impl DbConfig {
    /// The defaults, for a database at that URL.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    pub(crate) fn read(config: &Configuration, app: &str) -> Result<Self, ConfigError> {
        let mut read: Self = config.read_valid("db")?;
        if read.url.is_empty() {
            read.url = format!("sqlite://{app}.db");
        }
        Ok(read)
    }

    pub(super) fn check_ranges(&self, report: &mut Report) {
        within(report, "max_connections", self.max_connections.into(), 1..=MOST);
        within(report, "connect_timeout_ms", self.connect_timeout_ms, 1..=LONGEST);
        within(report, "statement_timeout_ms", self.statement_timeout_ms, 1..=LONGEST);
    }

    pub(super) fn connect_timeout(&self) -> Duration {
        Duration::from_millis(self.connect_timeout_ms)
    }

    pub(super) fn statement_timeout(&self) -> Duration {
        Duration::from_millis(self.statement_timeout_ms)
    }

    /// The URL without user, password and parameters, for logs.
    pub fn shown_url(&self) -> String {
        let url = self.url.split('?').next().unwrap_or_default();
        match (url.split_once("://"), url.rsplit_once('@')) {
            (Some((scheme, _)), Some((_, place))) => format!("{scheme}://{place}"),
            _ => url.to_owned(),
        }
    }
}

/// A setting of this section that cannot be used; its value is not repeated,
/// since a URL may hold a password.
pub(super) fn wrong(key: &str, problem: &str) -> ConfigError {
    let origin = format!("MICROCORE_DB__{}", key.to_uppercase());
    ConfigError { problems: vec![ConfigProblem::new(format!("db.{key}"), problem, origin)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        let config = DbConfig::new("postgres://shop:p@ss@db.example:5432/shop?password=x");
        assert_eq!(config.shown_url(), "postgres://db.example:5432/shop");
        assert!(!format!("{config:?}").contains("p@ss"));
    }

    #[test]
    fn without_settings_it_is_a_file_named_as_the_application() {
        let read = DbConfig::read(&Configuration::empty(), "shop").ok();
        assert_eq!(read.map(|config| config.url).as_deref(), Some("sqlite://shop.db"));
        let read = DbConfig::read(&Configuration::empty().with("db", "urll", "x"), "shop");
        assert!(read.is_err(), "a misspelt key was ignored");
    }
}
