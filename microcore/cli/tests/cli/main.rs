//! `cargo microcore`, as its users run it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod eject;
mod expand;
mod help;
mod new;
mod support;
