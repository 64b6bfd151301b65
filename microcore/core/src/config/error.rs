//! What is wrong with the configuration, all of it at once.

use std::fmt;

/// Every wrong or missing setting of a section.
#[derive(Debug, Default, thiserror::Error)]
pub struct SettingsError {
    /// What is wrong, in the order found.
    pub problems: Vec<SettingsProblem>,
}

/// One wrong or missing setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsProblem {
    /// The setting, `http.bind`.
    pub key: String,
    /// What is wrong with it, without its value.
    pub problem: String,
    /// Where the value came from (`microcore.toml`, `.env`, `MICROCORE_HTTP__BIND`),
    /// or how to give one if it is missing.
    pub origin: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Display for SettingsProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "setting `{}` {} ({})", self.key, self.problem, self.origin)
    }
}
