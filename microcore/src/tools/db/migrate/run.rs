//! Applies pending migrations, also when other replicas do so concurrently.

use std::time::{Duration, Instant};

use chrono::Utc;

use super::super::error::{DbError, DbErrorKind};
use super::super::from_value::FromValue;
use super::super::handle::{Db, Rows};
use super::super::params::Params;
use super::super::pool::PooledConnection;
use super::super::query::Query;
use super::history::{self, Entry};
use super::plan::{Planned, plan};
use microcore_core::error::{Error, Result};
use microcore_core::meta::Migration;

/// How long another replica may take with its migrations.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(300);

/// Applies every migration that is pending; returns their ids in order.
///
/// # Errors
/// Kind `Internal` if the set cannot be ordered, a file was changed after it
/// ran, or one fails: then nothing of that file is left, and those before it stay.
pub async fn run(db: &Db, migrations: &[Migration]) -> Result<Vec<String>> {
    let mut conn = db.inner.writer().await?;
    apply(&mut conn, &plan(migrations)?).await
}

pub(in super::super) async fn apply(
    conn: &mut PooledConnection,
    planned: &[Planned<'_>],
) -> Result<Vec<String>> {
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let mut session = Session { conn };
    let entries = session.entries().await?;
    let mut applied = Vec::new();
    for planned in planned {
        let known = entries.iter().find(|(domain, name, ..)| {
            domain == planned.migration.domain && name == planned.migration.name
        });
        match known {
            Some((_, _, checksum, _)) => unchanged(planned, checksum)?,
            None if session.apply(planned).await? => {
                tracing::info!(migration = planned.id(), "migration applied");
                applied.push(planned.id());
            }
            None => {}
        }
    }
    for (domain, name, ..) in &entries {
        let ours = planned
            .iter()
            .any(|planned| planned.migration.domain == domain && planned.migration.name == name);
        if !ours {
            tracing::warn!(migration = format!("{domain}/{name}"), "applied by a newer version");
        }
    }
    Ok(applied)
}

struct Session<'a> {
    conn: &'a mut PooledConnection,
}

impl Session<'_> {
    /// The history, from a table that is created if it does not exist.
    async fn entries(&mut self) -> Result<Vec<Entry>> {
        self.lock().await?;
        let read = async {
            let translate = self.conn.driver().dialect().translate;
            let create = translate(history::CREATE).map_err(Error::internal)?;
            self.conn.script(&create).await?;
            let query = Query::new(self.conn.driver(), history::READ, &())?;
            let mut rows = Rows::default();
            self.conn.run(query, MIGRATION_TIMEOUT, &mut |row| rows.read(&row)).await?;
            rows.finish()
        };
        let entries = read.await;
        self.unlock(entries).await
    }

    /// Whether it was applied here, and not by another process a moment ago.
    async fn apply(&mut self, planned: &Planned<'_>) -> Result<bool> {
        let sql = planned.sql(self.conn.driver().dialect())?;
        self.lock().await?;
        let applied = self.apply_locked(planned, &sql).await;
        self.unlock(applied).await.map_err(|error| {
            // Says which file, and keeps the kind: a lost connection is tried again.
            let message = format!("migration `{}` failed: {}", planned.id(), error.chain());
            Error::new(error.kind(), message)
        })
    }

    async fn apply_locked(&mut self, planned: &Planned<'_>, sql: &str) -> Result<bool> {
        let Migration { domain, name, .. } = planned.migration;
        if let Some(checksum) = self.scalar::<String>(history::READ_ONE, (domain, name)).await? {
            unchanged(planned, &checksum)?;
            return Ok(false);
        }
        self.conn.script(sql).await?;
        let entry = (domain, name, &planned.checksum, Utc::now());
        let write = Query::new(self.conn.driver(), history::WRITE, &entry)?;
        self.conn.run(write, MIGRATION_TIMEOUT, &mut drop).await?;
        Ok(true)
    }

    /// Begins a transaction that no other replica can be in.
    async fn lock(&mut self) -> Result<()> {
        let start = Instant::now();
        for sql in self.conn.driver().dialect().begin_migration {
            loop {
                let begun = self.conn.control(sql, MIGRATION_TIMEOUT).await;
                let busy = matches!(&begun, Err(error) if error.source_as::<DbError>()
                    .is_some_and(|cause| cause.kind == DbErrorKind::Serialization));
                if !busy || start.elapsed() > MIGRATION_TIMEOUT {
                    begun?;
                    break;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
        Ok(())
    }

    async fn unlock<T>(&mut self, result: Result<T>) -> Result<T> {
        match result {
            Ok(value) => {
                if let Err(error) = self.conn.control("COMMIT", MIGRATION_TIMEOUT).await {
                    self.roll_back().await;
                    return Err(error);
                }
                Ok(value)
            }
            Err(error) => {
                self.roll_back().await;
                Err(error)
            }
        }
    }

    async fn roll_back(&mut self) {
        if let Err(error) = self.conn.control("ROLLBACK", MIGRATION_TIMEOUT).await {
            // Harmless: the transaction ends with the connection at the latest.
            tracing::debug!(%error, "nothing to roll back");
        }
    }

    async fn scalar<T: FromValue>(&mut self, sql: &str, args: impl Params) -> Result<Option<T>> {
        let query = Query::new(self.conn.driver(), sql, &args)?;
        let row = self.conn.first(query, MIGRATION_TIMEOUT).await?;
        row.map(|row| row.get(0)).transpose()
    }
}

fn unchanged(planned: &Planned<'_>, checksum: &str) -> Result<()> {
    if planned.checksum == checksum {
        return Ok(());
    }
    Err(Error::internal(format!(
        "migration `{}` was changed after it was applied; revert the change and write a new one",
        planned.id()
    )))
}
