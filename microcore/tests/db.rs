//! `Db` on real engines: a SQLite file and a PostgreSQL server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::TryStreamExt;
use microcore::kernel::{Blocking, Circuit, Proxy, Startup, Tool, Toolbox};
use microcore::meta::Migration;
use microcore::settings::Settings;
use microcore::tools::db::{Db, DbError, DbErrorKind, DbSettings, TOOL, migrate};
use microcore::{Error, Kind, conformance};
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

/// Both engines, each with an empty database; PostgreSQL where there is one.
async fn engines() -> (Vec<DbSettings>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![DbSettings::new(format!("sqlite://{}/a.db", folder.path().display()))];
    if let Some(server) = Postgres::shared().await {
        all.push(DbSettings::new(server.database().await));
    }
    (all, folder)
}

const TABLE: Migration = Migration {
    domain: "notes",
    name: "001_notes",
    sql: "CREATE TABLE notes (id BIGSERIAL PRIMARY KEY, text TEXT NOT NULL UNIQUE)",
};
const ADD: &str = "INSERT INTO notes (text) VALUES ($1)";
const COUNT: &str = "SELECT count(*) FROM notes";

fn cause(error: &Error) -> Option<DbErrorKind> {
    error.source_as::<DbError>().map(|cause| cause.kind)
}

