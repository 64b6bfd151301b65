//! `Emit`: publishes an event.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Bus, Envelope};
use crate::data::Event;
use microcore_core::call::{Argument, Call, CallContext};
use microcore_core::error::{Error, Result};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};
use microcore_core::schema::{Schema, shape_hash};

/// The right to publish the event `E`, and no other.
pub struct Emit<E> {
    pub(super) source: Arc<EmitSource>,
    context: CallContext,
    event: PhantomData<fn(E)>,
}

impl<E> std::fmt::Debug for Emit<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Emit").finish_non_exhaustive()
    }
}

/// What an [`Emit`] keeps from mount to call.
#[doc(hidden)]
pub struct EmitSource {
    pub(super) bus: Bus,
    publisher: Arc<str>,
}

impl std::fmt::Debug for EmitSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EmitSource").finish_non_exhaustive()
    }
}

/// How an event travels.
///
/// ```
/// use std::time::Duration;
/// use microcore::events::EmitOptions;
///
/// let later = EmitOptions { delay: Some(Duration::from_secs(60)), ..EmitOptions::key("user-7") };
/// assert_eq!(later.key.as_deref(), Some("user-7"));
/// ```
#[derive(Clone, Debug, Default)]
pub struct EmitOptions {
    /// Deliveries with one key keep the order in which they were published, and
    /// never overlap at one subscriber, not even over retries.
    pub key: Option<String>,
    /// Deliver it that much later. It takes its place in the order of its key when
    /// it is due.
    pub delay: Option<Duration>,
    /// Do not deliver it when it is older than that (counted after the delay).
    pub ttl: Option<Duration>,
    /// 0 is usual; among deliveries that wait, a higher number goes first.
    pub priority: i16,
    /// Anything else.
    pub headers: BTreeMap<String, String>,
}

impl EmitOptions {
    /// In order with everything that has the same key.
    pub fn key(key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..Self::default() }
    }
}

impl<E: Event> Emit<E> {
    const SCHEMA: u64 = shape_hash(<E as Schema>::SHAPE);

    /// Publishes the event; done when the transport has accepted it. Waits while
    /// the event's queue is full.
    ///
    /// # Errors
    ///
    /// 503 when the queue stays full or the application is stopping.
    pub async fn emit(&self, event: E) -> Result<()> {
        self.source.bus.publish(Arc::new(self.envelope(&event)?)).await
    }

    /// Like [`emit`](Self::emit), with a key, a delay, a time to live, …
    pub async fn emit_with(&self, event: E, options: EmitOptions) -> Result<()> {
        let envelope = options.apply(self.envelope(&event)?)?;
        self.source.bus.publish(envelope).await
    }

    pub(super) fn envelope(&self, event: &E) -> Result<Envelope> {
        let publisher = Arc::clone(&self.source.publisher);
        let name = Cow::Borrowed(E::META.name);
        Envelope::made_by(name, publisher, event, Self::SCHEMA, Some(&self.context.trace))
    }
}

impl EmitOptions {
    pub(super) fn apply(self, mut envelope: Envelope) -> Result<Envelope> {
        let Self { key, delay, ttl, priority, headers } = self;
        if let Some(delay) = delay {
            let due = after(envelope.time, delay);
            let due = due.ok_or_else(|| Error::internal("the delay of the event is too long"))?;
            envelope.not_before = Some(due);
        }
        let from = envelope.not_before.unwrap_or(envelope.time);
        envelope.expires = ttl.and_then(|ttl| after(from, ttl)); // past the end of time: never
        envelope.key = key.map(String::into_boxed_str);
        envelope.priority = priority;
        envelope.headers = headers;
        Ok(envelope)
    }
}

fn after(time: DateTime<Utc>, wait: Duration) -> Option<DateTime<Utc>> {
    time.checked_add_signed(TimeDelta::from_std(wait).ok()?)
}

impl<C: Call, E: Event> Argument<C> for Emit<E> {
    type State = Arc<EmitSource>;

    const META: ArgMeta = ArgMeta::Emit(<E as Event>::META.name);

    fn resolve(mount: &Mount<'_>, _: &'static str) -> Result<Self::State, MountError> {
        let bus = mount.handle::<Bus>("events")?;
        Ok(Arc::new(EmitSource { bus, publisher: mount.plugin.id().into() }))
    }

    fn take(source: &Self::State, call: &mut C) -> Result<Self> {
        let source = Arc::clone(source);
        Ok(Self { source, context: call.context().clone(), event: PhantomData })
    }
}
