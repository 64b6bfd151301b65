//! What travels: the payload and everything known about it.

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::error::{Error, Result};

/// An event or a question on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// UUIDv7, so that ids sort by time.
    pub id: Uuid,
    /// The dotted name.
    pub name: String,
    /// The hash of the publisher's schema.
    pub schema: u64,
    /// What the publisher sent, as it wrote it.
    pub payload: Box<RawValue>,
    /// Who published: `domain::plugin`.
    pub publisher: String,
    /// When.
    pub time: DateTime<Utc>,
    /// The event or request that led here.
    pub cause: Option<String>,
    /// The first call of the chain.
    pub correlation: Option<String>,
    /// Deliveries with one key keep their order.
    pub key: Option<String>,
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
    pub headers: std::collections::BTreeMap<String, String>,
    /// W3C `traceparent`.
    pub traceparent: Option<String>,
}

impl Envelope {
    /// The payload as the reader declares it. A payload that does not fit is an
    /// error of kind [`Kind::Unprocessable`](crate::Kind::Unprocessable), which
    /// sends the delivery to the dead letters without a retry.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.payload.get()).map_err(|error| {
            Error::unprocessable(format!("the payload of `{}` does not fit its view", self.name))
                .with_source(error)
        })
    }
}
