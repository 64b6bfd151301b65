//! What rust-analyzer offers in applications, requested as by an editor.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attributes;
mod layouts;
mod new;
mod session;
mod shop;
