//! From the model to tokens. Everything here has been checked: it cannot fail.

mod claims;
mod data;
mod handler;
mod part;
mod plugin;
mod schema;
mod unreadable;
mod validate;

pub use data::{impls, item, site};
#[cfg(feature = "show")]
pub use handler::meta;
#[cfg(feature = "show")]
pub use part::Of;
#[cfg(feature = "show")]
pub use part::Part;
pub use plugin::plugin;
#[cfg(feature = "show")]
pub use plugin::{module, parts};
pub use unreadable::unreadable;
