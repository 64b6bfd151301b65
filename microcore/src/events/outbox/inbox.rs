//! The inbox: deduplication for subscribers with `once`.

use uuid::Uuid;

use super::table::now;
use crate::tools::db::{Db, Tx};
use microcore_core::call::Meta;
use microcore_core::error::Result;

const RECORD: &str = "INSERT INTO microcore_inbox (event_id, subscriber, handled_at) \
                      VALUES ($1, $2, $3) ON CONFLICT (event_id, subscriber) DO NOTHING";

/// The table `microcore_inbox`.
///
/// A subscriber with `once` is not called for an event that it has handled: that is
/// recorded after it succeeded. A process that is killed between the two calls it
/// again; a handler that cannot have that writes the record in the transaction of the
/// effects, with [`Meta::first_time`].
pub(in crate::events) struct Inbox {
    db: Db,
}

impl Inbox {
    pub(in crate::events) fn new(db: Db) -> Self {
        Self { db }
    }

    pub(in crate::events) async fn knows(&self, event: Uuid, subscriber: &str) -> Result<bool> {
        let sql = "SELECT handled_at FROM microcore_inbox WHERE event_id = $1 AND subscriber = $2";
        let found: Option<(i64,)> = self.db.fetch_optional(sql, (event, subscriber)).await?;
        Ok(found.is_some())
    }

    pub(in crate::events) async fn record(&self, event: Uuid, subscriber: &str) -> Result<()> {
        self.db.execute(RECORD, (event, subscriber, now())).await.map(drop)
    }

    /// Forgets what was handled before then.
    pub(super) async fn forget(&self, before: i64) -> Result<u64> {
        self.db.execute("DELETE FROM microcore_inbox WHERE handled_at < $1", (before,)).await
    }
}

/// Deduplication inside the subscriber's own transaction; in the prelude, so that it is a
/// method of [`Meta`].
pub trait MetaDbExt {
    /// Records in the inbox, as part of the transaction, that this handler has
    /// handled this event; `false` if it had before. So effects in the same
    /// transaction happen exactly once, whenever the process is killed:
    ///
    /// ```no_run
    /// # use microcore::{Result, call::Meta, events::MetaDbExt as _, tools::db::Db};
    /// # async fn on_paid(db: Db, meta: Meta) -> Result<()> {
    /// let mut tx = db.begin().await?;
    /// if meta.first_time(&mut tx).await? {
    ///     tx.execute("UPDATE accounts SET balance = balance + 1 WHERE id = $1", (7,)).await?;
    /// }
    /// tx.commit().await
    /// # }
    /// ```
    ///
    /// Where there is no event (a request, a job), it is always the first time.
    fn first_time(&self, tx: &mut Tx) -> impl Future<Output = Result<bool>> + Send;
}

impl MetaDbExt for Meta {
    async fn first_time(&self, tx: &mut Tx) -> Result<bool> {
        let Some(envelope) = self.envelope() else { return Ok(true) };
        let context = self.context();
        let subscriber = context.plugin.handler_id(context.handler);
        Ok(tx.execute(RECORD, (envelope.id, subscriber, now())).await? == 1)
    }
}
