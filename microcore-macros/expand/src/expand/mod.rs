//! From the model to tokens. Everything here has been checked: it cannot fail.

mod claims;
mod data;
mod handler;
mod plugin;
mod schema;
mod validate;

pub use data::{impls, item, site};
pub use plugin::plugin;
