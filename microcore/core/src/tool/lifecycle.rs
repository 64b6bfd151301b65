//! The lifecycle of a tool: the interface that the kernel calls.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::{Migration, Proxy, Toolbox};
use crate::config::Configuration;
use crate::diagnostic::Diagnostic;
use crate::error::Result;

/// Builds a tool from the configuration and puts its handle into the toolbox.
/// It must not reach its backend yet: that is [`ToolLifecycle::connect`]. What is wrong
/// without a backend is reported here, all of it, so that `check` reports it too; a
/// [`ConfigError`](crate::config::ConfigError) becomes diagnostics by `?`.
pub type ToolStart = fn(&mut Startup<'_>) -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>>;

/// What a tool may know when it starts: never another tool, never a plugin.
pub struct Startup<'a> {
    /// The application's name.
    pub app: &'static str,
    /// The configuration.
    pub config: &'a Configuration,
    /// The migrations of all domains.
    pub migrations: &'static [Migration],
    /// The proxy through which the capability is called.
    pub proxy: Arc<Proxy>,
    /// Where the handle goes.
    pub toolbox: &'a mut Toolbox,
}

impl std::fmt::Debug for Startup<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Startup").field("app", &self.app).finish_non_exhaustive()
    }
}

/// The life of a tool. A backend that is down is an error of kind
/// [`Kind::Unavailable`](crate::Kind::Unavailable): the application boots
/// degraded and `connect` is tried again.
pub trait ToolLifecycle: Send + Sync + 'static {
    /// Reaches the backend; runs again after a failure.
    fn connect(&self) -> BoxFuture<'_, Result<()>>;

    /// Asks the backend whether it works.
    fn health(&self) -> BoxFuture<'_, Result<()>>;

    /// Releases the backend.
    fn close(&self) -> BoxFuture<'_, ()>;
}

/// A tool without a backend: always well.
#[derive(Clone, Copy, Debug, Default)]
pub struct Idle;

impl ToolLifecycle for Idle {
    fn connect(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn health(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(std::future::ready(Ok(())))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
