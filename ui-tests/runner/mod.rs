//! What `messages.rs` runs the cases with.

pub mod compiler;
pub mod fixtures;
pub mod loose;
pub mod places;
