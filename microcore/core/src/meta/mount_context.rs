//! The context in which the arguments of a handler are resolved, once, at startup.

use super::{HandlerMeta, PluginMeta};
use crate::config::{ConfigError, Configuration};
use crate::tool::{Blocking, Toolbox};

/// Given to each handler when it is mounted.
pub struct Mount<'a> {
    /// The handler's plugin.
    pub plugin: &'static PluginMeta,
    /// The handler.
    pub handler: &'static HandlerMeta,
    /// The path of a route or a WebSocket endpoint.
    pub path: Option<&'static str>,
    /// The tools that were started.
    pub toolbox: &'a Toolbox,
    /// The configuration.
    pub config: &'a Configuration,
}

impl std::fmt::Debug for Mount<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mount").finish_non_exhaustive()
    }
}

impl Mount<'_> {
    /// The handle that a tool put into the toolbox.
    pub fn handle<T: Clone + Send + Sync + 'static>(
        &self,
        capability: &'static str,
    ) -> Result<T, MountError> {
        self.toolbox.get::<T>().cloned().ok_or(MountError::NoTool { capability })
    }

    /// The pool on which a plain `fn` runs.
    pub fn blocking(&self) -> Blocking {
        self.toolbox.blocking()
    }
}

/// Why a handler cannot be mounted. The application does not boot.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MountError {
    /// No tool provides what the handler asks for.
    #[error("no tool provides `{capability}`; name one in the `tools` of `app!`")]
    NoTool {
        /// The capability asked for.
        capability: &'static str,
    },
    /// The settings that the handler asks for are wrong or missing.
    #[error(transparent)]
    Configuration(#[from] ConfigError),
    /// The signature asks for something the route does not have.
    #[error("{0}")]
    Signature(String),
}
