//! `#[on_ask]`: the answer to a question.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::call::{Call, CallContext};
use super::{Handler, HandlerMeta, MountFn};
use crate::error::Result;
use crate::event::Envelope;
use crate::location::SourceLocation;
use crate::schema::Shape;
use crate::setters::setters;

/// Answers a question.
#[derive(Debug)]
#[non_exhaustive]
pub struct AnswerMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// The question.
    pub ask: &'static str,
    /// What it reads of the question.
    pub view: &'static Shape,
    /// What it answers.
    pub reply: &'static Shape,
    /// The source location of the question's name.
    pub ask_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

impl AnswerMeta {
    /// The answer to the question `ask`.
    pub const fn new(
        handler: HandlerMeta,
        ask: &'static str,
        view: &'static Shape,
        reply: &'static Shape,
        mount: MountFn,
    ) -> Self {
        let ask_location = handler.location;
        Self { handler, ask, view, reply, ask_location, mount }
    }
}

setters!(AnswerMeta { ask_location: SourceLocation, mount: MountFn });

/// A question put to the plugin that answers it.
pub struct AskCall {
    /// The question.
    pub envelope: Arc<Envelope>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for AskCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AskCall").finish_non_exhaustive()
    }
}

/// A mounted answer; returns the reply as JSON.
pub type AnswerFn = Box<dyn Fn(AskCall) -> BoxFuture<'static, Result<Box<RawValue>>> + Send + Sync>;

impl AskCall {
    /// The question as the answering plugin reads it.
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T> {
        self.envelope.read()
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

impl Handler for AnswerMeta {
    fn handler(&self) -> &HandlerMeta {
        &self.handler
    }

    fn mount(&self) -> MountFn {
        self.mount
    }
}
