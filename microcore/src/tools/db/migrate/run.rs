//! Applies what is pending, whoever else does so at the same time.

use std::time::{Duration, Instant};

use chrono::Utc;

use super::super::Engine;
use super::super::engine::{Conn, Query};
use super::super::error::{DbError, DbErrorKind};
use super::super::from_value::FromValue;
use super::super::handle::{Db, Rows};
use super::super::params::Params;
use super::history::{self, Entry};
use super::plan::{Planned, plan};
use super::translate::translate;
use microcore_core::error::{Error, Result};
use microcore_core::meta::Migration;

/// How long another replica may take with its migrations.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(300);
/// PostgreSQL's advisory locks are numbers; this one is "microcor" in ASCII.
const LOCK: i64 = 0x6d69_6372_6f63_6f72;

/// Applies every migration that is pending; returns their ids in order.
///
/// # Errors
/// Kind `Internal` if the set cannot be ordered, a file was changed after it
/// ran, or one fails: then nothing of that file is left, and those before it stay.
pub async fn run(db: &Db, migrations: &[Migration]) -> Result<Vec<String>> {
    let mut conn = db.inner.writer().await?;
    apply(&mut conn, db.engine(), &plan(migrations)?).await
}

pub(in super::super) async fn apply(
    conn: &mut Conn,
    engine: Engine,
    planned: &[Planned<'_>],
) -> Result<Vec<String>> {
    if planned.is_empty() {
        return Ok(Vec::new());
    }
    let mut session = Session { conn, engine };
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
    conn: &'a mut Conn,
    engine: Engine,
}

impl Session<'_> {
    /// The history, from a table that is made if it is missing.
    async fn entries(&mut self) -> Result<Vec<Entry>> {
        self.lock().await?;
        let read = async {
            let create = match self.engine {
                Engine::Sqlite => translate(history::CREATE).map_err(Error::internal)?,
                Engine::Postgres => history::CREATE.to_owned(),
            };
            self.conn.script(&create).await?;
            let query = Query::new(self.engine, history::READ, &())?;
            let mut rows = Rows::default();
            self.conn.run(query, MIGRATION_TIMEOUT, &mut |row| rows.read(&row)).await?;
            rows.finish()
        };
        let entries = read.await;
        self.unlock(entries).await
    }

    /// Whether it was applied here, and not by another process a moment ago.
    async fn apply(&mut self, planned: &Planned<'_>) -> Result<bool> {
        let sql = planned.sql(self.engine)?;
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
        let write = Query::new(self.engine, history::WRITE, &entry)?;
        self.conn.run(write, MIGRATION_TIMEOUT, &mut drop).await?;
        Ok(true)
    }

    /// Begins a transaction that no other replica can be in.
    async fn lock(&mut self) -> Result<()> {
        match self.engine {
            Engine::Postgres => {
                self.conn.control("BEGIN", MIGRATION_TIMEOUT).await?;
                self.conn.control("SET LOCAL statement_timeout = 0", MIGRATION_TIMEOUT).await?;
                // As text, since the lock's type is one that SQLite has not: `void`.
                self.scalar::<String>("SELECT pg_advisory_xact_lock($1)::text", (LOCK,)).await?;
                Ok(())
            }
            Engine::Sqlite => {
                let start = Instant::now();
                loop {
                    let begun = self.conn.control("BEGIN IMMEDIATE", MIGRATION_TIMEOUT).await;
                    let busy = matches!(&begun, Err(error) if error.source_as::<DbError>()
                        .is_some_and(|cause| cause.kind == DbErrorKind::Serialization));
                    if !busy || start.elapsed() > MIGRATION_TIMEOUT {
                        return begun;
                    }
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
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
        let query = Query::new(self.engine, sql, &args)?;
        let row = self.conn.first(query, MIGRATION_TIMEOUT).await?;
        row.map(|row| row.get(0)).transpose()
    }
}

fn unchanged(planned: &Planned<'_>, checksum: &str) -> Result<()> {
    if planned.checksum == checksum {
        return Ok(());
    }
    Err(Error::internal(format!(
        "migration `{}` was changed after it was applied; take the change back and write a new one",
        planned.id()
    )))
}
