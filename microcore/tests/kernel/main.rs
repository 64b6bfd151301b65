//! Complete applications on real sockets, with plugins written as the macros expand them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub)]
// What an expansion resolves may be nothing.
#![allow(clippy::let_unit_value)]

mod boot;
mod commands;
mod degraded;
mod metrics;
mod plan;
mod shop;
mod signals;
mod stop;
mod support;
mod whole;
