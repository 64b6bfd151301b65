//! An event or a question on its way to a handler.

use std::sync::Arc;

use serde::de::DeserializeOwned;

use super::{Call, CallContext};
use crate::error::Result;
use crate::event::Envelope;

/// One attempt to deliver an event to one subscriber.
pub struct EventCall {
    /// What is delivered.
    pub envelope: Arc<Envelope>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

/// A question put to the plugin that answers it.
pub struct AskCall {
    /// The question.
    pub envelope: Arc<Envelope>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl EventCall {
    /// The payload as the subscriber reads it.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        self.envelope.read()
    }
}

impl AskCall {
    /// The question as the answering plugin reads it.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        self.envelope.read()
    }
}

impl Call for EventCall {
    fn context(&self) -> &CallContext {
        &self.context
    }

    fn envelope(&self) -> Option<&Arc<Envelope>> {
        Some(&self.envelope)
    }
}

impl Call for AskCall {
    fn context(&self) -> &CallContext {
        &self.context
    }

    fn envelope(&self) -> Option<&Arc<Envelope>> {
        Some(&self.envelope)
    }
}
