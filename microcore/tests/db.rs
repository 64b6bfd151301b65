//! `Db` on real engines: a SQLite file and a PostgreSQL server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use microcore::conformance;
use microcore::tools::db::{Db, DbSettings};
use microcore_test_support::Postgres;

async fn sqlite() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("sub/test.db").display());
    (Db::open(DbSettings::new(url), &[]).await.unwrap(), folder)
}

async fn postgres() -> Option<Db> {
    let url = Postgres::shared().await?.database().await;
    Some(Db::open(DbSettings::new(url), &[]).await.unwrap())
}

#[tokio::test]
async fn sqlite_keeps_the_contract() {
    let (db, _folder) = sqlite().await;
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test]
async fn sqlite_in_memory_keeps_the_contract() {
    let db = Db::open(DbSettings::new("sqlite::memory:"), &[]).await.unwrap();
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test]
async fn postgres_keeps_the_contract() {
    let Some(db) = postgres().await else { return };
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}
