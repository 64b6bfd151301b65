//! The grammar of each attribute.

mod allow_blocking;
mod args;
mod ask;
mod config;
mod duration;
mod event;
mod keys;
mod name;
mod path;
mod plugin;
mod serde;
mod validate;

pub use allow_blocking::AllowBlockingAttr;
pub use args::parse_args;
pub use ask::AskAttr;
pub use config::ConfigAttr;
pub use duration::Duration;
pub use event::EventAttr;
pub use keys::{Keys, listed};
pub use name::DottedName;
pub use path::RoutePath;
pub use plugin::PluginAttr;
pub use serde::{SerdeContainer, SerdeField};
pub use validate::{Rule, RuleKind, rules as validate_rules};
