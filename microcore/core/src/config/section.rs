//! A section of the configuration, declared by a plugin or tool.

use serde::de::DeserializeOwned;

use super::{ConfigError, Configuration};
use crate::location::SourceLocation;
use crate::schema::{Schema, Shape};
use crate::validate::Validate;

/// Typed settings of a plugin: `#[config(prefix = "…")]`.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` is not a plugin's settings",
    label = "this must be a `#[config(prefix = \"…\")]`"
)]
pub trait Section: DeserializeOwned + Schema + Validate + Send + Sync + 'static {
    /// The settings, as constants.
    const META: ConfigMeta;
}

/// Typed settings of a plugin.
#[derive(Debug)]
#[non_exhaustive]
pub struct ConfigMeta {
    /// The section of `microcore.toml`, lower case: `stripe`.
    pub section: &'static str,
    /// The Rust name of its type.
    pub type_name: &'static str,
    /// Its keys.
    pub shape: &'static Shape,
    /// Reads and checks the section; the error lists every wrong or missing
    /// key with its source.
    pub check: fn(&Configuration) -> Result<(), ConfigError>,
    /// Its source location.
    pub location: SourceLocation,
}

impl ConfigMeta {
    /// A section of the configuration.
    pub const fn new(
        section: &'static str,
        type_name: &'static str,
        shape: &'static Shape,
        check: fn(&Configuration) -> Result<(), ConfigError>,
        location: SourceLocation,
    ) -> Self {
        Self { section, type_name, shape, check, location }
    }
}
