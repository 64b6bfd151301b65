//! Runs the cases of `messages.rs`.

pub mod compiler;
pub mod fixtures;
pub mod loose;
pub mod places;
