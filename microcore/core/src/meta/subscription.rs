//! `#[on_event]`: a subscriber.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use serde::de::DeserializeOwned;

use super::call::{Call, CallContext};
use super::{Handler, HandlerMeta, MountFn};
use crate::error::Result;
use crate::event::Envelope;
use crate::location::SourceLocation;
use crate::schema::Shape;
use crate::setters::setters;

/// A subscriber.
#[derive(Debug)]
#[non_exhaustive]
pub struct SubscriptionMeta {
    /// The function.
    pub handler: HandlerMeta,
    /// The event it listens to.
    pub event: &'static str,
    /// What it reads of the event.
    pub view: &'static Shape,
    /// How often a failed delivery is tried again.
    pub retries: u32,
    /// The wait before the first retry, in milliseconds; it doubles each time.
    pub backoff_ms: u64,
    /// How long one attempt may take, in milliseconds; 0 means the configured limit.
    pub timeout_ms: u64,
    /// The worker pool it shares; empty means its own.
    pub group: &'static str,
    /// Whether every replica gets every event.
    pub broadcast: bool,
    /// Whether the inbox makes its effects in `Db` happen once.
    pub once: bool,
    /// The source location of the event's name.
    pub event_location: SourceLocation,
    /// Resolves what the handler needs, once.
    pub mount: MountFn,
}

impl SubscriptionMeta {
    /// A subscriber that is its own group and does not try again.
    pub const fn new(
        handler: HandlerMeta,
        event: &'static str,
        view: &'static Shape,
        mount: MountFn,
    ) -> Self {
        let event_location = handler.location;
        Self {
            handler,
            event,
            view,
            retries: 0,
            backoff_ms: 500,
            timeout_ms: 0,
            group: "",
            broadcast: false,
            once: false,
            event_location,
            mount,
        }
    }
}

setters!(SubscriptionMeta { retries: u32, backoff_ms: u64, timeout_ms: u64, group: &'static str, broadcast: bool, once: bool, event_location: SourceLocation, mount: MountFn });

/// One attempt to deliver an event to one subscriber.
pub struct EventCall {
    /// What is delivered.
    pub envelope: Arc<Envelope>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for EventCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EventCall").finish_non_exhaustive()
    }
}

/// A mounted subscriber.
pub type SubscriberFn = Box<dyn Fn(EventCall) -> BoxFuture<'static, Result<()>> + Send + Sync>;

impl EventCall {
    /// The payload as the subscriber reads it.
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

impl Handler for SubscriptionMeta {
    fn handler(&self) -> &HandlerMeta {
        &self.handler
    }

    fn mount(&self) -> MountFn {
        self.mount
    }
}
