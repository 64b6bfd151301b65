//! Statements, placeholders and rows.

use super::super::report::{Failure, Report, ensure, ensure_eq};
use crate::tools::db::{Db, FromRow, Row, Value};
use microcore_core::error::Kind;

pub(super) async fn run(db: &Db, report: &mut Report) {
    report.case("placeholders work twice and out of order", placeholders(db)).await;
    report.case("literals and comments are not changed", literals(db)).await;
    report
        .case("too few and too many arguments are rejected before anything runs", counting(db))
        .await;
    report.case("one call runs one statement", one_statement(db)).await;
    report.case("one text runs with arguments of different types", changing_types(db)).await;
    report.case("arguments can be built at run time", dynamic(db)).await;
    report.case("execute returns the number of changed rows", affected(db)).await;
    report.case("a changing statement returns rows with RETURNING", returning(db)).await;
    report.case("no row is NotFound, None or an empty list", no_row(db)).await;
    report.case("columns are read by name into a struct", by_name(db)).await;
    report
        .case("a missing column is an error that names the existing ones", missing_column(db))
        .await;
    report.case("a defect in the SQL is an internal error", defect(db)).await;
    report.case("the database answers a ping", ping(db)).await;
}

async fn placeholders(db: &Db) -> Result<(), Failure> {
    let sql = "SELECT $2 || $1 || $2";
    ensure_eq!(db.fetch_scalar::<String>(sql, ("a", "b")).await?, "bab");
    Ok(())
}

async fn literals(db: &Db) -> Result<(), Failure> {
    let sql = "SELECT '$2 it''s ?', /* $3 */ $1 AS \"$4\" -- $5";
    let row: (String, String) = db.fetch_one(sql, ("x",)).await?;
    ensure_eq!(row, ("$2 it's ?".to_owned(), "x".to_owned()));
    Ok(())
}

async fn counting(db: &Db) -> Result<(), Failure> {
    let before: i64 = db.fetch_scalar("SELECT count(*) FROM conformance_users", ()).await?;
    let sql = "INSERT INTO conformance_users (email, team) VALUES ($1, $2)";
    for result in [
        db.execute(sql, ("only one",)).await,
        db.execute(sql, ("one", "two", "three")).await,
        db.execute(sql, ()).await,
    ] {
        ensure!(matches!(&result, Err(error) if error.kind() == Kind::Internal), "{result:?}");
    }
    let gap = db.execute("INSERT INTO conformance_users (email) VALUES ($2)", ("a", "b")).await;
    ensure!(gap.is_err(), "an argument without a placeholder was ignored");
    let after: i64 = db.fetch_scalar("SELECT count(*) FROM conformance_users", ()).await?;
    ensure_eq!(after, before);
    Ok(())
}

async fn one_statement(db: &Db) -> Result<(), Failure> {
    let sql = "DELETE FROM conformance_users WHERE id = $1; DELETE FROM conformance_posts";
    ensure!(db.execute(sql, (1,)).await.is_err(), "two statements ran");
    ensure_eq!(db.fetch_scalar::<i64>("SELECT 1;", ()).await?, 1);
    Ok(())
}

async fn changing_types(db: &Db) -> Result<(), Failure> {
    let sql = "SELECT $1";
    ensure_eq!(db.fetch_scalar::<i64>(sql, (i64::MAX,)).await?, i64::MAX);
    ensure_eq!(db.fetch_scalar::<String>(sql, ("text",)).await?, "text");
    ensure_eq!(db.fetch_scalar::<f64>(sql, (0.5,)).await?, 0.5);
    ensure_eq!(db.fetch_scalar::<Option<String>>(sql, vec![Value::Null]).await?, None);
    ensure_eq!(db.fetch_scalar::<i64>(sql, (-1,)).await?, -1);
    Ok(())
}

async fn dynamic(db: &Db) -> Result<(), Failure> {
    let args: Vec<Value> = vec![1.into(), 2.5.into(), "three".into(), true.into()];
    let sql = "SELECT $1, $2, $3, $4";
    let expected = (1, 2.5, "three".to_owned(), true);
    ensure_eq!(db.fetch_one::<(i64, f64, String, bool)>(sql, args.as_slice()).await?, expected);
    ensure_eq!(db.fetch_one::<(i64, f64, String, bool)>(sql, args).await?, expected);
    Ok(())
}

