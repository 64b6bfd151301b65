//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod error;
mod load;

pub use error::{SettingsError, SettingsProblem};
pub use load::Settings;
