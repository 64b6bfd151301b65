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

pub(crate) use allow_blocking::AllowBlockingAttr;
pub(crate) use args::parse_args;
pub(crate) use ask::AskAttr;
pub(crate) use config::ConfigAttr;
pub(crate) use duration::Duration;
pub(crate) use event::EventAttr;
pub(crate) use keys::{Keys, listed};
pub(crate) use name::DottedName;
pub(crate) use path::RoutePath;
pub(crate) use plugin::PluginAttr;
pub(crate) use serde::{SerdeContainer, SerdeField};
pub(crate) use validate::{Rule, RuleKind, rules as validate_rules};
