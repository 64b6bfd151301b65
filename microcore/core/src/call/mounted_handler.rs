//! A handler that is ready to be called.

use std::sync::Arc;

use crate::error::Result;
use crate::meta::{Handler, PluginMeta};
use crate::tool::Proxy;

/// A handler with everything resolved that it asks for. `M` is its metadata,
/// `F` its erased function.
pub struct Mounted<M: 'static, F> {
    /// `domain::plugin::handler`, its name across the application.
    pub id: Arc<str>,
    /// The handler's plugin.
    pub plugin: &'static PluginMeta,
    /// The handler.
    pub meta: &'static M,
    /// What to call.
    pub call: F,
    /// The capabilities it needs; while one is down it cannot be called.
    pub needs: Vec<Arc<Proxy>>,
}

impl<M: 'static, F> std::fmt::Debug for Mounted<M, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mounted").field("id", &self.id).finish_non_exhaustive()
    }
}

impl<M: Handler, F> Mounted<M, F> {
    /// A handler of that plugin, called by `call`, which needs those capabilities.
    pub fn new(
        plugin: &'static PluginMeta,
        meta: &'static M,
        call: F,
        needs: Vec<Arc<Proxy>>,
    ) -> Self {
        Self { id: plugin.handler_id(meta.handler()).into(), plugin, meta, call, needs }
    }

    /// Refuses the call while a capability it needs is known to be down.
    pub fn admit(&self) -> Result<()> {
        for proxy in &self.needs {
            if proxy.is_down() {
                return Err(proxy.unavailable());
            }
        }
        Ok(())
    }
}
