//! What rust-analyzer knows of applications, asked as an editor asks it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod attributes;
mod layouts;
mod new;
mod session;
mod shop;
