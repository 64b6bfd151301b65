//! The contract of `Db`, on every engine.

use futures_util::TryStreamExt;
use microcore::tools::db::{Db, DbConfig, DbErrorKind, migrate};
use microcore::{Error, Kind, conformance};

use super::{ADD, COUNT, TABLE, cause, engines, postgres, sqlite};

#[tokio::test]
async fn sqlite_conforms() {
    let (db, _folder) = sqlite().await;
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test]
async fn sqlite_in_memory_conforms() {
    let db = Db::open(DbConfig::new("sqlite::memory:"), &[]).await.unwrap();
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test]
async fn postgres_conforms() {
    let Some(db) = postgres().await else { return };
    let report = conformance::db(&db).await;
    assert!(report.passed(), "{report}");
}

#[tokio::test]
async fn uncommitted_changes_are_not_visible_to_others() {
    let (engines, _folder) = engines().await;
    for config in engines {
        let db = Db::open(config, &[TABLE]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.execute(ADD, ("one",)).await.unwrap();
        // Readers go on while a transaction writes.
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 0);
        let rows: Vec<_> = db.fetch("SELECT * FROM notes", ()).try_collect().await.unwrap();
        assert!(rows.is_empty());
        tx.commit().await.unwrap();
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn sqlite_runs_in_wal_mode_with_foreign_keys() {
    let (db, _folder) = sqlite().await;
    let pragma = async |name: &str| {
        let mut rows = db.fetch(&format!("PRAGMA {name}"), ());
        rows.try_next().await.unwrap().unwrap()
    };
    assert_eq!(pragma("journal_mode").await.get::<String>(0).unwrap(), "wal");
    assert_eq!(pragma("foreign_keys").await.get::<i64>(0).unwrap(), 1);
    assert_eq!(pragma("synchronous").await.get::<i64>(0).unwrap(), 1);
}

#[tokio::test]
async fn committed_data_is_there_after_reopening() {
    let (engines, _folder) = engines().await;
    for config in engines {
        let db = Db::open(config.clone(), &[TABLE]).await.unwrap();
        // A rolled-back transaction must not keep what follows from the disk.
        drop(db.begin().await.unwrap());
        let mut tx = db.begin().await.unwrap();
        tx.execute(ADD, ("kept",)).await.unwrap();
        tx.commit().await.unwrap();
        db.execute(ADD, ("kept too",)).await.unwrap();
        let again = Db::open(config, &[TABLE]).await.unwrap();
        assert_eq!(again.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_write_that_looks_like_a_read_is_rejected_on_a_read_connection() {
    let (db, _folder) = sqlite().await;
    migrate::run(&db, &[TABLE]).await.unwrap();
    let hidden = "WITH new (text) AS (SELECT 'x') REPLACE INTO notes (text) SELECT text FROM new";
    let error = db.execute(hidden, ()).await.unwrap_err();
    assert!(error.chain().contains("readonly"), "{}", error.chain());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_sqlite_file_lose_no_update() {
    let folder = tempfile::tempdir().unwrap();
    let config = DbConfig::new(format!("sqlite://{}/a.db", folder.path().display()));
    let one = Db::open(config.clone(), &[TABLE]).await.unwrap();
    let two = Db::open(config, &[TABLE]).await.unwrap();
    one.execute(ADD, ("0",)).await.unwrap();
    let adder = |db: Db| async move {
        for _ in 0..30 {
            let mut tx = db.begin().await?;
            let text: String = tx.fetch_scalar("SELECT text FROM notes", ()).await?;
            let next = text.parse::<i64>()? + 1;
            tx.execute("UPDATE notes SET text = $1", (next.to_string(),)).await?;
            tx.commit().await?;
        }
        Ok::<_, Error>(())
    };
    let (a, b) = tokio::join!(tokio::spawn(adder(one.clone())), tokio::spawn(adder(two)));
    a.unwrap().unwrap();
    b.unwrap().unwrap();
    let text: String = one.fetch_scalar("SELECT text FROM notes", ()).await.unwrap();
    assert_eq!(text, "60");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_can_move_to_another_thread() {
    let (engines, _folder) = engines().await;
    for config in engines {
        let db = Db::open(config, &[TABLE]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.execute(ADD, ("here",)).await.unwrap();
        let elsewhere = tokio::spawn(async move {
            tx.execute(ADD, ("there",)).await?;
            tx.commit().await
        });
        elsewhere.await.unwrap().unwrap();
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 2);
    }
}

#[tokio::test]
async fn a_deadlock_is_distinguished_from_other_failures() {
    let Some(db) = postgres().await else { return };
    migrate::run(&db, &[TABLE]).await.unwrap();
    db.execute("INSERT INTO notes (text) VALUES ('a'), ('b')", ()).await.unwrap();
    let update = "UPDATE notes SET text = text || '!' WHERE id = $1";
    let (mut one, mut two) = (db.begin().await.unwrap(), db.begin().await.unwrap());
    one.execute(update, (1,)).await.unwrap();
    two.execute(update, (2,)).await.unwrap();
    let (a, b) = tokio::join!(one.execute(update, (2,)), two.execute(update, (1,)));
    let failed = a.err().or(b.err()).unwrap();
    assert_eq!(cause(&failed), Some(DbErrorKind::Serialization));
    assert_eq!(failed.kind(), Kind::Internal);
}
