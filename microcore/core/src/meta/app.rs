//! The metadata of the application, written by `app!`.

use super::{Migration, PluginMeta, TableMeta, ToolMeta};
use crate::setters::setters;

/// An application, as constants.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AppMeta {
    /// The package's name.
    pub name: &'static str,
    /// The package's version.
    pub version: &'static str,
    /// The package's folder when it was built.
    pub root: &'static str,
    /// The plugins that were found in the source.
    pub plugins: &'static [&'static PluginMeta],
    /// The application's own tools.
    pub tools: &'static [&'static ToolMeta],
    /// The migrations of all domains.
    pub migrations: &'static [Migration],
    /// The crates of domains that it names.
    pub crates: &'static [&'static CrateMeta],
}

impl AppMeta {
    /// An application without plugins.
    pub const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, root: "", plugins: &[], tools: &[], migrations: &[], crates: &[] }
    }
}

setters!(AppMeta { root: &'static str, plugins: &'static [&'static PluginMeta], tools: &'static [&'static ToolMeta], migrations: &'static [Migration], crates: &'static [&'static CrateMeta], });

/// What one crate adds to an application: the domains of that crate.
#[derive(Debug)]
#[non_exhaustive]
pub struct CrateMeta {
    /// Its name in Rust, `shop_orders`.
    pub name: &'static str,
    /// Its package's folder when it was built.
    pub root: &'static str,
    /// The plugins that were found in its source.
    pub plugins: &'static [&'static PluginMeta],
    /// The tables that its migrations create, sorted by name.
    pub tables: &'static [TableMeta],
    /// The migrations of its domains.
    pub migrations: &'static [Migration],
}

impl CrateMeta {
    /// A crate without domains.
    pub const fn new(name: &'static str) -> Self {
        Self { name, root: "", plugins: &[], tables: &[], migrations: &[] }
    }
}

setters!(CrateMeta { root: &'static str, plugins: &'static [&'static PluginMeta], tables: &'static [TableMeta], migrations: &'static [Migration], });
