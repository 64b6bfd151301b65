//! Whole applications, their plugins written out as the macros expand them,
//! booted on real sockets.
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
