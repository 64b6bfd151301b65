//! What a handler may know of the call itself.

use std::sync::Arc;

use super::{Argument, Call, CallContext};
use crate::error::Result;
use crate::event::Envelope;
use crate::meta::ArgMeta;
use crate::meta::{Mount, MountError};
use crate::trace::CallId;

/// The call that a handler runs for: its id, what it belongs to, and the envelope
/// where there is one. Every handler may ask for it.
#[derive(Clone, Debug)]
pub struct Meta {
    id: CallId,
    context: CallContext,
    envelope: Option<Arc<Envelope>>,
}

impl Meta {
    /// The id of the request, the event or the run.
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// The id of the first call of the chain.
    pub fn correlation(&self) -> &CallId {
        &self.context.trace.correlation
    }

    /// Which attempt this is, from 1. More than 1 only when a delivery is retried.
    pub fn attempt(&self) -> u32 {
        self.envelope.as_ref().map_or(1, |envelope| envelope.attempt.max(1))
    }

    /// The event or the question, for those who handle one.
    pub fn envelope(&self) -> Option<&Envelope> {
        self.envelope.as_deref()
    }

    /// The W3C `traceparent` that the call came with.
    pub fn traceparent(&self) -> Option<&str> {
        self.context.trace.traceparent.as_deref()
    }

    /// Who is called, and because of what.
    pub fn context(&self) -> &CallContext {
        &self.context
    }
}

impl<C: Call> Argument<C> for Meta {
    type State = ();

    const META: ArgMeta = ArgMeta::Meta;

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut C) -> Result<Self> {
        let (context, envelope) = (call.context().clone(), call.envelope().cloned());
        // A delivery has an id of its own, another one for each attempt.
        let id = match &envelope {
            Some(envelope) => CallId::Uuid(envelope.id),
            None => context.trace.id.clone(),
        };
        Ok(Self { id, context, envelope })
    }
}
