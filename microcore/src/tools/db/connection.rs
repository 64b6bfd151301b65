//! Statements on a connection that was acquired.

use std::time::Duration;

use futures_util::StreamExt;
use tokio::time::timeout;

use super::driver::{ResultStream, Step};
use super::error::{DbError, DbErrorKind, failure};
use super::pool::PooledConnection;
use super::query::Query;
use super::row::Row;
use microcore_core::error::{Error, Kind, Result};

impl PooledConnection {
    /// Starts a statement. Until [`settle`](Self::settle) the connection counts
    /// as busy.
    pub(super) fn start(&mut self, query: Query) -> Result<ResultStream<'_>> {
        self.begin().ok_or_else(lost)?.start(query.sql, query.arguments)
    }

    /// Runs a statement to completion, so that a late error (a deferred constraint)
    /// is not missed; returns how many rows it changed.
    pub(super) async fn run(
        &mut self,
        query: Query,
        limit: Duration,
        each: &mut (dyn FnMut(Row) + Send),
    ) -> Result<u64> {
        let drained = timeout(limit, async {
            let mut results = self.start(query)?;
            let mut changed = None;
            while let Some(step) = results.next().await {
                match step? {
                    Step::Row(row) => each(Row(row)),
                    Step::Done(rows) => changed = Some(changed.unwrap_or(0) + rows),
                }
            }
            changed.ok_or_else(crashed)
        });
        let result = drained.await.map_err(|_elapsed| too_slow(limit))?;
        self.settle(result)
    }

    /// The first row.
    pub(super) async fn first(&mut self, query: Query, limit: Duration) -> Result<Option<Row>> {
        if query.reads && self.driver().dialect().has_lazy_rows {
            // The rest is left out.
            // (Not by sqlx's `fetch_optional`: to that a connection that crashes
            // in the middle looks like no row.)
            let peeked = timeout(limit, async {
                match self.start(query)?.next().await {
                    Some(Ok(Step::Row(row))) => Ok(Some(Row(row))),
                    Some(Ok(Step::Done(_))) => Ok(None),
                    Some(Err(error)) => Err(error),
                    None => Err(crashed()),
                }
            });
            let result = peeked.await.map_err(|_elapsed| too_slow(limit))?;
            return self.settle(result);
        }
        let mut first = None;
        self.run(query, limit, &mut |row| {
            first.get_or_insert(row);
        })
        .await?;
        Ok(first)
    }

    /// Runs a statement of the framework itself, such as `BEGIN`.
    pub(super) async fn control(&mut self, sql: &'static str, limit: Duration) -> Result<()> {
        let controlled =
            timeout(limit, async { self.begin().ok_or_else(lost)?.control(sql).await });
        let result = controlled.await.map_err(|_elapsed| too_slow(limit))?;
        self.settle(result)
    }

    /// Runs several statements in one text, without arguments and for as long
    /// as they take: a migration.
    pub(super) async fn script(&mut self, sql: &str) -> Result<()> {
        let result = match self.begin() {
            Some(connection) => connection.script(sql.to_owned()).await,
            None => Err(lost()),
        };
        self.settle(result)
    }

    /// Notes that a statement has ended, and whether it took the connection along.
    pub(super) fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
        let broke = match &result {
            Err(error) => error.kind() == Kind::Unavailable || self.is_stale(error),
            Ok(_) => false,
        };
        self.end(broke);
        result
    }

    /// What was prepared is of no use since a table has changed; only another
    /// connection prepares it anew.
    #[cold]
    fn is_stale(&self, error: &Error) -> bool {
        let code = error.source_as::<DbError>().and_then(|cause| cause.code.as_deref());
        code.is_some_and(|code| {
            code == CRASHED || self.driver().dialect().stale_codes.contains(&code)
        })
    }

    /// Rolls back in the background and then gives the connection back.
    pub(super) fn roll_back_later(self) {
        self.clean_up(|mut connection| async move {
            connection.control("ROLLBACK").await.ok().map(|()| connection)
        });
    }
}

const CRASHED: &str = "crashed";

/// A statement always says how it ended. One that did not took its connection's
/// thread along, as a `SELECT *` of SQLite does whose table has got a new column.
#[cold]
pub(super) fn crashed() -> Error {
    let mut error = DbError::new(DbErrorKind::Other, "the connection was closed unexpectedly");
    error.code = Some(CRASHED.to_owned());
    failure(error)
}

#[cold]
fn too_slow(limit: Duration) -> Error {
    let message = format!("no answer within {limit:?}");
    failure(DbError::new(DbErrorKind::Timeout, message))
}

#[cold]
fn lost() -> Error {
    failure(DbError::new(DbErrorKind::Unavailable, "the connection was lost"))
}
