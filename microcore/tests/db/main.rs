//! `Db` on real engines: a SQLite file and a PostgreSQL server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod contract;
mod faults;
mod migrations;
mod tool;

use microcore::Error;
use microcore::meta::Migration;
use microcore::tools::db::{Db, DbConfig, DbError, DbErrorKind};
use microcore_test_support::Postgres;

async fn sqlite() -> (Db, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("sub/test.db").display());
    (Db::open(DbConfig::new(url), &[]).await.unwrap(), folder)
}

async fn postgres() -> Option<Db> {
    let url = Postgres::shared().await?.database().await;
    Some(Db::open(DbConfig::new(url), &[]).await.unwrap())
}

/// Both engines, each with an empty database; PostgreSQL where there is one.
async fn engines() -> (Vec<DbConfig>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![DbConfig::new(format!("sqlite://{}/a.db", folder.path().display()))];
    if let Some(server) = Postgres::shared().await {
        all.push(DbConfig::new(server.database().await));
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
