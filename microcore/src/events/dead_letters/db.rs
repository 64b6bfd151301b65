//! Dead letters in `Db`.

use chrono::DateTime;
use futures_util::future::{BoxFuture, FutureExt};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use uuid::Uuid;

use crate::tools::db::{Db, FromRow, Row};
use microcore_core::error::{Error, Result};
use microcore_core::store::{DeadLetter, DeadLetters};

/// Keeps dead letters in the table `microcore_dead_letters`, for the whole fleet.
pub struct DbDeadLetters {
    db: Db,
}

impl std::fmt::Debug for DbDeadLetters {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbDeadLetters").finish_non_exhaustive()
    }
}

impl DbDeadLetters {
    /// Letters in that database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

const COLUMNS: &str = "id, subscriber, error, attempts, reason, failed_at, envelope";

impl FromRow for DeadLetter {
    fn from_row(row: &Row) -> Result<Self> {
        let failed_at = DateTime::from_timestamp_millis(row.get("failed_at")?);
        let attempts: i64 = row.get("attempts")?;
        Ok(Self {
            id: row.get("id")?,
            subscriber: row.get("subscriber")?,
            error: row.get("error")?,
            attempts: u32::try_from(attempts)?,
            reason: word(Json::String(row.get("reason")?))?,
            failed_at: failed_at.ok_or_else(|| Error::internal("`failed_at` is not a time"))?,
            envelope: serde_json::from_str(&row.get::<String>("envelope")?)?,
        })
    }
}

/// A unit variant from its name.
fn word<T: DeserializeOwned>(word: Json) -> Result<T> {
    Ok(serde_json::from_value(word)?)
}

/// The name of a unit variant.
fn text(variant: &impl Serialize) -> Result<String> {
    word(serde_json::to_value(variant)?)
}

impl DeadLetters for DbDeadLetters {
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>> {
        async move {
            let sql = "INSERT INTO microcore_dead_letters \
                       (id, event, event_id, subscriber, error, attempts, reason, failed_at, envelope) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
            let args = (
                letter.id,
                &*letter.envelope.name,
                letter.envelope.id,
                letter.subscriber.as_str(),
                letter.error.as_str(),
                i64::from(letter.attempts),
                text(&letter.reason)?,
                letter.failed_at.timestamp_millis(),
                serde_json::to_string(&letter.envelope)?,
            );
            self.db.execute(sql, args).await.map(drop)
        }
        .boxed()
    }

    fn list(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        async move {
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let sql =
                format!("SELECT {COLUMNS} FROM microcore_dead_letters ORDER BY id DESC LIMIT $1");
            self.db.fetch_all(&sql, (limit,)).await
        }
        .boxed()
    }

    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>> {
        async move {
            let sql = format!("SELECT {COLUMNS} FROM microcore_dead_letters WHERE id = $1");
            self.db.fetch_optional(&sql, (id,)).await
        }
        .boxed()
    }

    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>> {
        async move {
            let sql = "DELETE FROM microcore_dead_letters WHERE id = $1";
            Ok(self.db.execute(sql, (id,)).await? == 1)
        }
        .boxed()
    }
}
