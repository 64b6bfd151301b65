//! One annotated module is one feature.
//!
//! `#[plugin]`, `#[route]` and `#[on_event]` turn a module into schemas, a
//! registration and handlers; a kernel without business logic runs it on actix-web;
//! what could couple two features is a compile error.
//!
//! The layers, each of which knows only those before it: the contracts (`microcore-core`:
//! [`schema`], [`mod@config`], [`meta`], [`call`], [`mod@tool`], …), [`tools`], [`events`] and
//! [`http`], [`mod@schedule`], [`mod@app`], and the faces above (the commands, [`manifest`]).
//!
//! # Features
//!
//! | feature | default | adds |
//! | --- | --- | --- |
//! | `sqlite` | yes | `Db` over SQLite, compiled in |
//! | `postgres` | yes | `Db` over PostgreSQL, with TLS |
//! | `expand` | | the command `expand`, which shows what the macros write |
//! | `mcp` | | the command `mcp` and its endpoint: the Model Context Protocol |
//!
//! With neither `sqlite` nor `postgres`, `Db` refuses every URL and names the feature.
#![allow(clippy::module_inception)]

#[allow(unused_extern_crates)] // the expansions name `::microcore`, here too
extern crate self as microcore;

#[doc(hidden)]
pub mod __private;
pub mod app;
mod commands;
pub mod conformance;
mod cookie;
pub mod data;
pub mod events;
pub mod http;
mod macros;
pub mod manifest;
#[cfg(feature = "mcp")]
mod mcp;
pub mod prelude;
pub mod schedule;
pub mod tools;

pub use microcore_core::{
    call, config, identity, location, meta, metrics, schema, store, tool, trace, validate,
};

pub use app::App;
pub use macros::*;
pub use microcore_core::tool::wait;
pub use microcore_core::{
    Code, Diagnostic, Error, Kind, Label, Result, Secret, SourceLocation, Violation,
};
