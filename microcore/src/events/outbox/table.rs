//! The table `microcore_outbox`.

use std::fmt::Write as _;
use std::sync::Arc;

use chrono::Utc;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::tools::db::{Db, Tx, Value};
use microcore_core::error::Result;
use microcore_core::event::Envelope;

/// The table, as one process uses it.
pub(in crate::events) struct Outbox {
    db: Db,
    owner: String,
    claim: String,
    pub(super) wake: Arc<Notify>,
}

/// The events that a process claimed, oldest first, with their ids.
pub(super) type Claimed = Vec<(Uuid, String)>;

impl Outbox {
    pub(in crate::events) fn new(db: Db) -> Self {
        // Replicas do not wait for each other's rows.
        let skip = db.skip_locked();
        // Of events with one key only the oldest that is due may go: its row stays
        // until it is settled, so the order holds whichever replica takes which row. The
        // condition on `claimed_until` is repeated because a row may be taken
        // between the search and the update.
        let claim = format!(
            "UPDATE microcore_outbox SET claimed_until = $2, owner = $3 \
             WHERE claimed_until <= $1 AND id IN (\
             SELECT o.id FROM microcore_outbox o \
             WHERE o.claimed_until <= $1 AND o.due <= $1 AND (o.order_key IS NULL OR NOT EXISTS (\
             SELECT 1 FROM microcore_outbox e \
             WHERE e.order_key = o.order_key AND e.id < o.id AND e.due <= $1)) \
             NOT_THESE ORDER BY o.id LIMIT $4 {skip}) \
             RETURNING id, envelope"
        );
        Self { db, owner: Uuid::new_v4().to_string(), claim, wake: Arc::default() }
    }

    /// Writes an event as part of a transaction; the relay is woken when that commits.
    pub(super) async fn insert(&self, tx: &mut Tx, envelope: &Envelope) -> Result<()> {
        let due = envelope.not_before.unwrap_or(envelope.time).timestamp_millis();
        tx.execute(
            "INSERT INTO microcore_outbox (id, name, order_key, due, envelope, claimed_until) \
             VALUES ($1, $2, $3, $4, $5, 0)",
            (
                envelope.id,
                &*envelope.name,
                envelope.key.as_deref(),
                due,
                serde_json::to_string(envelope)?,
            ),
        )
        .await?;
        let wake = Arc::clone(&self.wake);
        tx.on_commit(move || wake.notify_one());
        Ok(())
    }

    /// Whether there are events to claim. Reads only: an idle application must
    /// not write.
    pub(super) async fn is_waiting(&self) -> Result<bool> {
        let sql = "SELECT id FROM microcore_outbox WHERE claimed_until <= $1 AND due <= $1 LIMIT 1";
        let found: Option<(Uuid,)> = self.db.fetch_optional(sql, (now(),)).await?;
        Ok(found.is_some())
    }

    /// Takes up to `limit` events for `lease_ms`, none of them with one of these names.
    pub(super) async fn claim(
        &self,
        limit: usize,
        lease_ms: u64,
        not_these: &[String],
    ) -> Result<Claimed> {
        let mut args: Vec<Value> = vec![
            now().into(),
            now().saturating_add_unsigned(lease_ms).into(),
            self.owner.as_str().into(),
            i64::try_from(limit).unwrap_or(i64::MAX).into(),
        ];
        let names = if not_these.is_empty() {
            String::new()
        } else {
            format!("AND o.name NOT IN ({})", list(&mut args, not_these.iter().cloned()))
        };
        let sql = self.claim.replace("NOT_THESE", &names);
        let mut rows: Claimed = self.db.fetch_all(&sql, args).await?;
        rows.sort_unstable_by_key(|(id, _)| *id);
        Ok(rows)
    }

    /// Forgets events that are over.
    pub(super) async fn delete(&self, ids: &[Uuid]) -> Result<()> {
        let mut args = Vec::with_capacity(ids.len());
        let list = list(&mut args, ids.iter().copied());
        let sql = format!("DELETE FROM microcore_outbox WHERE id IN ({list})");
        self.db.execute(&sql, args).await.map(drop)
    }

    /// Releases one event for `wait_ms`.
    pub(super) async fn release_for_retry(&self, id: Uuid, wait_ms: u64) -> Result<()> {
        let until = now().saturating_add_unsigned(wait_ms);
        let sql = "UPDATE microcore_outbox SET claimed_until = $1, owner = NULL WHERE id = $2";
        self.db.execute(sql, (until, id)).await.map(drop)
    }

    /// Says that this process still works on what it took.
    pub(super) async fn renew(&self, lease_ms: u64) -> Result<()> {
        let until = now().saturating_add_unsigned(lease_ms);
        let sql = "UPDATE microcore_outbox SET claimed_until = $1 WHERE owner = $2";
        self.db.execute(sql, (until, self.owner.as_str())).await.map(drop)
    }

    /// Releases everything this process took.
    pub(in crate::events) async fn release(&self) -> Result<u64> {
        let sql = "UPDATE microcore_outbox SET claimed_until = 0, owner = NULL WHERE owner = $1";
        self.db.execute(sql, (self.owner.as_str(),)).await
    }
}

/// Adds the values to the arguments; returns their placeholders.
fn list<V: Into<Value>>(args: &mut Vec<Value>, values: impl Iterator<Item = V>) -> String {
    let mut text = String::new();
    for value in values {
        args.push(value.into());
        let comma = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{comma}${}", args.len());
    }
    text
}

pub(super) fn now() -> i64 {
    Utc::now().timestamp_millis()
}
