//! One call of a handler.

use std::sync::Arc;

use super::{HandlerMeta, PluginMeta};
use crate::event::Envelope;
use crate::trace::TraceContext;

/// One call of a handler: a request, a delivery, a tick.
pub trait Call {
    /// Who is called, and because of what.
    fn context(&self) -> &CallContext;

    /// What is delivered, where the call is about an event or a question.
    fn envelope(&self) -> Option<&Arc<Envelope>> {
        None
    }
}

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
