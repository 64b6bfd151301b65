//! Values are read as they were written.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use uuid::Uuid;

use super::super::report::{Failure, Report, ensure, ensure_eq};
use crate::tools::db::{Db, Value};

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("every type is read as it was written", round_trip(db)).await;
    report.case("NULL of every type is read as None", nulls(db)).await;
    report.case("NULL without a type is accepted for every column", untyped_null(db)).await;
    report.case("integers of all widths can be mixed", integers(db)).await;
    report.case("sums and counts are integers, averages are floats", aggregates(db)).await;
    report.case("times are kept to the microsecond and in order", times(db)).await;
    report.case("defaults are filled in and can be read", defaults(db)).await;
    report.case("text and bytes of every kind are preserved", text_and_bytes(db)).await;
    report.case("JSON of every shape is preserved", documents(db)).await;
    report.case("a cell read as something else is an error", mismatch(db)).await;
    report.case("a NULL read as a plain value is an error", unexpected_null(db)).await;
}

const INSERT: &str = "INSERT INTO conformance_values
    (flag, small, medium, big, ratio, amount, label, data, happened_at, day, token, document)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";
const SELECT: &str = "SELECT flag, small, medium, big, ratio, amount, label, data, happened_at,
    day, token, document FROM conformance_values WHERE id = $1";

#[rustfmt::skip]
type All = (
    Option<bool>,
    Option<i16>,
    Option<i32>,
    Option<i64>,
    Option<f64>,
    Option<f64>,
    Option<String>,
    Option<Vec<u8>>,
    Option<DateTime<Utc>>,
    Option<NaiveDate>,
    Option<Uuid>,
    Option<serde_json::Value>,
);

async fn round_trip(db: &Db) -> Result<(), Failure> {
    let at = DateTime::from_timestamp_micros(1_800_000_000_123_456);
    let all: All = (
        Some(true),
        Some(-7),
        Some(70_000),
        Some(i64::MIN),
        Some(0.1),
        Some(1234.5),
        Some("Ωmega".to_owned()),
        Some(vec![0, 1, 255]),
        at,
        NaiveDate::from_ymd_opt(2024, 2, 29),
        Some(Uuid::from_u128(0x1234_5678_9abc_def0_1234_5678_9abc_def0)),
        Some(json!({"a": [1, null, "x"], "b": true})),
    );
    let id: i64 = db.fetch_scalar(INSERT, &all).await?;
    ensure_eq!(db.fetch_one::<All>(SELECT, (id,)).await?, all);
    let found: i64 = db
        .fetch_scalar(
            "SELECT count(*) FROM conformance_values WHERE id = $1 AND flag = $2 AND small = $3
                AND medium = $4 AND big = $5 AND ratio = $6 AND amount = $7 AND label = $8
                AND data = $9 AND happened_at = $10 AND day = $11 AND token = $12",
            (id, all.0, all.1, all.2, all.3, all.4, all.5, &all.6, &all.7, all.8, all.9, all.10),
        )
        .await?;
    ensure_eq!(found, 1);
    Ok(())
}

async fn nulls(db: &Db) -> Result<(), Failure> {
    let none: All = Default::default();
    let id: i64 = db.fetch_scalar(INSERT, &none).await?;
    ensure_eq!(db.fetch_one::<All>(SELECT, (id,)).await?, none);
    Ok(())
}

async fn untyped_null(db: &Db) -> Result<(), Failure> {
    let id: i64 = db.fetch_scalar(INSERT, vec![Value::Null; 12]).await?;
    ensure_eq!(db.fetch_one::<All>(SELECT, (id,)).await?, All::default());
    Ok(())
}

async fn integers(db: &Db) -> Result<(), Failure> {
    // A wide value into a narrow column, a narrow one into a wide column.
    let sql =
        "INSERT INTO conformance_values (small, medium, big) VALUES ($1, $2, $3) RETURNING id";
    let id: i64 = db.fetch_scalar(sql, (5_i64, 6_i64, 7_u8)).await?;
    let sql = "SELECT small, medium, big FROM conformance_values WHERE id = $1";
    ensure_eq!(db.fetch_one::<(i64, u64, i8)>(sql, (id,)).await?, (5, 6, 7));
    let sum: i64 = db.fetch_scalar("SELECT $1 + $2", (i64::MAX - 1, 1)).await?;
    ensure_eq!(sum, i64::MAX);
    Ok(())
}

