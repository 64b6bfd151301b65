//! Deliveries that failed permanently.

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::Result;
use crate::event::Envelope;

/// A delivery that failed permanently, and everything needed to try it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeadLetter {
    /// Its own id, a UUIDv7.
    pub id: Uuid,
    /// What could not be delivered.
    pub envelope: Envelope,
    /// To whom: `domain::plugin::handler`.
    pub subscriber: String,
    /// The last error, with its causes.
    pub error: String,
    /// How many attempts there were.
    pub attempts: u32,
    /// When the last one failed.
    pub failed_at: DateTime<Utc>,
    /// Why there were no further attempts.
    pub reason: DeadReason,
}

/// Why a delivery is not tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeadReason {
    /// Every attempt failed.
    Failed,
    /// The last attempt panicked.
    Panicked,
    /// The last attempt took too long.
    TimedOut,
    /// The payload is not what the subscriber reads.
    Unreadable,
}

/// Where dead letters are kept. A store that cannot be reached answers with
/// [`Kind::Unavailable`](crate::Kind::Unavailable); [`add`](Self::add) is then tried again.
pub trait DeadLetters: Send + Sync + 'static {
    /// Keeps a letter; one that already exists stays as it is.
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>>;

    /// The latest letters, the newest first.
    fn list(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>>;

    /// One letter.
    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>>;

    /// Forgets a letter; says whether it was there.
    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>>;
}
