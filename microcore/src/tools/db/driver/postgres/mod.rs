//! The PostgreSQL driver.

mod arguments;
mod catalog;
mod cell;
mod error;
mod numeric;

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgQueryResult, PgRow};
use sqlx::{ConnectOptions, Executor, PgConnection, Postgres};

use super::{Dialect, Driver, EachArgument, PoolOptions, Pools};
use crate::tools::db::config::DbConfig;
use crate::tools::db::error::DbError;
use crate::tools::db::value::ValueRef;
use microcore_core::error::Result;
use microcore_syntax::sql::Dialect as Syntax;

impl Driver for Postgres {
    const DIALECT: Dialect = Dialect {
        name: "PostgreSQL",
        syntax: Syntax::Postgres,
        begin: "BEGIN",
        begin_migration: &[
            "BEGIN",
            "SET LOCAL statement_timeout = 0",
            // Advisory locks are numbers; this one is "microcor" in ASCII.
            "SELECT pg_advisory_xact_lock(x'6d6963726f636f72'::bigint)",
        ],
        translate: |sql| Ok(Cow::Borrowed(sql)),
        has_history: "SELECT to_regclass('microcore_migrations') IS NOT NULL",
        skip_locked: "FOR UPDATE SKIP LOCKED",
        catalog: catalog::CATALOG,
        // The server ends a statement first, by itself.
        timeout_grace: Duration::from_millis(500),
        has_lazy_rows: false,
        // A table has changed since the statement was prepared; it is not there any more.
        stale_codes: &["0A000", "26000"],
    };

    /// All connections are alike. The server has its own `statement_timeout`.
    fn pools(config: &DbConfig) -> Option<Pools<PgConnectOptions>> {
        let milliseconds = config.statement_timeout().as_millis().to_string();
        let connect = PgConnectOptions::from_str(&config.url)
            .ok()?
            .options([("statement_timeout", milliseconds.as_str())])
            .statement_cache_capacity(512)
            .disable_statement_logging();
        let size = config.max_connections as usize;
        Some(Pools { writer: PoolOptions { connect, size, keep: false }, readers: None })
    }

    fn bind(sql: &str, each: EachArgument<'_>) -> Result<(String, PgArguments)> {
        arguments::bind(sql, each)
    }

    async fn control(connection: &mut PgConnection, sql: &'static str) -> Result<(), sqlx::Error> {
        connection.execute(sqlx::raw_sql(sql)).await.map(drop)
    }

    fn rows_affected(done: &PgQueryResult) -> u64 {
        done.rows_affected()
    }

    fn cell(row: &PgRow, index: usize) -> Result<ValueRef<'_>, String> {
        cell::read(row, index)
    }

    #[cold]
    fn error(error: &sqlx::Error) -> DbError {
        error::read(error)
    }
}
