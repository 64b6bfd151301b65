//! From the model to tokens. Everything here has been checked: it cannot fail.

mod claims;
mod data;
mod handler;
mod keys;
mod part;
mod plugin;
mod schema;
mod unreadable;
mod validate;

pub use data::{impls, item, site};
pub use part::Of;
pub use plugin::{module, parts, plugin};
pub use unreadable::unreadable;
#[cfg(feature = "show")]
pub use {
    data::{attributes, path_params},
    handler::{meta, mount},
    part::Part,
    plugin::is_in_path,
};
