//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod error;
mod load;
mod nearest;
mod reader;
mod scalar;
mod source;

pub use error::{SettingsError, SettingsProblem};
pub use load::Settings;
pub(crate) use nearest::did_you_mean;

#[cfg(test)]
mod tests;
