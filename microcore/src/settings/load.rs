//! Reads the sources and hands out sections.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;

use super::{SettingsError, SettingsProblem};

/// The configuration of an application.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    values: BTreeMap<String, serde_json::Map<String, serde_json::Value>>,
}

impl Settings {
    /// No settings: every section reads its defaults.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Sets one value, as a test or an embedding program does.
    #[must_use]
    pub fn with(mut self, section: &str, key: &str, value: impl Into<serde_json::Value>) -> Self {
        self.values.entry(section.to_owned()).or_default().insert(key.to_owned(), value.into());
        self
    }

    /// Reads one section into its type.
    pub fn read<T: DeserializeOwned>(&self, section: &str) -> Result<T, SettingsError> {
        let map = self.values.get(section).cloned().unwrap_or_default();
        serde_json::from_value(serde_json::Value::Object(map)).map_err(|error| SettingsError {
            problems: vec![SettingsProblem {
                key: section.to_owned(),
                problem: error.to_string(),
                origin: "settings".to_owned(),
            }],
        })
    }
}
