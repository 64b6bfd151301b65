//! Fault injection: errors, outages and recovery.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use microcore::Kind;
use microcore::tool::Circuit;
use microcore::tools::db::{Db, DbConfig, DbErrorKind};
use microcore_test_support::Postgres;

use super::tool::start;
use super::{ADD, COUNT, TABLE, cause, engines};

#[tokio::test]
async fn a_write_waits_for_a_transaction_and_times_out_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = DbConfig::new(format!("sqlite://{}/a.db", folder.path().display()));
    config.connect_timeout_ms = 200;
    let db = Db::open(config, &[TABLE]).await.unwrap();
    let tx = db.begin().await.unwrap();
    let error = db.execute(ADD, ("one",)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(error.chain().contains("while it holds a transaction open"), "{}", error.chain());
    drop(tx);
    db.execute(ADD, ("one",)).await.unwrap();
}

#[tokio::test]
async fn a_statement_timeout_does_not_affect_other_statements() {
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
        WHERE i < 1000000000) SELECT count(*) FROM n";
    let (engines, _folder) = engines().await;
    for mut config in engines {
        config.statement_timeout_ms = 100;
        let db = Db::open(config, &[TABLE]).await.unwrap();
        let error = db.fetch_scalar::<i64>(endless, ()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
        assert_eq!(cause(&error), Some(DbErrorKind::Timeout));
        // Stopped, and not only no longer waited for: it holds up no other statement.
        let write = format!(
            "INSERT INTO notes (text) SELECT CAST(t.c AS TEXT) FROM ({}) AS t",
            endless.replace("count(*)", "count(*) AS c")
        );
        let error = db.execute(&write, ()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
        let start = Instant::now();
        while let Err(error) = db.execute(ADD, ("on",)).await {
            assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
            assert!(start.elapsed() < Duration::from_secs(30), "still held up");
        }
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_table_that_changes_under_a_running_application_is_read_again() {
    let (engines, _folder) = engines().await;
    for config in engines {
        let db = Db::open(config.clone(), &[TABLE]).await.unwrap();
        let other = Db::open(config, &[]).await.unwrap();
        db.execute(ADD, ("one",)).await.unwrap();
        let read = "SELECT * FROM notes";
        // On several connections at once.
        let reads = (0..4).map(|_| db.fetch_one::<(i64, String)>(read, ()));
        futures_util::future::try_join_all(reads).await.unwrap();
        other.execute("ALTER TABLE notes ADD COLUMN stars INTEGER", ()).await.unwrap();
        // What was prepared before may fail, once, and never answer wrongly.
        match db.fetch_all::<(i64, String, Option<i64>)>(read, ()).await {
            Ok(rows) => assert_eq!(rows, [(1, "one".to_owned(), None)]),
            Err(error) => assert_eq!(error.kind(), Kind::Internal, "{}", error.chain()),
        }
        let reads = (0..4).map(|_| db.fetch_one::<(i64, String, Option<i64>)>(read, ()));
        for row in futures_util::future::join_all(reads).await {
            assert_eq!(row.unwrap(), (1, "one".to_owned(), None));
        }
    }
}

#[test]
fn the_database_outlives_the_runtime_that_used_it_first() {
    // As HTTP workers do: each has a runtime, and they end before the kernel's.
    let kernel = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let worker = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (engines, _folder) = kernel.block_on(engines());
    for config in engines {
        let db = kernel.block_on(Db::open(config, &[TABLE])).unwrap();
        let first = worker();
        first.block_on(async {
            let reads = (0..4).map(|_| db.fetch_scalar::<i64>(COUNT, ()));
            futures_util::future::try_join_all(reads).await.unwrap();
            // Left open on purpose: the kernel's runtime rolls it back.
            drop(db.begin().await.unwrap());
        });
        drop(first);
        let second = worker();
        second.block_on(async {
            let reads = (0..4).map(|_| db.fetch_scalar::<i64>(COUNT, ()));
            futures_util::future::try_join_all(reads).await.unwrap();
            db.execute(ADD, ("a",)).await.unwrap();
        });
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_database_server_is_reconnected_automatically() {
    let Some(server) = Postgres::own() else { return };
    let url = server.database().await;
    let (tool, db, proxy) = start(&url);
    tool.connect().await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let load: Vec<_> = (0..8)
        .map(|_| {
            let (db, stop) = (db.clone(), stop.clone());
            tokio::spawn(async move {
                let mut slowest = Duration::ZERO;
                while !stop.load(Ordering::Relaxed) {
                    let start = Instant::now();
                    if let Err(error) = db.fetch_scalar::<i64>(COUNT, ()).await {
                        assert_eq!(error.kind(), Kind::Unavailable, "{}", error.chain());
                        slowest = slowest.max(start.elapsed());
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
                slowest
            })
        })
        .collect();
    let open_tx = db.begin().await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    server.stop();
    let stopped = Instant::now();
    while proxy.circuit() != Circuit::Open {
        assert!(stopped.elapsed() < Duration::from_secs(30), "nothing noticed");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop(open_tx);
    let down = start(&url).0.connect().await.unwrap_err();
    assert_eq!(down.kind(), Kind::Unavailable);
    assert!(down.retry_after().is_some());

    server.start_again();
    let back = Instant::now();
    while db.ping().await.is_err() {
        assert!(back.elapsed() < Duration::from_secs(30), "still down");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(proxy.circuit(), Circuit::Closed);
    // Not one connection from before is handed out again.
    for _ in 0..50 {
        db.fetch_scalar::<i64>(COUNT, ()).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    for slowest in futures_util::future::join_all(load).await {
        assert!(slowest.unwrap() < Duration::from_secs(1), "failing took too long");
    }
}
