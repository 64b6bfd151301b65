//! The capabilities that plugins ask for, and the tools behind them.

pub mod auth;
pub mod clock;
mod config;
pub mod db;
pub mod files;
pub mod log;
pub mod state;

use microcore_core::meta::ToolMeta;

pub use auth::Auth;
pub use clock::Clock;
pub use config::Config;
pub use db::Db;
pub use files::Files;
pub use log::Log;
pub use microcore_core::tool::Tool;
pub use state::State;

/// The tools that need no mention; each runs only where a plugin needs it.
pub(crate) const BUILT_IN: &[&ToolMeta] =
    &[&auth::TOOL, &clock::TOOL, &db::TOOL, &files::TOOL, &log::TOOL, &state::TOOL];
