//! Items that expansions refer to. Not part of the public API: they change with any version.

pub use core::clone::Clone;
pub use core::convert::identity;
pub use core::default::Default;
pub use core::fmt::Debug;
pub use core::marker::{PhantomData, Send, Sync};
pub use core::mem::drop;
pub use core::option::Option::{self, None, Some};
pub use core::prelude::v1::derive;
pub use core::result::Result::{self, Err, Ok};
pub use core::{env, include_str, module_path};
pub use std::boxed::Box;
pub use std::sync::Arc;

pub use futures_util::future::BoxFuture;
pub use linkme;
pub use microcore_core::__private::{Keys, MICROCORE_V1_PLUGINS, check, tool};
pub use serde;

#[cfg(rust_analyzer)]
pub mod editor;

use microcore_core::meta::ToolMeta;

/// The index of a crate without `app!`.
pub mod no_app {
    use super::check::Index;

    /// Knows nothing, so every assertion passes.
    pub static INDEX: Index = Index::EMPTY;
}

/// The tools that an application need not name.
pub const BUILT_IN: &[&ToolMeta] = crate::tools::BUILT_IN;
