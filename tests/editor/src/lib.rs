//! An editor for tests: rust-analyzer over the Language Server Protocol, on copies
//! of applications, so that no source is ever changed.
#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used)] // a test stops with a message

mod cursor;
mod document;
mod frame;
mod server;
mod session;
mod workspace;

pub use document::{Diagnostic, Document, Place};
pub use session::Session;
pub use workspace::Workspace;
