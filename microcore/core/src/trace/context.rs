//! The trace context, propagated from a call to the calls that it causes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::CallId;

/// The place of a call in the causal tree. What a handler emits, asks and logs carries
/// it on.
#[derive(Clone, Debug)]
pub struct TraceContext {
    /// This call: a node of the causal tree.
    pub id: CallId,
    /// The first call of the chain.
    pub correlation: CallId,
    /// The W3C `traceparent` that it came with.
    pub traceparent: Option<Arc<str>>,
    /// Whether something was emitted or asked with this call as its cause, where that is
    /// to be known.
    led: Option<Arc<AtomicBool>>,
}

impl TraceContext {
    /// The first call of a chain.
    #[inline]
    pub fn root(id: CallId) -> Self {
        Self::within(id.clone(), id)
    }

    /// A call of the chain that began with `correlation`.
    #[inline]
    pub fn within(correlation: CallId, id: CallId) -> Self {
        Self { id, correlation, traceparent: None, led: None }
    }

    /// The same with the W3C `traceparent` that came with the call.
    #[inline]
    #[must_use]
    pub fn with_traceparent(mut self, traceparent: Option<Arc<str>>) -> Self {
        self.traceparent = traceparent;
        self
    }

    /// The same, and it and its clones remember [whether the call led to
    /// something](Self::has_led).
    #[must_use]
    pub fn noting_what_follows(mut self) -> Self {
        self.led = Some(Arc::default());
        self
    }

    /// Something has this call as its cause.
    pub(crate) fn lead(&self) {
        if let Some(led) = &self.led {
            led.store(true, Relaxed);
        }
    }

    /// Whether something was emitted or asked with this call as its cause; `false` where
    /// it does not [remember](Self::noting_what_follows).
    #[inline]
    pub fn has_led(&self) -> bool {
        self.led.as_ref().is_some_and(|led| led.load(Relaxed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Envelope;

    #[test]
    fn a_context_records_that_a_clone_of_it_caused_an_event() -> crate::Result<()> {
        let context = TraceContext::root(CallId::next()).noting_what_follows();
        let of_the_handler = context.clone();
        assert!(!context.has_led());
        let envelope = Envelope::new("a", "b::c", &1)?.caused_by(&of_the_handler);
        assert!(context.has_led());
        assert_eq!(envelope.cause, Some(context.id));
        Ok(())
    }
}
