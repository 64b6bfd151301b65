//! Events: delivery, order, failure, request/reply, shutdown.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub)]

mod arguments;
mod delivery;
mod drain;
mod failure;
mod order;
mod outbox;
mod questions;
mod support;
