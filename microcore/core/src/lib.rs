//! The contracts of microcore: what a plugin declares, what a handler may ask for, what a
//! tool, a store or a transport must do, and the checks between plugins.
//!
//! A driver depends on this crate alone. It names no server, no database and no broker;
//! applications use it through `microcore`.

#[doc(hidden)]
pub mod __private;
pub mod call;
mod check;
pub mod config;
pub mod diagnostic;
pub mod error;
pub mod event;
pub mod identity;
pub mod location;
pub mod meta;
pub mod metrics;
pub mod schema;
pub mod secret;
mod setters;
pub mod store;
pub mod system;
pub mod tool;
pub mod trace;
pub mod validate;

pub use diagnostic::{Diagnostic, Label};
pub use error::{Error, Kind, Result, Violation};
pub use location::SourceLocation;
pub use microcore_syntax as syntax;
pub use microcore_syntax::Code;
pub use secret::Secret;
