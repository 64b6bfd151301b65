//! Which handler is called, and because of what.

use crate::meta::{HandlerMeta, PluginMeta};
use crate::trace::TraceContext;

/// Travels with each call of a handler.
#[derive(Clone, Debug)]
pub struct CallContext {
    /// The plugin that is called.
    pub plugin: &'static PluginMeta,
    /// The function that is called.
    pub handler: &'static HandlerMeta,
    /// Its place in the causal tree.
    pub trace: TraceContext,
}
