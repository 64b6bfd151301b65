//! The built-in tools: what stands behind the capabilities.

pub mod clock;
pub mod db;

pub use clock::Clock;
