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

pub(crate) use data::{impls, item};
pub(crate) use fallback::fallback;
pub(crate) use fragment::Of;
pub(crate) use plugin::{module, parts, plugin};
#[cfg(feature = "show")]
pub(crate) use {
    data::{attributes, path_params},
    fragment::Fragment,
    handler::{meta, mount},
    plugin::is_in_path,
};
