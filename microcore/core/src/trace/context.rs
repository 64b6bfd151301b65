//! What is passed on from a call to all that it leads to.

use std::sync::Arc;

use super::CallId;

/// The place of a call in the causal tree. What a handler emits, asks and logs carries
/// it on.
#[derive(Clone, Debug)]
pub struct TraceContext {
    /// This call.
    pub id: CallId,
    /// The first call of the chain.
    pub correlation: CallId,
    /// The W3C `traceparent` that it came with.
    pub traceparent: Option<Arc<str>>,
}

impl TraceContext {
    /// The first call of a chain.
    pub fn root(id: CallId) -> Self {
        Self { correlation: id.clone(), id, traceparent: None }
    }

    /// The same with the W3C `traceparent` that came with the call.
    #[must_use]
    pub fn with_traceparent(mut self, traceparent: Option<Arc<str>>) -> Self {
        self.traceparent = traceparent;
        self
    }
}
