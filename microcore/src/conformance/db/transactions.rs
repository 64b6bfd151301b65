//! Atomicity and isolation.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::try_join_all;

use super::super::report::{Failure, Report, ensure, ensure_eq};
use crate::tools::db::{Db, DbError, DbErrorKind};
use microcore_core::error::Result;

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("a committed change is kept", commit(db)).await;
    report.case("a change that was rolled back is not kept", rollback(db)).await;
    report.case("a dropped transaction is rolled back", dropped(db)).await;
    report.case("a transaction sees its own changes", own_changes(db)).await;
    report.case("after a failed statement only a rollback is left", failed(db)).await;
    report.case("a commit that fails is an error and is rolled back", failing_commit(db)).await;
    report.case("hooks run after a commit and only then", hooks(db)).await;
    report.case("no update is lost among many transactions", no_lost_update(db)).await;
    report.case("an abandoned statement does not commit by itself", abandoned(db)).await;
}

async fn clear(db: &Db) -> Result<()> {
    db.execute("DELETE FROM conformance_counters", ()).await.map(drop)
}

async fn count(db: &Db) -> Result<i64> {
    db.fetch_scalar("SELECT count(*) FROM conformance_counters", ()).await
}

const ADD: &str = "INSERT INTO conformance_counters (name, count) VALUES ($1, $2)";

async fn commit(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let mut tx = db.begin().await?;
    tx.execute(ADD, ("a", 1)).await?;
    tx.execute(ADD, ("b", 1)).await?;
    tx.commit().await?;
    ensure_eq!(count(db).await?, 2);
    Ok(())
}

async fn rollback(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let mut tx = db.begin().await?;
    tx.execute(ADD, ("a", 1)).await?;
    tx.rollback().await?;
    ensure_eq!(count(db).await?, 0);
    Ok(())
}

async fn dropped(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    for _ in 0..20 {
        let mut tx = db.begin().await?;
        tx.execute(ADD, ("a", 1)).await?;
        drop(tx);
    }
    // The next one commits: none of the others is left open.
    let mut tx = db.begin().await?;
    tx.execute(ADD, ("b", 1)).await?;
    tx.commit().await?;
    ensure_eq!(count(db).await?, 1);
    Ok(())
}

async fn own_changes(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let mut tx = db.begin().await?;
    tx.execute(ADD, ("a", 41)).await?;
    let sql = "UPDATE conformance_counters SET count = count + 1 RETURNING count";
    ensure_eq!(tx.fetch_scalar::<i64>(sql, ()).await?, 42);
    let sql = "SELECT name, count FROM conformance_counters";
    ensure_eq!(tx.fetch_all::<(String, i64)>(sql, ()).await?, [("a".to_owned(), 42)]);
    ensure_eq!(tx.fetch_one::<(String, i64)>(sql, ()).await?.1, 42);
    let sql = "SELECT count FROM conformance_counters WHERE name = $1";
    ensure_eq!(tx.fetch_optional::<(i64,)>(sql, ("b",)).await?, None);
    // No row is no failure of the transaction.
    ensure!(tx.fetch_scalar::<i64>(sql, ("b",)).await.is_err(), "found a missing row");
    tx.commit().await?;
    ensure_eq!(count(db).await?, 1);
    Ok(())
}

async fn failed(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let mut tx = db.begin().await?;
    tx.execute(ADD, ("a", 1)).await?;
    ensure!(tx.execute(ADD, ("a", 1)).await.is_err(), "a duplicate key was inserted");
    ensure!(tx.execute(ADD, ("b", 1)).await.is_err(), "a failed transaction went on");
    ensure!(tx.commit().await.is_err(), "a failed transaction was committed");
    let mut tx = db.begin().await?;
    ensure!(tx.execute("SELECT nonsense", ()).await.is_err(), "an unknown column was found");
    tx.rollback().await?;
    ensure_eq!(count(db).await?, 0);
    Ok(())
}

async fn failing_commit(db: &Db) -> Result<(), Failure> {
    let user: i64 = db
        .fetch_scalar(
            "INSERT INTO conformance_users (email) VALUES ('late@example.org') RETURNING id",
            (),
        )
        .await?;
    let sql = "INSERT INTO conformance_posts (user_id, late_id) VALUES ($1, $2)";
    let mut tx = db.begin().await?;
    // Checked when it commits.
    tx.execute(sql, (user, -1)).await?;
    let kind = match tx.commit().await {
        Ok(()) => return Err(Failure("the commit succeeded".to_owned())),
        Err(error) => error.source_as::<DbError>().map(|cause| cause.kind),
    };
    ensure_eq!(kind, Some(DbErrorKind::ForeignKeyViolation));
    let sql = "SELECT count(*) FROM conformance_posts WHERE user_id = $1";
    ensure_eq!(db.fetch_scalar::<i64>(sql, (user,)).await?, 0);
    commit(db).await
}

async fn hooks(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let runs = Arc::new(AtomicUsize::new(0));
    let hook = || {
        let runs = runs.clone();
        move || {
            runs.fetch_add(1, Ordering::SeqCst);
        }
    };
    let mut tx = db.begin().await?;
    tx.on_commit(hook());
    tx.rollback().await?;
    let mut tx = db.begin().await?;
    tx.on_commit(hook());
    drop(tx);
    ensure_eq!(runs.load(Ordering::SeqCst), 0);
    let mut tx = db.begin().await?;
    tx.on_commit(hook());
    tx.on_commit(hook());
    tx.execute(ADD, ("a", 1)).await?;
    ensure_eq!(runs.load(Ordering::SeqCst), 0);
    tx.commit().await?;
    ensure_eq!(runs.load(Ordering::SeqCst), 2);
    Ok(())
}

async fn no_lost_update(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    db.execute(ADD, ("shared", 0)).await?;
    let one = || async {
        let mut tx = db.begin().await?;
        let sql = "UPDATE conformance_counters SET count = count + 1 WHERE name = 'shared'";
        tx.execute(sql, ()).await?;
        tx.commit().await
    };
    try_join_all((0..40).map(|_| one())).await?;
    let sql = "SELECT count FROM conformance_counters WHERE name = 'shared'";
    ensure_eq!(db.fetch_scalar::<i64>(sql, ()).await?, 40);
    Ok(())
}

/// Takes long enough to be cancelled while it runs.
const ADD_MANY: &str = "INSERT INTO conformance_counters (name, count)
    WITH RECURSIVE numbers (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < $1
    ) SELECT CAST(n AS TEXT), n FROM numbers";

async fn abandoned(db: &Db) -> Result<(), Failure> {
    clear(db).await?;
    let mut tx = db.begin().await?;
    {
        let statement = tx.execute(ADD_MANY, (50_000,));
        // Polled once and dropped, as by a client that disconnected.
        let mut statement = std::pin::pin!(statement);
        let first = futures_util::poll!(&mut statement);
        ensure!(first.is_pending(), "the statement was done at once");
    }
    let sql = "SELECT count(*) FROM conformance_counters";
    let later = tx.fetch_scalar::<i64>(sql, ()).await;
    ensure!(later.is_err(), "the transaction went on with {later:?}");
    ensure!(tx.commit().await.is_err(), "it was committed");
    ensure_eq!(count(db).await?, 0);
    Ok(())
}
