//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod configuration;
mod de;
mod error;
pub mod limits;
mod listing;
mod places;
mod read_error;
mod scalar;
mod section;
mod section_reader;
mod seq_map_access;
mod source;

pub use configuration::Configuration;
pub use error::{ConfigError, ConfigProblem};
pub use listing::Given;
pub use section::{ConfigMeta, Section};

#[cfg(test)]
mod tests;