#[tokio::test]
async fn nobody_sees_what_a_transaction_has_not_committed() {
    let (engines, _folder) = engines().await;
    for settings in engines {
        let db = Db::open(settings, &[TABLE]).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.execute(ADD, ("one",)).await.unwrap();
        // Readers go on while somebody writes.
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 0);
        let rows: Vec<_> = db.fetch("SELECT * FROM notes", ()).try_collect().await.unwrap();
        assert!(rows.is_empty());
        tx.commit().await.unwrap();
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_plain_write_waits_for_a_transaction_and_says_so_when_it_cannot() {
    let folder = tempfile::tempdir().unwrap();
    let mut settings = DbSettings::new(format!("sqlite://{}/a.db", folder.path().display()));
    settings.connect_timeout_ms = 200;
    let db = Db::open(settings, &[TABLE]).await.unwrap();
    let tx = db.begin().await.unwrap();
    let error = db.execute(ADD, ("one",)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Timeout);
    assert!(error.chain().contains("is a transaction held open"), "{}", error.chain());
    drop(tx);
    db.execute(ADD, ("one",)).await.unwrap();
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
async fn what_is_committed_is_there_after_reopening() {
    let (engines, _folder) = engines().await;
    for settings in engines {
        let db = Db::open(settings.clone(), &[TABLE]).await.unwrap();
        // A rolled-back transaction must not keep what follows from the disk.
        drop(db.begin().await.unwrap());
        let mut tx = db.begin().await.unwrap();
        tx.execute(ADD, ("kept",)).await.unwrap();
        tx.commit().await.unwrap();
        db.execute(ADD, ("kept too",)).await.unwrap();
        let again = Db::open(settings, &[TABLE]).await.unwrap();
        assert_eq!(again.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_replicas_may_migrate_at_once() {
    const FIRST: Migration = Migration {
        domain: "notes",
        name: "002_first",
        sql: "INSERT INTO notes (text) VALUES ('first')",
    };
    const TAGS: Migration = Migration {
        domain: "tags",
        name: "001_tags",
        sql: "-- depends: notes/002_first\nCREATE TABLE tags (note BIGINT REFERENCES notes (id))",
    };
    // Slow, so that the others arrive while it runs.
    const SLOW: [Migration; 2] = [
        Migration {
            domain: "a",
            name: "001_slow",
            sql: "CREATE TABLE slow AS WITH RECURSIVE n (i) AS (
                SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n",
        },
        Migration {
            domain: "a",
            name: "001_slow",
            sql: "CREATE TABLE slow (id INTEGER); SELECT pg_sleep(0.5)",
        },
    ];
    let (engines, _folder) = engines().await;
    for (mut settings, slow) in engines.into_iter().zip(SLOW) {
        if settings.url.starts_with("sqlite") {
            // Waits longer for its turn than for anything else.
            settings.connect_timeout_ms = 100;
        }
        let files: &'static [Migration] = vec![slow, TABLE, FIRST, TAGS].leak();
        let replicas = (0..6).map(|number| {
            let settings = settings.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20 * number)).await;
                Db::open(settings, files).await.map(drop)
            })
        });
        for replica in futures_util::future::join_all(replicas).await {
            replica.unwrap().unwrap();
        }
        let db = Db::open(settings, files).await.unwrap();
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_change_that_looks_like_a_read_does_not_run_beside_the_writer() {
    let (db, _folder) = sqlite().await;
    migrate::run(&db, &[TABLE]).await.unwrap();
    let hidden = "WITH new (text) AS (SELECT 'x') REPLACE INTO notes (text) SELECT text FROM new";
    let error = db.execute(hidden, ()).await.unwrap_err();
    assert!(error.chain().contains("readonly"), "{}", error.chain());
}

#[tokio::test]
async fn a_changed_migration_refuses_the_boot_and_is_not_tried_again() {
    let (engines, _folder) = engines().await;
    for settings in engines {
        drop(Db::open(settings.clone(), &[TABLE]).await.unwrap());
        let changed = Migration { sql: "CREATE TABLE notes (id BIGSERIAL PRIMARY KEY)", ..TABLE };
        let error = Db::open(settings, &[changed]).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Internal);
        assert!(error.chain().contains("`notes/001_notes` was changed"), "{}", error.chain());
    }
}

#[tokio::test]
async fn a_trigger_is_one_statement() {
    let trigger = Migration {
        domain: "notes",
        name: "002_trigger",
        sql: "CREATE TABLE log (text TEXT);
            CREATE TRIGGER copy AFTER INSERT ON notes BEGIN
                INSERT INTO log VALUES (NEW.text); INSERT INTO log VALUES ('and; more');
            END;",
    };
    let (db, _folder) = sqlite().await;
    migrate::run(&db, &[TABLE, trigger]).await.unwrap();
    db.execute(ADD, ("one",)).await.unwrap();
    assert_eq!(db.fetch_scalar::<i64>("SELECT count(*) FROM log", ()).await.unwrap(), 2);
}

#[tokio::test]
async fn dollar_quoted_functions_are_one_statement() {
    let Some(db) = postgres().await else { return };
    let function = Migration {
        domain: "notes",
        name: "001_function",
        sql: "CREATE FUNCTION two() RETURNS INTEGER LANGUAGE plpgsql AS $$
            BEGIN RETURN 2; END; $$;",
    };
    migrate::run(&db, &[function]).await.unwrap();
    assert_eq!(db.fetch_scalar::<i64>("SELECT two()", ()).await.unwrap(), 2);
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_a_timeout_and_the_database_goes_on() {
    let endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
        WHERE i < 30000000) SELECT count(*) FROM n";
    let (engines, _folder) = engines().await;
    for mut settings in engines {
        settings.statement_timeout_ms = 100;
        let db = Db::open(settings, &[TABLE]).await.unwrap();
        let error = db.fetch_scalar::<i64>(endless, ()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
        assert_eq!(cause(&error), Some(DbErrorKind::Timeout));
        // Stopped, and not only no longer waited for: it holds nobody up.
        let write = format!(
            "INSERT INTO notes (text) SELECT CAST(t.c AS TEXT) FROM ({}) AS t",
            endless.replace("count(*)", "count(*) AS c")
        );
        let error = db.execute(&write, ()).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
        let start = Instant::now();
        while let Err(error) = db.execute(ADD, ("on",)).await {
            assert_eq!(error.kind(), Kind::Timeout, "{}", error.chain());
            assert!(start.elapsed() < Duration::from_millis(500), "still held up");
        }
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_on_one_sqlite_file_read_and_write_in_turn() {
    let folder = tempfile::tempdir().unwrap();
    let settings = DbSettings::new(format!("sqlite://{}/a.db", folder.path().display()));
    let one = Db::open(settings.clone(), &[TABLE]).await.unwrap();
    let two = Db::open(settings, &[TABLE]).await.unwrap();
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

#[tokio::test]
async fn a_table_that_changes_under_a_running_application_is_read_again() {
    let (engines, _folder) = engines().await;
    for settings in engines {
        let db = Db::open(settings.clone(), &[TABLE]).await.unwrap();
        let other = Db::open(settings, &[]).await.unwrap();
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

#[tokio::test]
async fn without_migrate_nothing_is_made_until_it_is_asked_for() {
    let (engines, _folder) = engines().await;
    for mut settings in engines {
        settings.migrate = false;
        let db = Db::open(settings, &[TABLE]).await.unwrap();
        db.execute(ADD, ("one",)).await.unwrap_err();
        let states = migrate::status(&db, &[TABLE]).await.unwrap();
        assert_eq!(states[0].state, migrate::State::Pending);
        assert!(migrate::describe_schema(&db).await.unwrap().is_empty());
        assert_eq!(migrate::run(&db, &[TABLE]).await.unwrap(), ["notes/001_notes"]);
        db.execute(ADD, ("one",)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_can_move_to_another_thread() {
    let (engines, _folder) = engines().await;
    for settings in engines {
        let db = Db::open(settings, &[TABLE]).await.unwrap();
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

#[test]
fn the_database_outlives_the_runtime_that_used_it_first() {
    // As HTTP workers do: each has a runtime, and they end before the kernel's.
    let kernel = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let worker = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (engines, _folder) = kernel.block_on(engines());
    for settings in engines {
        let db = kernel.block_on(Db::open(settings, &[TABLE])).unwrap();
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

#[tokio::test]
async fn a_deadlock_is_told_from_other_failures() {
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

/// A tool as the kernel has it.
fn start(url: &str) -> (Arc<dyn Tool>, Db, Arc<Proxy>) {
    let settings = Settings::empty().with("db", "url", url).with("db", "connect_timeout_ms", 2000);
    let names: Vec<_> = TOOL.methods.iter().map(|method| method.name).collect();
    let proxy = Arc::new(Proxy::new("Db", &names));
    let mut toolbox = Toolbox::new(Blocking::default());
    let tool = (TOOL.start)(&mut Startup {
        app: "shop",
        settings: &settings,
        migrations: &[TABLE],
        proxy: proxy.clone(),
        toolbox: &mut toolbox,
    });
    (tool.unwrap(), toolbox.get::<Db>().unwrap().clone(), proxy)
}

#[tokio::test]
async fn failures_inside_transactions_are_counted_as_failures() {
    let folder = tempfile::tempdir().unwrap();
    let (tool, db, proxy) = start(&format!("sqlite://{}/a.db", folder.path().display()));
    tool.connect().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.execute(ADD, ("a",)).await.unwrap();
    tx.execute(ADD, ("a",)).await.unwrap_err();
    tx.commit().await.unwrap_err();
    let counts = |name: &str| {
        let stats = proxy.methods().iter().find(|stats| stats.name == name).unwrap();
        (stats.calls(), stats.errors())
    };
    assert_eq!(counts("begin"), (1, 0));
    assert_eq!(counts("execute"), (2, 1));
    assert_eq!(counts("commit"), (1, 1));
    // A unique violation is not a sick database.
    assert_eq!(proxy.circuit(), Circuit::Closed);
    tool.health().await.unwrap();
    tool.close().await;
    assert_eq!(db.ping().await.unwrap_err().kind(), Kind::Unavailable);
}

#[tokio::test]
async fn a_url_that_cannot_be_used_is_a_setting_that_is_wrong() {
    let start = |url: &str| {
        let settings = Settings::empty().with("db", "url", url);
        let mut toolbox = Toolbox::new(Blocking::default());
        let started = (TOOL.start)(&mut Startup {
            app: "shop",
            settings: &settings,
            migrations: &[],
            proxy: Arc::new(Proxy::new("Db", &[])),
            toolbox: &mut toolbox,
        });
        started.err().map(|error| error.to_string()).unwrap_or_default()
    };
    for url in ["mysql://shop:secret@host/shop", "postgres://shop:secret@host:no-port/shop"] {
        let problem = start(url);
        assert!(problem.contains("`db.url`") && problem.contains("MICROCORE_DB__URL"), "{problem}");
        assert!(!problem.contains("secret"), "{problem}");
    }
}

#[tokio::test]
async fn a_wrong_database_is_not_a_database_that_is_down() {
    let Some(server) = Postgres::shared().await else { return };
    let url = format!("{}_nowhere", server.database().await);
    let (tool, ..) = start(&url);
    assert_eq!(tool.connect().await.unwrap_err().kind(), Kind::Internal);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_stops_and_starts_again_is_back_without_help() {
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
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(proxy.circuit(), Circuit::Open);
    drop(open_tx);
    let down = start(&url).0.connect().await.unwrap_err();
    assert_eq!(down.kind(), Kind::Unavailable);
    assert!(down.retry_after().is_some());

    server.start_again();
    let back = Instant::now();
    while db.ping().await.is_err() {
        assert!(back.elapsed() < Duration::from_secs(5), "still down");
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
