//! The SQLite driver: opening a database, binding arguments, decoding columns.

mod catalog;
mod error;
mod translate;

use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteQueryResult, SqliteRow,
    SqliteSynchronous,
};
use sqlx::{
    Arguments, ConnectOptions, Decode, Executor, Row, Sqlite, SqliteConnection, TypeInfo,
    ValueRef as _,
};

use super::{Dialect, Driver, EachArgument, PoolOptions, Pools};
use crate::tools::db::config::DbConfig;
use crate::tools::db::error::DbError;
use crate::tools::db::from_value::write_time;
use crate::tools::db::value::ValueRef;
use microcore_core::error::{Error, Result};
use microcore_syntax::sql::Dialect as Syntax;

impl Driver for Sqlite {
    const DIALECT: Dialect = Dialect {
        name: "SQLite",
        syntax: Syntax::Sqlite,
        // A transaction that reads first and writes later would be refused if another
        // transaction has written in between.
        begin: "BEGIN IMMEDIATE",
        begin_migration: &["BEGIN IMMEDIATE"],
        translate: |sql| translate::translate(sql).map(Cow::Owned),
        has_history: "SELECT EXISTS (SELECT 1 FROM sqlite_schema \
                      WHERE name = 'microcore_migrations')",
        // There is one writer.
        skip_locked: "",
        catalog: catalog::CATALOG,
        timeout_grace: Duration::ZERO,
        has_lazy_rows: true,
        stale_codes: &[],
    };

    /// SQLite has one writer at a time, so there is one connection that writes, and waiting
    /// for it is fair. Without readers (in memory, where each connection would be a
    /// database of its own) it does everything.
    fn pools(config: &DbConfig) -> Option<Pools<SqliteConnectOptions>> {
        let connect = options(&config.url, config.connect_timeout())?;
        let in_memory = in_memory(&config.url);
        let size = config.max_connections as usize;
        let readers = (!in_memory && size > 1).then(|| PoolOptions {
            // Holds a statement that was taken for a reading one to it.
            connect: connect.clone().pragma("query_only", "ON"),
            size: size - 1,
            keep: false,
        });
        Some(Pools { writer: PoolOptions { connect, size: 1, keep: in_memory }, readers })
    }

    /// Makes the folder of the file.
    fn prepare(options: &SqliteConnectOptions) -> std::io::Result<()> {
        match options.get_filename().parent() {
            Some(folder) if folder != Path::new("") => std::fs::create_dir_all(folder),
            _ => Ok(()),
        }
    }

    async fn cancel_when(
        connection: &mut SqliteConnection,
        is_cancelled: impl Fn() -> bool + Send + 'static,
    ) -> Result<(), sqlx::Error> {
        // Asked every so many of SQLite's instructions, some ten thousand times a second.
        connection.lock_handle().await?.set_progress_handler(10_000, move || !is_cancelled());
        Ok(())
    }

    fn bind(sql: &str, each: EachArgument<'_>) -> Result<(String, SqliteArguments)> {
        let mut args = SqliteArguments::default();
        let mut problem = None;
        each(&mut |_type, value| {
            let added = match value {
                ValueRef::Null => args.add(None::<i64>),
                ValueRef::Bool(value) => args.add(value),
                ValueRef::Int(value) => args.add(value),
                ValueRef::Float(value) => args.add(value),
                ValueRef::Text(text) | ValueRef::Json(text) => args.add(text.into_owned()),
                ValueRef::Bytes(bytes) => args.add(bytes.into_owned()),
                ValueRef::Time(time) => args.add(write_time(time)),
                ValueRef::Date(date) => args.add(date.to_string()),
                ValueRef::Uuid(uuid) => args.add(uuid.to_string()),
            };
            if let Err(error) = added {
                problem = Some(error);
            }
        });
        match problem {
            None => Ok((sql.to_owned(), args)),
            Some(error) => Err(Error::internal("an argument cannot be bound").with_source(error)),
        }
    }

    async fn control(
        connection: &mut SqliteConnection,
        sql: &'static str,
    ) -> Result<(), sqlx::Error> {
        // As a prepared statement, so that it is kept.
        connection.execute(sqlx::query(sql)).await.map(drop)
    }

    fn rows_affected(done: &SqliteQueryResult) -> u64 {
        done.rows_affected()
    }

    fn cell(row: &SqliteRow, index: usize) -> Result<ValueRef<'_>, String> {
        let raw = row.try_get_raw(index).map_err(|error| error.to_string())?;
        if raw.is_null() {
            return Ok(ValueRef::Null);
        }
        let storage = match raw.type_info().name() {
            "INTEGER" => 'i',
            "REAL" => 'r',
            "TEXT" => 't',
            _ => 'b',
        };
        let value = match storage {
            'i' => <i64 as Decode<'_, Sqlite>>::decode(raw).map(ValueRef::Int),
            'r' => <f64 as Decode<'_, Sqlite>>::decode(raw).map(ValueRef::Float),
            't' => <&str as Decode<'_, Sqlite>>::decode(raw)
                .map(|text| ValueRef::Text(Cow::Borrowed(text))),
            _ => <&[u8] as Decode<'_, Sqlite>>::decode(raw)
                .map(|bytes| ValueRef::Bytes(Cow::Borrowed(bytes))),
        };
        value.map_err(|error| error.to_string())
    }

    #[cold]
    fn error(error: &sqlx::Error) -> DbError {
        error::read(error)
    }
}

/// How every connection is opened; none if the URL cannot be read.
///
/// `synchronous = NORMAL`: in WAL mode the file cannot be corrupted by it and a
/// killed process loses nothing; only a power cut may take back the last
/// commits. `FULL` would cost one flush to the disk a transaction.
fn options(url: &str, busy_timeout: Duration) -> Option<SqliteConnectOptions> {
    let options = SqliteConnectOptions::from_str(url).ok()?;
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .foreign_keys(true)
        .busy_timeout(busy_timeout)
        .statement_cache_capacity(512)
        .disable_statement_logging();
    Some(options)
}

/// Whether the database was lost with its only connection.
fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}
