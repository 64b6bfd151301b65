//! The two engines behind one face: connections, statements and rows as enums,
//! so that a statement is bound and a cell is read without going through an
//! intermediate form.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{BoxStream, Stream, StreamExt};
use sqlx::{AssertSqlSafe, Either, Executor};
#[cfg(feature = "postgres")]
use sqlx::{PgConnection, postgres::PgArguments, postgres::PgQueryResult, postgres::PgRow};
#[cfg(feature = "sqlite")]
use sqlx::{
    SqliteConnection, sqlite::SqliteArguments, sqlite::SqliteQueryResult, sqlite::SqliteRow,
};

use super::Engine;
use super::error::{DbError, DbErrorKind, failure};
use super::params::Params;
use super::pool::PooledConnection;
#[cfg(feature = "postgres")]
use super::postgres;
use super::row::Row;
use super::scan::scan;
#[cfg(feature = "sqlite")]
use super::sqlite;
use super::value::{Type, ValueRef};
use microcore_core::error::{Error, Kind, Result};
use tokio::time::timeout;

/// A statement with its arguments, ready for its engine.
pub(super) struct Query {
    sql: String,
    args: Args,
    pub(super) reads: bool,
}

enum Args {
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteArguments),
    #[cfg(feature = "postgres")]
    Postgres(PgArguments),
}

impl Query {
    pub(super) fn new(engine: Engine, sql: &str, params: &impl Params) -> Result<Self> {
        let count = params.count();
        Self::bind(engine, sql, count, &mut |bind| params.each(bind))
    }

    #[allow(clippy::type_complexity)] // a callback that takes a callback
    fn bind(
        engine: Engine,
        sql: &str,
        count: usize,
        each: &mut dyn FnMut(&mut dyn FnMut(Option<Type>, ValueRef<'_>)),
    ) -> Result<Self> {
        let scan = scan(sql, engine)?;
        if scan.placeholders != count {
            return Err(Error::internal(format!(
                "the statement has {} placeholders and was given {count} arguments",
                scan.placeholders
            )));
        }
        let (sql, args) = match engine {
            #[cfg(feature = "sqlite")]
            Engine::Sqlite => (sql.to_owned(), Args::Sqlite(sqlite::bind(each)?)),
            #[cfg(feature = "postgres")]
            Engine::Postgres => {
                let (sql, args) = postgres::bind(sql, each)?;
                (sql, Args::Postgres(args))
            }
            #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
            other => return Err(Error::internal(format!("{other} is not compiled in"))),
        };
        Ok(Self { sql, args, reads: scan.reads })
    }
}

/// A row as its engine gave it.
pub(super) enum EngineRow {
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteRow),
    #[cfg(feature = "postgres")]
    Postgres(PgRow),
}

macro_rules! each_engine {
    ($value:expr, $bound:ident => $body:expr) => {
        match $value {
            #[cfg(feature = "sqlite")]
            Self::Sqlite($bound) => $body,
            #[cfg(feature = "postgres")]
            Self::Postgres($bound) => $body,
        }
    };
}

impl EngineRow {
    pub(super) fn len(&self) -> usize {
        each_engine!(self, row => sqlx::Row::len(row))
    }

    pub(super) fn name(&self, index: usize) -> Option<&str> {
        each_engine!(self, row => sqlx::Row::columns(row).get(index).map(sqlx::Column::name))
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        each_engine!(self, row => sqlx::ColumnIndex::index(&name, row).ok())
    }

    pub(super) fn cell(&self, index: usize) -> Result<ValueRef<'_>, String> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(row) => sqlite::cell(row, index),
            #[cfg(feature = "postgres")]
            Self::Postgres(row) => postgres::cell(row, index),
        }
    }
}

/// One thing a running statement says.
pub(super) enum Step {
    Row(Row),
    /// It is done and changed so many rows.
    Done(u64),
}

/// A running statement.
pub(super) enum ResultStream<'a> {
    #[cfg(feature = "sqlite")]
    Sqlite(BoxStream<'a, Result<Either<SqliteQueryResult, SqliteRow>, sqlx::Error>>),
    #[cfg(feature = "postgres")]
    Postgres(BoxStream<'a, Result<Either<PgQueryResult, PgRow>, sqlx::Error>>),
}

impl Stream for ResultStream<'_> {
    type Item = Result<Step>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.get_mut() {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(stream) => stream.poll_next_unpin(cx).map(|step| {
                step.map(|step| match step {
                    Ok(Either::Right(row)) => Ok(Step::Row(Row(EngineRow::Sqlite(row)))),
                    Ok(Either::Left(done)) => Ok(Step::Done(done.rows_affected())),
                    Err(error) => Err(failure(sqlite::error(&error))),
                })
            }),
            #[cfg(feature = "postgres")]
            Self::Postgres(stream) => stream.poll_next_unpin(cx).map(|step| {
                step.map(|step| match step {
                    Ok(Either::Right(row)) => Ok(Step::Row(Row(EngineRow::Postgres(row)))),
                    Ok(Either::Left(done)) => Ok(Step::Done(done.rows_affected())),
                    Err(error) => Err(failure(postgres::error(&error))),
                })
            }),
        }
    }
}

