//! One annotated module is one feature.
//!
//! `#[plugin]`, `#[route]` and `#[on_event]` turn a module into schemas, a
//! registration and correct handlers; a kernel that knows no business runs it
//! on actix-web; what could couple two features is a compile error.
#![allow(clippy::module_inception)]

#[allow(unused_extern_crates)] // the expansions name `::microcore`, here too
extern crate self as microcore;

pub mod call;
pub mod conformance;
pub mod data;
mod error;
pub mod events;
pub mod http;
pub mod kernel;
pub mod meta;
pub mod schedule;
pub mod schema;
pub mod settings;
pub mod tools;
pub mod validate;

pub use data::Secret;
pub use error::{Error, Kind, Result, Violation};
