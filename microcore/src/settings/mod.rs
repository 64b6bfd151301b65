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
pub(crate) use microcore_syntax::suggest::did_you_mean;

#[cfg(test)]
mod tests;
