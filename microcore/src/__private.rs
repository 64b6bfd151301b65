//! What expansions name. Not for hands: it may change with any version.

pub use core::clone::Clone;
pub use core::convert::identity;
pub use core::default::Default;
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
pub use serde;

#[cfg(rust_analyzer)]
pub mod editor;

use crate::data;
use crate::meta::Site;
use crate::settings::{Settings, SettingsError};

/// The index of a crate without `app!`.
pub mod no_app {
    use crate::check::Index;

    /// Knows nothing, so every claim passes.
    pub static INDEX: Index = Index {
        complete: false,
        plugins: &[],
        tools: &[],
        tables: None,
        table_slots: &[],
        routes: &[],
        events: &[],
        answers: &[],
    };
}

/// Where the caller stands.
#[track_caller]
pub const fn here() -> Site {
    let at = core::panic::Location::caller();
    Site { file: at.file(), line: at.line(), column: at.column() }
}

/// Reads and checks the settings of a plugin.
pub fn check_settings<T: data::Settings>(settings: &Settings) -> Result<(), SettingsError> {
    settings.read_config::<T>().map(drop)
}
