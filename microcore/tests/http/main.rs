//! HTTP over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod answers;
mod app;
mod bodies;
mod client;
mod limits;
mod pages;
mod sockets;
mod streams;
mod system;
