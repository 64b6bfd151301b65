//! Errors have the same kinds on every engine.

use super::super::report::{Failure, Report, ensure, ensure_eq};
use crate::tools::db::{Db, DbError, DbErrorKind, DbResultExt};
use microcore_core::error::{Error, Kind, Result};

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("a unique violation names its table and columns", unique(db)).await;
    report.case("a not-null violation names its table and column", not_null(db)).await;
    report.case("a foreign key violation is distinguished from others", foreign_key(db)).await;
    report.case("a check violation is distinguished from others", check(db)).await;
    report.case("an unexpected violation is an opaque error", unexpected(db)).await;
    report.case("an expected violation becomes the handler's own error", expected(db)).await;
}

async fn user(db: &Db, email: &str) -> Result<i64> {
    db.fetch_scalar("INSERT INTO conformance_users (email) VALUES ($1) RETURNING id", (email,))
        .await
}

fn cause<T: std::fmt::Debug>(result: Result<T>) -> Result<DbError, Failure> {
    match result {
        Ok(value) => Err(Failure(format!("succeeded with {value:?}"))),
        Err(error) => match error.source_as::<DbError>() {
            Some(cause) => Ok(cause.clone()),
            None => Err(Failure(format!("no cause in {error:?}"))),
        },
    }
}

async fn unique(db: &Db) -> Result<(), Failure> {
    user(db, "unique@example.org").await?;
    let one = cause(user(db, "unique@example.org").await)?;
    ensure_eq!(one.kind, DbErrorKind::UniqueViolation);
    ensure_eq!(one.table.as_deref(), Some("conformance_users"));
    ensure_eq!(one.columns, ["email"]);
    ensure!(one.code.is_some(), "no code");
    ensure!(!one.to_string().contains("unique@example.org"), "the value is in {one}");

    let sql = "INSERT INTO conformance_users (email, team, badge) VALUES ($1, 'red', 1)";
    db.execute(sql, ("red1@example.org",)).await?;
    let two = cause(db.execute(sql, ("red2@example.org",)).await)?;
    ensure_eq!(two.columns, ["team", "badge"]);

    let sql = "INSERT INTO conformance_counters (name, count) VALUES ('key', 1)";
    db.execute(sql, ()).await?;
    let key = cause(db.execute(sql, ()).await)?;
    ensure_eq!(key.kind, DbErrorKind::UniqueViolation);
    ensure_eq!(key.columns, ["name"]);
    Ok(())
}

async fn not_null(db: &Db) -> Result<(), Failure> {
    let sql = "INSERT INTO conformance_users (email) VALUES ($1)";
    let found = cause(db.execute(sql, (None::<&str>,)).await)?;
    ensure_eq!(found.kind, DbErrorKind::NotNullViolation);
    ensure_eq!(found.table.as_deref(), Some("conformance_users"));
    ensure_eq!(found.columns, ["email"]);
    Ok(())
}

async fn foreign_key(db: &Db) -> Result<(), Failure> {
    let sql = "INSERT INTO conformance_posts (user_id) VALUES ($1)";
    ensure_eq!(cause(db.execute(sql, (-1,)).await)?.kind, DbErrorKind::ForeignKeyViolation);
    let id = user(db, "parent@example.org").await?;
    db.execute(sql, (id,)).await?;
    let deleted = db.execute("DELETE FROM conformance_users WHERE id = $1", (id,)).await;
    ensure_eq!(cause(deleted)?.kind, DbErrorKind::ForeignKeyViolation);
    Ok(())
}

async fn check(db: &Db) -> Result<(), Failure> {
    let sql = "INSERT INTO conformance_users (email, badge) VALUES ('check@example.org', $1)";
    ensure_eq!(cause(db.execute(sql, (0,)).await)?.kind, DbErrorKind::CheckViolation);
    Ok(())
}

async fn unexpected(db: &Db) -> Result<(), Failure> {
    user(db, "twice@example.org").await?;
    match user(db, "twice@example.org").await {
        Err(error) => ensure_eq!(error.kind(), Kind::Internal),
        Ok(id) => return Err(Failure(format!("succeeded with {id}"))),
    }
    Ok(())
}

async fn expected(db: &Db) -> Result<(), Failure> {
    user(db, "taken@example.org").await?;
    let again = user(db, "taken@example.org")
        .await
        .on_foreign_key_violation(|| Error::bad_request("not this one"))
        .on_unique_violation(|| Error::conflict("email already in use"));
    match again {
        Err(error) => {
            ensure_eq!((error.kind(), error.message()), (Kind::Conflict, "email already in use"));
        }
        Ok(id) => return Err(Failure(format!("succeeded with {id}"))),
    }
    let orphan = db
        .execute("INSERT INTO conformance_posts (user_id) VALUES (-1)", ())
        .await
        .on_foreign_key_violation(|| Error::not_found("no such user"));
    ensure!(matches!(&orphan, Err(error) if error.kind() == Kind::NotFound), "{orphan:?}");
    Ok(())
}
