//! What `app!` says about the application.

use super::{Migration, PluginMeta, ToolMeta};

/// An application, as constants.
#[derive(Debug)]
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
}
