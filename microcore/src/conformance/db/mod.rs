//! The contract of `Db`.

mod errors;
mod migrations;
mod statements;
mod streams;
mod transactions;
mod values;

use super::report::{Failure, Report};
use crate::tools::db::{Db, migrate};
use microcore_core::meta::Migration;

/// Tests a database against the contract of [`Db`], whatever the engine. Creates tables
/// whose names begin with `conformance_` and drops them again.
pub async fn db(db: &Db) -> Report {
    let mut report = Report::new(format!("Db on {}", db.engine()));
    report.case("the tables of the suite can be created", set_up(db)).await;
    if report.passed() {
        values::run(db, &mut report).await;
        statements::run(db, &mut report).await;
        errors::run(db, &mut report).await;
        transactions::run(db, &mut report).await;
        streams::run(db, &mut report).await;
        migrations::run(db, &mut report).await;
    }
    report.case("the tables of the suite can be dropped", tear_down(db)).await;
    report
}

const TABLES: Migration = Migration::new(
    "conformance",
    "001_tables",
    "
        CREATE TABLE conformance_values (
            id BIGSERIAL PRIMARY KEY,
            flag BOOLEAN,
            small SMALLINT,
            medium INTEGER,
            big BIGINT,
            ratio DOUBLE PRECISION,
            amount NUMERIC(12, 2),
            label TEXT,
            data BYTEA,
            happened_at TIMESTAMPTZ,
            day DATE,
            token UUID,
            document JSONB,
            created_at TIMESTAMPTZ NOT NULL DEFAULT now()
        );
        CREATE TABLE conformance_users (
            id BIGSERIAL PRIMARY KEY,
            email TEXT NOT NULL UNIQUE,
            team TEXT,
            badge INTEGER CHECK (badge > 0),
            UNIQUE (team, badge)
        );
        CREATE TABLE conformance_posts (
            id BIGSERIAL PRIMARY KEY,
            user_id BIGINT NOT NULL REFERENCES conformance_users (id),
            late_id BIGINT REFERENCES conformance_users (id) DEFERRABLE INITIALLY DEFERRED
        );
        CREATE TABLE conformance_counters (
            name TEXT PRIMARY KEY,
            count BIGINT NOT NULL
        );",
);

/// In the order in which they can be dropped.
const DROPPED: [&str; 6] = [
    "conformance_posts",
    "conformance_users",
    "conformance_values",
    "conformance_counters",
    "conformance_extra",
    "conformance_log",
];

async fn set_up(db: &Db) -> Result<(), Failure> {
    tear_down(db).await?;
    migrate::run(db, &[TABLES]).await?;
    Ok(())
}

async fn tear_down(db: &Db) -> Result<(), Failure> {
    for table in DROPPED {
        db.execute(&format!("DROP TABLE IF EXISTS {table}"), ()).await?;
    }
    // Creates the history if there is none yet.
    migrate::run(db, &[Migration::new("conformance", "000", "SELECT 1")]).await?;
    db.execute("DELETE FROM microcore_migrations WHERE domain = 'conformance'", ()).await?;
    Ok(())
}
