//! One annotated module is one feature.
//!
//! `#[plugin]`, `#[route]` and `#[on_event]` turn a module into schemas, a
//! registration and correct handlers; a kernel that knows no business runs it
//! on actix-web; what could couple two features is a compile error.
//!
//! # Features
//!
//! | feature | default | adds |
//! | --- | --- | --- |
//! | `sqlite` | yes | `Db` over SQLite, compiled in |
//! | `postgres` | yes | `Db` over PostgreSQL, with TLS |
//! | `expand` | | the command `expand`, which shows what the macros write |
//! | `mcp` | | the command `mcp` and its endpoint: the Model Context Protocol |
#![allow(clippy::module_inception)]

#[allow(unused_extern_crates)] // the expansions name `::microcore`, here too
extern crate self as microcore;

#[doc(hidden)]
pub mod __private;
pub mod call;
pub mod check;
mod commands;
pub mod conformance;
pub mod data;
mod error;
pub mod events;
pub mod http;
pub mod kernel;
mod macros;
pub mod manifest;
#[cfg(feature = "mcp")]
mod mcp;
pub mod meta;
pub mod prelude;
pub mod schedule;
pub mod schema;
pub mod settings;
pub mod tools;
pub mod validate;

pub use data::Secret;
pub use error::{Error, Kind, Result, Violation};
pub use kernel::{App, wait};
pub use macros::{
    allow_blocking, app, ask, config, domains, entry, event, on_ask, on_event, on_start, on_stop,
    plugin, provides, request, response, route, row, schedule, tool, view, websocket,
};
