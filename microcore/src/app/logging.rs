//! The log subscriber.

use std::ffi::OsString;
use std::io::IsTerminal;

use serde::Deserialize;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use microcore_core::config::{ConfigError, Configuration};
use microcore_core::validate::{Report, Validate};

/// Section `log`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct LogConfig {
    /// What is written: `error`, `warn`, `info`, `debug`, `trace`, or finer,
    /// `info,sqlx=warn`.
    pub(crate) level: String,
    /// `text` for people, `json` for machines.
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Text,
    Json,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: Format::Text }
    }
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for LogConfig {
    fn validate(&self, report: &mut Report) {
        if self.filter().is_err() {
            report.add("level", "level", "must be a level, or levels by target: `info,sqlx=warn`");
        }
    }
}

impl LogConfig {
    pub(crate) fn read(config: &Configuration) -> Result<Self, ConfigError> {
        config.read_valid("log")
    }

    fn filter(&self) -> Result<EnvFilter, ParseError> {
        // Workers that start are no news, and what an agent asks wrong is reported to the agent.
        EnvFilter::try_new(format!("actix_server=warn,rmcp=error,{}", self.level))
    }

    /// Sends log lines to stderr, unless the program has set up its own way.
    pub(crate) fn install(&self) {
        let lines = tracing_subscriber::fmt()
            .with_env_filter(self.filter().unwrap_or_default())
            .with_writer(std::io::stderr)
            .with_ansi(is_coloured(std::io::stderr().is_terminal(), std::env::var_os("NO_COLOR")));
        let installed = match self.format {
            Format::Text => lines.try_init(),
            Format::Json => lines.json().flatten_event(true).try_init(),
        };
        if installed.is_err() {
            tracing::debug!("the program has installed a log subscriber of its own");
        }
    }
}

/// Colours are for terminals, and for people who have not set `NO_COLOR`
/// (<https://no-color.org>).
fn is_coloured(terminal: bool, no_color: Option<OsString>) -> bool {
    terminal && no_color.is_none_or(|value| value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_without_no_color() {
        assert!(is_coloured(true, None));
        assert!(is_coloured(true, Some("".into())));
        assert!(!is_coloured(true, Some("1".into())));
        assert!(!is_coloured(false, None));
    }
}
