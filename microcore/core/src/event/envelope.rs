//! The envelope of an event: the payload with its metadata.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::id::event_id;
use crate::error::{Error, Result};
use crate::trace::{CallId, TraceContext};

/// An event or a question on its way.
///
/// Made once and then shared: what is usual in it costs no allocation.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// UUIDv7, so that ids sort by time.
    pub id: Uuid,
    /// The dotted name.
    pub name: Cow<'static, str>,
    /// The hash of the publisher's schema.
    pub schema: u64,
    /// What the publisher sent, as it wrote it.
    pub payload: Box<RawValue>,
    /// Who published: `domain::plugin`.
    pub publisher: Arc<str>,
    /// When.
    pub time: DateTime<Utc>,
    /// The request, delivery or run that led here.
    pub cause: Option<CallId>,
    /// The first call of the chain.
    pub correlation: Option<CallId>,
    /// Deliveries with one key keep their order.
    pub key: Option<Box<str>>,
    /// 0 is usual; a higher number goes first.
    #[serde(default)]
    pub priority: i16,
    /// Not delivered before.
    pub not_before: Option<DateTime<Utc>>,
    /// Not delivered after.
    pub expires: Option<DateTime<Utc>>,
    /// Which attempt this is, from 1.
    #[serde(default)]
    pub attempt: u32,
    /// Anything else.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// W3C `traceparent`.
    pub traceparent: Option<Arc<str>>,
}

/// The cause of an error of [`Envelope::read`]: the payload is not what the
/// reader declares, and trying again cannot change that.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Unreadable(#[from] serde_json::Error);

impl Envelope {
    /// A new envelope with nothing but its payload, made now.
    ///
    /// ```
    /// use microcore_core::event::Envelope;
    ///
    /// let envelope = Envelope::new("user.created", "users::create_user", &[1, 2])?;
    /// assert_eq!(envelope.read::<Vec<i64>>()?, [1, 2]);
    /// # Ok::<(), microcore_core::Error>(())
    /// ```
    pub fn new(
        name: impl Into<Cow<'static, str>>,
        publisher: impl Into<Arc<str>>,
        payload: &impl Serialize,
    ) -> Result<Self> {
        Self::made_by(name.into(), publisher.into(), payload, 0, None)
    }

    /// A new envelope with all that a publisher knows: made in one go, since it is
    /// large and made for each event.
    #[doc(hidden)]
    pub fn made_by(
        name: Cow<'static, str>,
        publisher: Arc<str>,
        payload: &impl Serialize,
        schema: u64,
        context: Option<&TraceContext>,
    ) -> Result<Self> {
        let payload = serde_json::value::to_raw_value(payload)?;
        let time = Utc::now();
        if let Some(context) = context {
            context.lead();
        }
        Ok(Self {
            id: event_id(time),
            name,
            schema,
            payload,
            publisher,
            time,
            cause: context.map(|context| context.id.clone()),
            correlation: context.map(|context| context.correlation.clone()),
            key: None,
            priority: 0,
            not_before: None,
            expires: None,
            attempt: 1,
            headers: BTreeMap::new(),
            traceparent: context.and_then(|context| context.traceparent.clone()),
        })
    }

    /// Says what led to it.
    #[must_use]
    pub fn caused_by(mut self, context: &TraceContext) -> Self {
        context.lead();
        self.cause = Some(context.id.clone());
        self.correlation = Some(context.correlation.clone());
        self.traceparent.clone_from(&context.traceparent);
        self
    }

    /// The payload as the reader declares it. A payload that does not fit is an
    /// error of kind [`Kind::Unprocessable`](crate::Kind::Unprocessable) with
    /// [`Unreadable`] as its source, which sends the delivery to the dead
    /// letters without a retry.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.payload.get()).map_err(|error| self.unreadable(error))
    }

    #[cold]
    fn unreadable(&self, error: serde_json::Error) -> Error {
        Error::unprocessable(format!("the payload of `{}` does not fit its view", self.name))
            .with_source(Unreadable(error))
    }

    /// Whether its time is over.
    pub fn is_expired(&self, now: DateTime<Utc>) -> bool {
        self.expires.is_some_and(|expires| expires <= now)
    }
}
