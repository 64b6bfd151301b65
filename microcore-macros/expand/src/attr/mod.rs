//! The grammar of each attribute.

mod allow_blocking;
mod ask;
mod config;
mod duration;
mod event;
mod keys;
mod manual_entry;
mod name;
mod on_event;
mod path;
mod plugin;
mod route;
mod schedule;
mod serde;
mod validate;
mod websocket;

pub use allow_blocking::AllowBlockingAttr;
pub use ask::{AskAttr, OnAskAttr};
pub use config::ConfigAttr;
pub use duration::Duration;
pub use event::EventAttr;
pub use keys::Keys;
pub use manual_entry::{EntryAttr, EntryKind};
pub use name::DottedName;
pub use on_event::OnEventAttr;
pub use path::RoutePath;
pub use plugin::PluginAttr;
pub use route::RouteAttr;
pub use schedule::{HookAttr, ScheduleAttr, Trigger};
pub use serde::{SerdeContainer, SerdeField};
pub use validate::{Rule, RuleKind, rules as validate_rules};
pub use websocket::WebSocketAttr;