/// A connection on loan. It goes back to its pool when it is dropped.
pub(super) enum Conn {
    #[cfg(feature = "sqlite")]
    Sqlite(PooledConnection<SqliteConnection>),
    #[cfg(feature = "postgres")]
    Postgres(PooledConnection<PgConnection>),
}

impl Conn {
    /// Starts a statement. Until [`settle`](Self::settle) the connection counts
    /// as busy.
    pub(super) fn start(&mut self, query: Query) -> Result<ResultStream<'_>> {
        let sql = AssertSqlSafe(query.sql);
        match (self, query.args) {
            #[cfg(feature = "sqlite")]
            (Self::Sqlite(lease), Args::Sqlite(args)) => {
                let query = sqlx::query_with(sql, args);
                Ok(ResultStream::Sqlite(lease.start().ok_or_else(lost)?.fetch_many(query)))
            }
            #[cfg(feature = "postgres")]
            (Self::Postgres(lease), Args::Postgres(args)) => {
                let query = sqlx::query_with(sql, args);
                Ok(ResultStream::Postgres(lease.start().ok_or_else(lost)?.fetch_many(query)))
            }
            #[cfg(all(feature = "sqlite", feature = "postgres"))]
            _ => Err(mixed_up()),
        }
    }

    /// Runs a statement to its end, so that what fails last (a deferred rule)
    /// is not missed; returns how many rows it changed.
    pub(super) async fn run(
        &mut self,
        query: Query,
        limit: Duration,
        each: &mut (dyn FnMut(Row) + Send),
    ) -> Result<u64> {
        let drained = timeout(limit, async {
            let mut steps = self.start(query)?;
            let mut changed = None;
            while let Some(step) = steps.next().await {
                match step? {
                    Step::Row(row) => each(row),
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
        #[cfg(feature = "sqlite")]
        if query.reads && matches!(self, Self::Sqlite(_)) {
            // SQLite makes rows as they are asked for, so the rest is left out.
            // (Not by sqlx's `fetch_optional`: to that a connection that crashes
            // in the middle looks like no row.)
            let peeked = timeout(limit, async {
                match self.start(query)?.next().await {
                    Some(Ok(Step::Row(row))) => Ok(Some(row)),
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
        let controlled = timeout(limit, async {
            match self {
                #[cfg(feature = "sqlite")]
                Self::Sqlite(lease) => sqlite::control(lease.start().ok_or_else(lost)?, sql)
                    .await
                    .map_err(|error| failure(sqlite::error(&error))),
                #[cfg(feature = "postgres")]
                Self::Postgres(lease) => postgres::control(lease.start().ok_or_else(lost)?, sql)
                    .await
                    .map_err(|error| failure(postgres::error(&error))),
            }
        });
        let result = controlled.await.map_err(|_elapsed| too_slow(limit))?;
        self.settle(result)
    }

    /// Runs several statements in one text, without arguments and for as long
    /// as they take: a migration.
    pub(super) async fn script(&mut self, sql: &str) -> Result<()> {
        let script = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
        let result = match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => {
                let done = lease.start().ok_or_else(lost)?.execute(script).await;
                done.map(drop).map_err(|error| failure(sqlite::error(&error)))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(lease) => {
                let done = lease.start().ok_or_else(lost)?.execute(script).await;
                done.map(drop).map_err(|error| failure(postgres::error(&error)))
            }
        };
        self.settle(result)
    }

    /// Notes that a statement has ended, and whether it took the connection along.
    pub(super) fn settle<T>(&mut self, result: Result<T>) -> Result<T> {
        let broke = match &result {
            Err(error) => error.kind() == Kind::Unavailable || is_stale(error),
            Ok(_) => false,
        };
        each_engine!(self, lease => lease.end(broke));
        result
    }

    /// Whether a statement was left in the middle.
    pub(super) fn is_busy(&self) -> bool {
        each_engine!(self, lease => lease.is_busy())
    }

    /// Rolls back in the background and then gives the connection back.
    pub(super) fn roll_back_later(self) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(lease) => lease.clean_up(|mut connection| async move {
                sqlite::control(&mut connection, "ROLLBACK").await.ok().map(|()| connection)
            }),
            #[cfg(feature = "postgres")]
            Self::Postgres(lease) => lease.clean_up(|mut connection| async move {
                postgres::control(&mut connection, "ROLLBACK").await.ok().map(|()| connection)
            }),
        }
    }
}

/// What was prepared is of no use since a table has changed; only another
/// connection prepares it anew.
#[cold]
fn is_stale(error: &Error) -> bool {
    let code = error.source_as::<DbError>().and_then(|cause| cause.code.as_deref());
    matches!(code, Some("0A000" | "26000" | CRASHED))
}

const CRASHED: &str = "crashed";

/// A statement always says how it ended. One that did not took its connection's
/// thread along, as a `SELECT *` of SQLite does whose table has got a new column.
#[cold]
pub(super) fn crashed() -> Error {
    let mut error = DbError::new(DbErrorKind::Other, "the connection ended in the middle");
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

#[cfg(all(feature = "sqlite", feature = "postgres"))]
#[cold]
fn mixed_up() -> Error {
    Error::internal("a statement of one engine met a connection of the other")
}
