//! `#[tool]` on a trait, `#[provides]` on its implementation.

mod capability;
mod methods;
mod provides;

pub use capability::tool;
pub use provides::provides;
