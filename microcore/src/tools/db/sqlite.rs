//! SQLite: how it is opened, what is bound, what a cell holds, what an error means.

use std::borrow::Cow;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous,
};
use sqlx::{
    Arguments, ConnectOptions, Decode, Executor, Row, Sqlite, SqliteConnection, TypeInfo,
    ValueRef as _,
};

use super::error::{DbError, DbErrorKind};
use super::from_value::write_time;
use super::pool::{CancelFlag, Pooled};
use super::value::{Type, ValueRef};
use microcore_core::error::{Error, Result};

/// How every connection is opened; none if the URL cannot be read.
///
/// `synchronous = NORMAL`: in WAL mode the file cannot be corrupted by it and a
/// killed process loses nothing; only a power cut may take back the last
/// commits. `FULL` would cost one flush to the disk a transaction.
pub(super) fn options(url: &str, busy_timeout: Duration) -> Option<SqliteConnectOptions> {
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

/// Whether the database is gone with its only connection.
pub(super) fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// Makes the folder of the file.
pub(super) fn make_folder(options: &SqliteConnectOptions) -> std::io::Result<()> {
    match options.get_filename().parent() {
        Some(folder) if folder != Path::new("") => std::fs::create_dir_all(folder),
        _ => Ok(()),
    }
}

impl Pooled for SqliteConnection {
    async fn fit(&mut self, cancel: &CancelFlag) -> Result<(), sqlx::Error> {
        let cancel = cancel.clone();
        // Asked every so many of SQLite's instructions, some ten thousand times a second.
        self.lock_handle().await?.set_progress_handler(10_000, move || !cancel.is_set());
        Ok(())
    }
}

pub(super) async fn control(
    connection: &mut SqliteConnection,
    sql: &'static str,
) -> Result<(), sqlx::Error> {
    // As a prepared statement, so that it is kept.
    connection.execute(sqlx::query(sql)).await.map(drop)
}

#[allow(clippy::type_complexity)] // a callback that takes a callback
pub(super) fn bind(
    each: &mut dyn FnMut(&mut dyn FnMut(Option<Type>, ValueRef<'_>)),
) -> Result<SqliteArguments> {
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
        None => Ok(args),
        Some(error) => Err(Error::internal("an argument cannot be bound").with_source(error)),
    }
}

pub(super) fn cell(row: &SqliteRow, index: usize) -> Result<ValueRef<'_>, String> {
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
pub(super) fn error(error: &sqlx::Error) -> DbError {
    let sqlx::Error::Database(refused) = error else {
        return super::error::transport(error);
    };
    let message = refused.message();
    let code = refused.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
    let kind = kind(code);
    let (table, columns) = match kind {
        DbErrorKind::UniqueViolation | DbErrorKind::NotNullViolation => place(message),
        _ => (None, Vec::new()),
    };
    DbError { kind, table, columns, code: Some(code.to_string()), message: message.to_owned() }
}

/// The class of an extended result code (<https://www.sqlite.org/rescode.html>).
fn kind(code: i32) -> DbErrorKind {
    match code {
        2067 | 1555 | 2579 => DbErrorKind::UniqueViolation,
        787 | 1811 => DbErrorKind::ForeignKeyViolation,
        1299 => DbErrorKind::NotNullViolation,
        275 => DbErrorKind::CheckViolation,
        _ => match code & 0xff {
            // SQLITE_BUSY, SQLITE_LOCKED
            5 | 6 => DbErrorKind::Serialization,
            // SQLITE_IOERR, SQLITE_FULL, SQLITE_CANTOPEN
            10 | 13 | 14 => DbErrorKind::Unavailable,
            // SQLITE_INTERRUPT
            9 => DbErrorKind::Timeout,
            _ => DbErrorKind::Other,
        },
    }
}

/// Table and columns of `UNIQUE constraint failed: users.email, users.team`.
fn place(message: &str) -> (Option<String>, Vec<String>) {
    let Some((_, places)) = message.split_once("constraint failed: ") else {
        return (None, Vec::new());
    };
    let mut table = None;
    let mut columns = Vec::new();
    for place in places.split(", ") {
        if let Some((of, column)) = place.split_once('.') {
            table = Some(of.to_owned());
            columns.push(column.to_owned());
        }
    }
    (table, columns)
}
