//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod access;
mod error;
mod load;
mod read_error;
mod reader;
mod reading;
mod scalar;
mod source;

pub use error::{SettingsError, SettingsProblem};
pub(crate) use load::Given;
pub use load::Settings;

#[cfg(test)]
mod tests;
