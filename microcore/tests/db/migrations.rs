//! Migrations, also when other processes run them concurrently.

use std::time::Duration;

use microcore::Kind;
use microcore::meta::Migration;
use microcore::tools::db::{Db, migrate};

use super::{ADD, COUNT, TABLE, engines, postgres, sqlite};

#[tokio::test(flavor = "multi_thread")]
async fn replicas_may_migrate_concurrently() {
    const FIRST: Migration =
        Migration::new("notes", "002_first", "INSERT INTO notes (text) VALUES ('first')");
    const TAGS: Migration = Migration::new(
        "tags",
        "001_tags",
        "-- depends: notes/002_first\nCREATE TABLE tags (note BIGINT REFERENCES notes (id))",
    );
    // Slow, so that the others arrive while it runs.
    const SLOW: [Migration; 2] = [
        Migration::new(
            "a",
            "001_slow",
            "CREATE TABLE slow AS WITH RECURSIVE n (i) AS (
                SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000000) SELECT count(*) FROM n",
        ),
        Migration::new("a", "001_slow", "CREATE TABLE slow (id INTEGER); SELECT pg_sleep(0.5)"),
    ];
    let (engines, _folder) = engines().await;
    for (mut config, slow) in engines.into_iter().zip(SLOW) {
        if config.url.starts_with("sqlite") {
            // Waits longer for its turn than for anything else.
            config.connect_timeout_ms = 500;
        }
        let files: &'static [Migration] = vec![slow, TABLE, FIRST, TAGS].leak();
        let replicas = (0..6).map(|number| {
            let config = config.clone();
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20 * number)).await;
                Db::open(config, files).await.map(drop)
            })
        });
        for replica in futures_util::future::join_all(replicas).await {
            replica.unwrap().unwrap();
        }
        let db = Db::open(config, files).await.unwrap();
        assert_eq!(db.fetch_scalar::<i64>(COUNT, ()).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_changed_migration_prevents_startup_and_is_not_retried() {
    let (engines, _folder) = engines().await;
    for config in engines {
        drop(Db::open(config.clone(), &[TABLE]).await.unwrap());
        let changed = Migration::new(
            TABLE.domain,
            TABLE.name,
            "CREATE TABLE notes (id BIGSERIAL PRIMARY KEY)",
        );
        let error = Db::open(config, &[changed]).await.unwrap_err();
        assert_eq!(error.kind(), Kind::Internal);
        assert!(error.chain().contains("`notes/001_notes` was changed"), "{}", error.chain());
    }
}

#[tokio::test]
async fn a_trigger_is_one_statement() {
    let trigger = Migration::new(
        "notes",
        "002_trigger",
        "CREATE TABLE log (text TEXT);
            CREATE TRIGGER copy AFTER INSERT ON notes BEGIN
                INSERT INTO log VALUES (NEW.text); INSERT INTO log VALUES ('and; more');
            END;",
    );
    let (db, _folder) = sqlite().await;
    migrate::run(&db, &[TABLE, trigger]).await.unwrap();
    db.execute(ADD, ("one",)).await.unwrap();
    assert_eq!(db.fetch_scalar::<i64>("SELECT count(*) FROM log", ()).await.unwrap(), 2);
}

#[tokio::test]
async fn dollar_quoted_functions_are_one_statement() {
    let Some(db) = postgres().await else { return };
    let function = Migration::new(
        "notes",
        "001_function",
        "CREATE FUNCTION two() RETURNS INTEGER LANGUAGE plpgsql AS $$
            BEGIN RETURN 2; END; $$;",
    );
    migrate::run(&db, &[function]).await.unwrap();
    assert_eq!(db.fetch_scalar::<i64>("SELECT two()", ()).await.unwrap(), 2);
}

#[tokio::test]
async fn without_migrate_tables_are_created_on_request_only() {
    let (engines, _folder) = engines().await;
    for mut config in engines {
        config.migrate = false;
        let db = Db::open(config, &[TABLE]).await.unwrap();
        db.execute(ADD, ("one",)).await.unwrap_err();
        let states = migrate::status(&db, &[TABLE]).await.unwrap();
        assert_eq!(states[0].state, migrate::State::Pending);
        assert!(migrate::describe_schema(&db).await.unwrap().is_empty());
        assert_eq!(migrate::run(&db, &[TABLE]).await.unwrap(), ["notes/001_notes"]);
        db.execute(ADD, ("one",)).await.unwrap();
    }
}
