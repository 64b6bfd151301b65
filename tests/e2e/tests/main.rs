//! The example programs, end to end.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
mod hello;
mod shop;