async fn affected(db: &Db) -> Result<(), Failure> {
    db.execute("DELETE FROM conformance_counters", ()).await?;
    let sql = "INSERT INTO conformance_counters (name, count) VALUES ('a', 1), ('b', 2), ('c', 3)";
    ensure_eq!(db.execute(sql, ()).await?, 3);
    let sql = "UPDATE conformance_counters SET count = count + 1 WHERE count > $1";
    ensure_eq!(db.execute(sql, (1,)).await?, 2);
    ensure_eq!(db.execute(sql, (100,)).await?, 0);
    let sql = "INSERT INTO conformance_counters (name, count) VALUES ('a', 9)
        ON CONFLICT (name) DO NOTHING";
    ensure_eq!(db.execute(sql, ()).await?, 0);
    ensure_eq!(db.execute("DELETE FROM conformance_counters", ()).await?, 3);
    Ok(())
}

async fn returning(db: &Db) -> Result<(), Failure> {
    db.execute("DELETE FROM conformance_counters", ()).await?;
    let sql = "INSERT INTO conformance_counters (name, count) VALUES ('a', 1), ('b', 2)
        RETURNING name, count";
    let mut rows: Vec<(String, i64)> = db.fetch_all(sql, ()).await?;
    rows.sort();
    ensure_eq!(rows, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
    // Taking the first row only must not undo or cut short the change.
    let sql = "UPDATE conformance_counters SET count = count + 10 RETURNING count";
    db.fetch_scalar::<i64>(sql, ()).await?;
    let sum: i64 = db.fetch_scalar("SELECT sum(count) FROM conformance_counters", ()).await?;
    ensure_eq!(sum, 23);
    let sql = "WITH old AS (SELECT name FROM conformance_counters WHERE count > $1)
        DELETE FROM conformance_counters WHERE name IN (SELECT name FROM old) RETURNING name";
    ensure_eq!(db.fetch_all::<(String,)>(sql, (11,)).await?, [("b".to_owned(),)]);
    Ok(())
}

async fn no_row(db: &Db) -> Result<(), Failure> {
    let sql = "SELECT name FROM conformance_counters WHERE name = $1";
    let one = db.fetch_one::<(String,)>(sql, ("missing",)).await;
    ensure!(matches!(&one, Err(error) if error.kind() == Kind::NotFound), "{one:?}");
    let scalar = db.fetch_scalar::<String>(sql, ("missing",)).await;
    ensure!(matches!(&scalar, Err(error) if error.kind() == Kind::NotFound), "{scalar:?}");
    ensure_eq!(db.fetch_optional::<(String,)>(sql, ("missing",)).await?, None);
    ensure_eq!(db.fetch_all::<(String,)>(sql, ("missing",)).await?, []);
    Ok(())
}

struct Named {
    number: i64,
    text: Option<String>,
}

impl FromRow for Named {
    fn from_row(row: &Row) -> crate::Result<Self> {
        Ok(Self { number: row.get("number")?, text: row.get("Text")? })
    }
}

async fn by_name(db: &Db) -> Result<(), Failure> {
    let sql = "SELECT $2 AS Text, $1 AS number";
    let named: Named = db.fetch_one(sql, (7, "seven")).await?;
    ensure_eq!((named.number, named.text.as_deref()), (7, Some("seven")));
    Ok(())
}

async fn missing_column(db: &Db) -> Result<(), Failure> {
    let error = db.fetch_one::<Named>("SELECT 1 AS number, 2 AS other", ()).await.err();
    let text = error.map(|error| error.message().to_owned()).unwrap_or_default();
    ensure!(text.contains("`Text`") && text.contains("`number`, `other`"), "{text:?}");
    let wrong = db.fetch_one::<(i64,)>("SELECT 1, 2", ()).await;
    ensure!(wrong.is_err(), "two columns were read into one");
    Ok(())
}

async fn defect(db: &Db) -> Result<(), Failure> {
    for sql in ["SELEC 1", "SELECT * FROM conformance_nothing", "", " -- nothing"] {
        let result = db.execute(sql, ()).await;
        ensure!(matches!(&result, Err(error) if error.kind() == Kind::Internal), "{result:?}");
    }
    Ok(())
}

async fn ping(db: &Db) -> Result<(), Failure> {
    Ok(db.ping().await?)
}
