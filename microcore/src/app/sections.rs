//! The framework's sections of the configuration: kernel, servers and bus.

use microcore_core::Secret;
use microcore_core::config::{ConfigError, Configuration};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::validate::{Report, Validate, rules};
use serde::Deserialize;

use super::config::KernelConfig;
use super::logging::LogConfig;
use crate::events::EventConfig;
use crate::http::HttpConfig;

/// The sections that the kernel reads for itself and its servers.
pub(crate) struct Sections {
    pub(crate) kernel: KernelConfig,
    pub(crate) http: HttpConfig,
    pub(crate) events: EventConfig,
    pub(crate) system: SystemConfig,
}

/// Section `system`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SystemConfig {
    /// Opens `/system` to other machines.
    pub(crate) token: Option<Secret<String>>,
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for SystemConfig {
    fn validate(&self, report: &mut Report) {
        rules::length(report, "token", &self.token, Some(1), None);
    }
}

impl Sections {
    /// Reads and checks them; a section that is wrong becomes its defaults.
    pub(super) fn read(config: &Configuration, problems: &mut Vec<Diagnostic>) -> Self {
        keep(LogConfig::read(config).map(drop), problems);
        Self {
            kernel: keep(config.read_valid("kernel"), problems),
            http: config.read_valid("http").unwrap_or_else(|error| {
                problems.extend(error.into_diagnostics());
                // Whether the pages of the documentation take a path is not known.
                HttpConfig { docs: false, ..HttpConfig::default() }
            }),
            events: keep(config.read_valid("events"), problems),
            system: keep(config.read_valid("system"), problems),
        }
    }
}

/// The value, or its default and the problems noted.
fn keep<T: Default>(result: Result<T, ConfigError>, problems: &mut Vec<Diagnostic>) -> T {
    result.unwrap_or_else(|error| {
        problems.extend(error.into_diagnostics());
        T::default()
    })
}
