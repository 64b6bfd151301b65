//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod access;
mod error;
mod given;
pub mod limits;
mod load;
mod places;
mod read_error;
mod reader;
mod reading;
mod scalar;
mod section;
mod source;

pub use error::{SettingsError, SettingsProblem};
pub use given::Given;
pub use load::Settings;
pub use section::{ConfigMeta, Section};

#[cfg(test)]
mod tests;
