//! Configuration: `microcore.toml`, then `.env`, then `MICROCORE_*`.

mod de;
mod error;
mod load;
mod read_error;
mod scalar;
mod section;
mod section_reader;
mod seq_map_access;
mod source;

pub use error::{ConfigError, ConfigProblem};
pub use load::{Configuration, Given};
pub use section::{ConfigMeta, Section};

#[cfg(test)]
mod tests;
