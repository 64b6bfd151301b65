//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod access;
mod error;
mod load;
mod read_error;
mod reader;
mod reading;
mod scalar;
mod section;
mod source;

pub use error::{SettingsError, SettingsProblem};
pub use load::{Given, Settings};
pub use section::{ConfigMeta, Section};

#[cfg(test)]
mod tests;
