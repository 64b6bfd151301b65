//! The built-in tools.

pub mod clock;

pub use clock::Clock;
