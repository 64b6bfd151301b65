//! From the model to tokens. Everything here has been checked: it cannot fail.

mod claims;
mod data;
mod handler;
mod part;
mod plugin;
mod schema;
mod validate;

pub use data::{impls, item, site};
#[cfg(feature = "show")]
pub use handler::meta;
#[cfg(feature = "show")]
pub use part::Of;
pub use part::Part;
#[cfg(feature = "show")]
pub use plugin::{module, parts};
pub use plugin::plugin;
