//! Ticks in `Db`, shared by all replicas.

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt};

use super::Ticks;
use crate::tools::db::Db;
use microcore_core::error::Result;
use microcore_core::meta::Migration;

/// The table of ticks; it runs with the migrations of the application.
pub const MIGRATIONS: &[Migration] =
    &[Migration::new("microcore", "001_schedule", include_str!("migrations/001_schedule.sql"))];

/// Remembers ticks in the table `microcore_ticks`: of the replicas that share the
/// database, exactly one takes each tick.
pub struct DbTicks {
    db: Db,
}

impl std::fmt::Debug for DbTicks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DbTicks").finish_non_exhaustive()
    }
}

impl DbTicks {
    /// Ticks in that database.
    pub fn new(db: Db) -> Self {
        Self { db }
    }
}

/// One row a job, moved forward: the engine lets one of several replicas move it,
/// and a replica that comes late cannot move it back.
const CLAIM: &str = "INSERT INTO microcore_ticks (job, due) VALUES ($1, $2) \
                     ON CONFLICT (job) DO UPDATE SET due = excluded.due \
                     WHERE microcore_ticks.due < excluded.due";

impl Ticks for DbTicks {
    fn claim<'a>(&'a self, job: &'a str, due: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        async move { Ok(self.db.execute(CLAIM, (job, due.timestamp_millis())).await? == 1) }.boxed()
    }

    fn last<'a>(&'a self, job: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>> {
        async move {
            let sql = "SELECT due FROM microcore_ticks WHERE job = $1";
            let found: Option<(i64,)> = self.db.fetch_optional(sql, (job,)).await?;
            Ok(found.and_then(|(due,)| DateTime::from_timestamp_millis(due)))
        }
        .boxed()
    }
}
