//! From the model to tokens. The model has been checked, so this cannot fail.

mod assertions;
mod data;
mod fallback;
mod fragment;
mod handler;
mod keys;
mod plugin;
mod schema;
mod validate;

pub use data::{impls, item};
pub use fallback::fallback;
pub use fragment::Of;
pub use plugin::{module, parts, plugin};
#[cfg(feature = "show")]
pub use {
    data::{attributes, path_params},
    fragment::Fragment,
    handler::{meta, mount},
    plugin::is_in_path,
};
