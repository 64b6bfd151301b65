//! The example programs, end to end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod expanded;
mod faults;
mod hello;
mod mcp;
mod shop;
