//! The capabilities that plugins ask for.

mod config;
pub mod custom;

use crate::meta::ToolMeta;

pub use config::Config;
pub use custom::Tool;

/// The tools that need no mention; each runs only where a plugin needs it.
pub const BUILT_IN: &[&ToolMeta] = &[];
