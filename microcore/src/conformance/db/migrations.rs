//! Migrations, and the schema that they create.

use super::super::report::{Failure, Report, ensure, ensure_eq};
use super::TABLES;
use crate::tools::db::migrate::{
    ColumnInfo, ForeignKey, State, TableInfo, describe_schema, run as migrate, status,
};
use crate::tools::db::{Db, Type};
use microcore_core::meta::Migration;

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("a migration runs once", once(db)).await;
    report.case("a migration that fails is rolled back", all_or_nothing(db)).await;
    report.case("a changed migration is rejected", changed(db)).await;
    report.case("semicolons in literals do not split a statement", semicolons(db)).await;
    report.case("the schema is described in the same way", schema(db)).await;
}

const EXTRA: Migration = Migration::new(
    "conformance",
    "002_extra",
    "-- depends: conformance/001_tables\nCREATE TABLE conformance_extra (id BIGSERIAL PRIMARY KEY)",
);

async fn once(db: &Db) -> Result<(), Failure> {
    ensure_eq!(migrate(db, &[EXTRA, TABLES]).await?, ["conformance/002_extra"]);
    ensure_eq!(migrate(db, &[EXTRA, TABLES]).await?, [""; 0]);
    let known = status(db, &[TABLES, EXTRA]).await?;
    let applied = known.iter().filter(|status| matches!(status.state, State::Applied { .. }));
    ensure_eq!(applied.count(), 2);
    Ok(())
}

async fn all_or_nothing(db: &Db) -> Result<(), Failure> {
    let broken = Migration::new(
        "conformance",
        "003_broken",
        "CREATE TABLE conformance_half (id BIGSERIAL PRIMARY KEY);
            INSERT INTO conformance_counters (name, count) VALUES ('half', 1);
            INSERT INTO conformance_nothing (id) VALUES (1);",
    );
    let failed = migrate(db, &[TABLES, EXTRA, broken]).await.err();
    let text = failed.map(|error| error.message().to_owned()).unwrap_or_default();
    ensure!(text.contains("`conformance/003_broken` failed"), "{text:?}");
    let tables = describe_schema(db).await?;
    ensure!(!tables.iter().any(|table| table.name == "conformance_half"), "the table is left");
    let sql = "SELECT count(*) FROM conformance_counters WHERE name = 'half'";
    ensure_eq!(db.fetch_scalar::<i64>(sql, ()).await?, 0);
    Ok(())
}

async fn changed(db: &Db) -> Result<(), Failure> {
    let other = Migration::new(EXTRA.domain, EXTRA.name, "SELECT 2");
    let refused = migrate(db, &[TABLES, other]).await.err();
    let text = refused.map(|error| error.message().to_owned()).unwrap_or_default();
    ensure!(text.contains("`conformance/002_extra` was changed after it was applied"), "{text:?}");
    let other = Migration::new(EXTRA.domain, EXTRA.name, "SELECT 2");
    let known = status(db, &[TABLES, other]).await?;
    let changed = known.iter().find(|status| status.name == "002_extra").map(|found| &found.state);
    ensure!(matches!(changed, Some(State::Changed { .. })), "{changed:?}");
    Ok(())
}

async fn semicolons(db: &Db) -> Result<(), Failure> {
    let log = Migration::new(
        "conformance",
        "004_log",
        "/* made; here */ CREATE TABLE conformance_log (text TEXT NOT NULL DEFAULT 'a;b');
            INSERT INTO conformance_log (text) VALUES ('it''s; fine'); -- done; really
            INSERT INTO conformance_log DEFAULT VALUES;",
    );
    migrate(db, &[TABLES, EXTRA, log]).await?;
    let sql = "SELECT text FROM conformance_log ORDER BY text";
    let texts: Vec<(String,)> = db.fetch_all(sql, ()).await?;
    ensure_eq!(texts, [("a;b".to_owned(),), ("it's; fine".to_owned(),)]);
    Ok(())
}

fn column(name: &str, kind: Type, nullable: bool) -> ColumnInfo {
    ColumnInfo {
        name: name.to_owned(),
        kind: Some(kind),
        nullable,
        default: false,
        primary_key: false,
    }
}

fn serial() -> ColumnInfo {
    ColumnInfo { default: true, primary_key: true, ..column("id", Type::Int, false) }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn schema(db: &Db) -> Result<(), Failure> {
    let tables = describe_schema(db).await?;
    let table = |name: &str| tables.iter().find(|table| table.name == name).cloned();
    let users = TableInfo {
        name: "conformance_users".to_owned(),
        internal: false,
        columns: vec![
            serial(),
            column("email", Type::Text, false),
            column("team", Type::Text, true),
            column("badge", Type::Int, true),
        ],
        unique: vec![names(&["email"]), names(&["team", "badge"])],
        foreign_keys: Vec::new(),
    };
    ensure_eq!(table("conformance_users"), Some(users));
    let key = |column: &str| ForeignKey {
        columns: names(&[column]),
        table: "conformance_users".to_owned(),
        references: names(&["id"]),
    };
    let posts = table("conformance_posts").unwrap_or_default();
    ensure_eq!(posts.foreign_keys, [key("late_id"), key("user_id")]);
    let values = table("conformance_values").unwrap_or_default();
    let kinds: Vec<_> = values.columns.iter().filter_map(|column| column.kind).collect();
    ensure_eq!(
        kinds,
        [
            Type::Int,
            Type::Bool,
            Type::Int,
            Type::Int,
            Type::Int,
            Type::Float,
            Type::Float,
            Type::Text,
            Type::Bytes,
            Type::Time,
            Type::Date,
            Type::Uuid,
            Type::Json,
            Type::Time,
        ]
    );
    ensure!(values.columns.last().is_some_and(|column| column.default), "no default of created_at");
    let counters = table("conformance_counters").unwrap_or_default();
    ensure_eq!(
        counters.columns,
        [
            ColumnInfo { primary_key: true, ..column("name", Type::Text, false) },
            column("count", Type::Int, false),
        ]
    );
    ensure!(table("microcore_migrations").is_some_and(|table| table.internal), "no history");
    Ok(())
}
