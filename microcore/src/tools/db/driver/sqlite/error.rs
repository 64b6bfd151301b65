//! Maps errors of SQLite to `DbErrorKind`.

use crate::tools::db::error::{DbError, DbErrorKind, transport};

#[cold]
pub(super) fn read(error: &sqlx::Error) -> DbError {
    let sqlx::Error::Database(reported) = error else {
        return transport(error);
    };
    let message = reported.message();
    let code = reported.code().and_then(|code| code.parse::<i32>().ok()).unwrap_or(0);
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
