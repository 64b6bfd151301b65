//! The databases that a program may run on, and queries on them.

use std::fmt;
use std::path::Path;

use microcore_test_support::Postgres;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions};

/// A database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file in the program's folder.
    Sqlite,
    /// A real server.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The URL of a new, empty database; none if there is no server, which is reported, or a
/// failure if backends are required.
///
/// # Panics
/// If the database cannot be created.
pub fn database(engine: Engine) -> Option<String> {
    match engine {
        Engine::Sqlite => Some("sqlite://e2e.db".to_owned()),
        Engine::Postgres => wait(async { Some(Postgres::shared().await?.database().await) }),
    }
}

/// The URL of a new, empty database on that server.
///
/// # Panics
/// If the database cannot be created.
pub fn database_on(server: &Postgres) -> String {
    wait(server.database())
}

/// A delivery that failed permanently.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The name of the event.
    pub event: String,
    /// The subscriber.
    pub subscriber: String,
    /// The error of the last attempt.
    pub error: String,
    /// The number of attempts.
    pub attempts: i64,
    /// Why it was not retried.
    pub reason: String,
    /// The event as it was sent.
    pub envelope: String,
}

/// The dead letters in an SQLite file.
///
/// # Panics
/// If the file cannot be read.
pub fn dead_letters(file: &Path) -> Vec<DeadLetter> {
    let sql = "SELECT event, subscriber, error, attempts, reason, envelope \
               FROM microcore_dead_letters ORDER BY id";
    type Row = (String, String, String, i64, String, String);
    let rows: Vec<Row> = wait(async {
        sqlx::query_as(sql).fetch_all(&mut open(file).await).await.expect("dead letters")
    });
    let letter = |(event, subscriber, error, attempts, reason, envelope): Row| DeadLetter {
        event,
        subscriber,
        error,
        attempts,
        reason,
        envelope,
    };
    rows.into_iter().map(letter).collect()
}

/// The first column of a query on an SQLite file.
///
/// # Panics
/// If the file cannot be read.
pub fn numbers(file: &Path, sql: &str) -> Vec<i64> {
    let query = sqlx::query_scalar(AssertSqlSafe(sql.to_owned()));
    wait(async { query.fetch_all(&mut open(file).await).await.expect("numbers") })
}

/// Changes an SQLite file while a program may use it.
///
/// # Panics
/// If it changes nothing.
pub fn execute(file: &Path, sql: &str) {
    let query = sqlx::query(AssertSqlSafe(sql.to_owned()));
    let done = wait(async { query.execute(&mut open(file).await).await.expect("a change") });
    assert_ne!(done.rows_affected(), 0, "{sql}");
}

async fn open(file: &Path) -> SqliteConnection {
    SqliteConnectOptions::new().filename(file).connect().await.expect("the file opens")
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work)
}