async fn aggregates(db: &Db) -> Result<(), Failure> {
    db.execute("DELETE FROM conformance_values", ()).await?;
    for (big, amount) in [(1_i64, 0.5), (2, 1.0), (4, 1.5)] {
        let sql = "INSERT INTO conformance_values (big, amount) VALUES ($1, $2)";
        ensure_eq!(db.execute(sql, (big, amount)).await?, 1);
    }
    let sql = "SELECT count(*), sum(big), avg(big), sum(amount), max(big) FROM conformance_values";
    let (count, sum, average, amount, max): (i64, i64, f64, f64, i64) =
        db.fetch_one(sql, ()).await?;
    ensure_eq!((count, sum, amount, max), (3, 7, 3.0, 4));
    ensure!((average - 7.0 / 3.0).abs() < 1e-9, "the average is {average}");
    let sql = "SELECT sum(big) FROM conformance_values WHERE big > $1";
    ensure_eq!(db.fetch_scalar::<Option<i64>>(sql, (100,)).await?, None);
    Ok(())
}

async fn times(db: &Db) -> Result<(), Failure> {
    db.execute("DELETE FROM conformance_values", ()).await?;
    let micros = [0, 1, 999_999, 1_800_000_000_000_000, 1_800_000_000_000_001, -5_000_000_000_000];
    for micros in micros {
        let at = DateTime::from_timestamp_micros(micros);
        db.execute("INSERT INTO conformance_values (happened_at) VALUES ($1)", (at,)).await?;
    }
    let sql = "SELECT happened_at FROM conformance_values ORDER BY happened_at";
    let read: Vec<(DateTime<Utc>,)> = db.fetch_all(sql, ()).await?;
    let mut sorted = micros;
    sorted.sort_unstable();
    ensure_eq!(read.iter().map(|(at,)| at.timestamp_micros()).collect::<Vec<_>>(), sorted);
    let sql = "SELECT count(*) FROM conformance_values WHERE happened_at > $1";
    let after = DateTime::from_timestamp_micros(999_999);
    ensure_eq!(db.fetch_scalar::<i64>(sql, (after,)).await?, 2);
    Ok(())
}

async fn defaults(db: &Db) -> Result<(), Failure> {
    let sql = "INSERT INTO conformance_values (label) VALUES ($1) RETURNING created_at";
    let created: DateTime<Utc> = db.fetch_scalar(sql, ("now",)).await?;
    let off = (Utc::now() - created).num_seconds().abs();
    ensure!(off < 60, "`now()` is {off} s away from the clock");
    let stamp: DateTime<Utc> = {
        let sql = "INSERT INTO conformance_values (happened_at) VALUES (CURRENT_TIMESTAMP)
            RETURNING happened_at";
        db.fetch_scalar(sql, ()).await?
    };
    ensure!((stamp - created).num_seconds().abs() < 60, "CURRENT_TIMESTAMP is {stamp}");
    Ok(())
}

async fn text_and_bytes(db: &Db) -> Result<(), Failure> {
    let long = "ж".repeat(100_000);
    let texts =
        ["", " ", "'; DROP TABLE conformance_values; --", "a\nb\t\\ \" ' $1 ?", "😀", &long];
    for text in texts {
        let sql = "INSERT INTO conformance_values (label, data) VALUES ($1, $2) RETURNING id";
        let id: i64 = db.fetch_scalar(sql, (text, text.as_bytes())).await?;
        let sql = "SELECT label, data FROM conformance_values WHERE id = $1";
        let (label, data): (String, Vec<u8>) = db.fetch_one(sql, (id,)).await?;
        ensure!(label == text && data == text.as_bytes(), "{text:.20?} came back as {label:.20?}");
    }
    Ok(())
}

async fn documents(db: &Db) -> Result<(), Failure> {
    let documents = [
        json!(null),
        json!(5),
        json!(1.5),
        json!("5"),
        json!([]),
        json!({"nested": {"list": [1, 2, {"x": "ü\"\\"}]}}),
    ];
    for document in documents {
        let sql = "INSERT INTO conformance_values (document) VALUES ($1) RETURNING id";
        let id: i64 = db.fetch_scalar(sql, (&document,)).await?;
        let sql = "SELECT document FROM conformance_values WHERE id = $1";
        ensure_eq!(db.fetch_scalar::<serde_json::Value>(sql, (id,)).await?, document);
    }
    Ok(())
}

async fn mismatch(db: &Db) -> Result<(), Failure> {
    let error = db.fetch_scalar::<i64>("SELECT $1 AS answer", ("text",)).await.err();
    let text = error.map(|error| error.message().to_owned()).unwrap_or_default();
    ensure!(text.contains("`answer`") && text.contains("expected an integer"), "{text:?}");
    Ok(())
}

async fn unexpected_null(db: &Db) -> Result<(), Failure> {
    let read = db.fetch_scalar::<String>("SELECT $1", (None::<String>,)).await;
    ensure!(read.is_err(), "a NULL was read as {read:?}");
    Ok(())
}
