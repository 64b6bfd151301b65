//! A handler that is ready to be called.

use std::sync::Arc;

use crate::error::Result;
use crate::meta::PluginMeta;
use crate::tool::Proxy;

/// A handler with everything resolved that it asks for. `M` is its metadata,
/// `F` its erased function.
pub struct Mounted<M: 'static, F> {
    /// The handler's plugin.
    pub plugin: &'static PluginMeta,
    /// The handler.
    pub meta: &'static M,
    /// What to call.
    pub call: F,
    /// The capabilities it needs; while one is down it cannot be called.
    pub needs: Vec<Arc<Proxy>>,
}

impl<M, F> Mounted<M, F> {
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
