//! Code shared by the measured servers and the measuring programs.

pub mod arguments;
pub mod cargo;
pub mod client;
pub mod crates;
pub mod guard;
pub mod instructions;
pub mod kind;
pub mod server;
pub mod statistics;
pub mod store;

/// What a measuring program returns.
pub type Result<T, E = Box<dyn std::error::Error>> = std::result::Result<T, E>;
