//! Maps errors of PostgreSQL (SQLSTATE) to `DbErrorKind`.

use sqlx::postgres::PgDatabaseError;

use crate::tools::db::error::{DbError, DbErrorKind, transport};

#[cold]
pub(super) fn read(error: &sqlx::Error) -> DbError {
    let reported = match error {
        sqlx::Error::Database(reported) => reported.try_downcast_ref::<PgDatabaseError>(),
        _ => None,
    };
    let Some(reported) = reported else {
        return transport(error);
    };
    let kind = kind(reported.code());
    let columns = match (kind, reported.column()) {
        (DbErrorKind::UniqueViolation | DbErrorKind::ForeignKeyViolation, _) => {
            reported.detail().map(key_columns).unwrap_or_default()
        }
        (DbErrorKind::NotNullViolation, Some(column)) => vec![column.to_owned()],
        _ => Vec::new(),
    };
    DbError {
        kind,
        table: reported.table().map(str::to_owned),
        columns,
        code: Some(reported.code().to_owned()),
        message: reported.message().to_owned(),
    }
}

/// The class of an SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn kind(code: &str) -> DbErrorKind {
    match code {
        "23505" => DbErrorKind::UniqueViolation,
        "23503" => DbErrorKind::ForeignKeyViolation,
        "23502" => DbErrorKind::NotNullViolation,
        "23514" => DbErrorKind::CheckViolation,
        "40001" | "40P01" | "55P03" => DbErrorKind::Serialization,
        "57014" | "25P03" | "25P04" => DbErrorKind::Timeout,
        _ if ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) => {
            DbErrorKind::Unavailable
        }
        _ => DbErrorKind::Other,
    }
}

/// The columns of `Key (team, email)=(1, a@b.example) already exists.`
fn key_columns(detail: &str) -> Vec<String> {
    let columns = detail.strip_prefix("Key (").and_then(|rest| rest.split_once(")=("));
    columns.map_or_else(Vec::new, |(columns, _)| {
        columns.split(", ").map(|column| column.trim_matches('"').to_owned()).collect()
    })
}
