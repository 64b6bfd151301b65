//! The sections that the kernel reads for itself, its servers and the bus.

use microcore_core::Secret;
use microcore_core::config::{Settings, SettingsError};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::validate::{Report, Validate, rules};
use serde::Deserialize;

use super::logging::LogSettings;
use super::settings::KernelSettings;
use crate::events::EventSettings;
use crate::http::HttpSettings;

/// The sections that the kernel reads for itself and its servers.
pub(crate) struct Sections {
    pub(crate) kernel: KernelSettings,
    pub(crate) http: HttpSettings,
    pub(crate) events: EventSettings,
    pub(crate) system: SystemSettings,
}

/// Section `system`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct SystemSettings {
    /// Opens `/system` to other machines.
    pub(crate) token: Option<Secret<String>>,
}

impl Validate for SystemSettings {
    fn validate(&self, report: &mut Report) {
        rules::length(report, "token", &self.token, Some(1), None);
    }
}

impl Sections {
    /// Reads and checks them; a section that is wrong becomes its defaults.
    pub(super) fn read(settings: &Settings, problems: &mut Vec<Diagnostic>) -> Self {
        keep(LogSettings::read(settings).map(drop), problems);
        Self {
            kernel: keep(settings.read_valid("kernel"), problems),
            http: settings.read_valid("http").unwrap_or_else(|error| {
                problems.extend(error.into_diagnostics());
                // Whether the pages of the documentation take a path is not known.
                HttpSettings { docs: false, ..HttpSettings::default() }
            }),
            events: keep(settings.read_valid("events"), problems),
            system: keep(settings.read_valid("system"), problems),
        }
    }
}

/// The value, or its default and the problems noted.
fn keep<T: Default>(result: Result<T, SettingsError>, problems: &mut Vec<Diagnostic>) -> T {
    result.unwrap_or_else(|error| {
        problems.extend(error.into_diagnostics());
        T::default()
    })
}
