//! Streams of rows.

use futures_util::TryStreamExt;

use super::super::report::{Failure, Report, ensure, ensure_eq};
use crate::tools::db::Db;

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("a stream returns every row in order", in_order(db)).await;
    report.case("a stream can be dropped before its end", dropped_early(db)).await;
    report.case("a stream ends with the error that stopped it", failing(db)).await;
    report.case("a transaction streams what it has not committed", in_transaction(db)).await;
}

const NUMBERS: &str = "WITH RECURSIVE numbers (n) AS (
        SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000
    ) SELECT n FROM numbers ORDER BY n";

async fn in_order(db: &Db) -> Result<(), Failure> {
    let mut rows = db.fetch(NUMBERS, ());
    let mut expected = 1;
    while let Some(row) = rows.try_next().await? {
        ensure_eq!(row.get::<i64>("n")?, expected);
        expected += 1;
    }
    ensure_eq!(expected, 5001);
    ensure!(rows.try_next().await?.is_none(), "a row after the last");
    Ok(())
}

async fn dropped_early(db: &Db) -> Result<(), Failure> {
    for _ in 0..30 {
        let mut rows = db.fetch(NUMBERS, ());
        let first = rows.try_next().await?;
        ensure!(first.is_some(), "no first row");
    }
    ensure_eq!(db.fetch_scalar::<i64>("SELECT $1", (5,)).await?, 5);
    Ok(())
}

async fn failing(db: &Db) -> Result<(), Failure> {
    let mut rows = db.fetch("SELECT * FROM conformance_nothing", ());
    ensure!(rows.try_next().await.is_err(), "rows of nothing");
    ensure!(rows.try_next().await?.is_none(), "a row after the error");
    let mut rows = db.fetch("SELECT $1", ());
    ensure!(rows.try_next().await.is_err(), "an argument was missing");
    Ok(())
}

async fn in_transaction(db: &Db) -> Result<(), Failure> {
    let mut tx = db.begin().await?;
    tx.execute("DELETE FROM conformance_counters", ()).await?;
    let sql = "INSERT INTO conformance_counters (name, count) VALUES ('x', 1), ('y', 2)";
    tx.execute(sql, ()).await?;
    let sql = "SELECT count FROM conformance_counters ORDER BY count";
    let rows: Vec<_> = tx.fetch(sql, ()).try_collect().await?;
    ensure_eq!(rows.len(), 2);
    // Read to its end, the transaction goes on.
    tx.execute("DELETE FROM conformance_counters WHERE name = 'x'", ()).await?;
    tx.commit().await?;
    let left: i64 = db.fetch_scalar("SELECT count(*) FROM conformance_counters", ()).await?;
    ensure_eq!(left, 1);
    Ok(())
}
