//! The engines that `Db` serves: the trait of a driver, and the list of all drivers.
//!
//! Another driver is a module that implements [`Driver`] for its `sqlx::Database`, and
//! its entry in the list below. Elsewhere only the lexer of microcore-syntax (its
//! `Dialect`), the defaults of the section `db` and the `cfg` of a build without any
//! driver name an engine.

mod cancel;
mod dialect;
mod dispatch;
#[cfg(feature = "postgres")]
mod postgres;
#[cfg(feature = "sqlite")]
mod sqlite;

use futures_util::stream::BoxStream;
use microcore_core::config::ConfigError;
use microcore_core::error::{Error, Result};
use sqlx::Either;

pub(super) use cancel::CancelFlag;
pub(super) use dialect::Dialect;
use dispatch::drivers;

use super::config::{DbConfig, wrong};
use super::error::{DbError, failure};
use super::value::{Type, ValueRef};

// The engine and its name, its driver, the feature that compiles it in, the schemes of
// URLs that choose it.
drivers! {
    /// SQLite, in this process.
    Sqlite: "SQLite", sqlx::Sqlite, feature "sqlite", schemes "sqlite";
    /// A PostgreSQL server.
    Postgres: "PostgreSQL", sqlx::Postgres, feature "postgres", schemes "postgres" | "postgresql";
}

/// A database engine: what is not the same for all of them.
trait Driver: sqlx::Database {
    /// How its SQL differs.
    const DIALECT: Dialect;

    /// How its connections are opened and kept; none if the URL cannot be read.
    fn pools(config: &DbConfig) -> Option<Pools<OptionsOf<Self>>>;

    /// Makes what has to exist before a connection can be opened.
    fn prepare(_options: &OptionsOf<Self>) -> std::io::Result<()> {
        Ok(())
    }

    /// Has every statement end once it is cancelled, where dropping the connection alone
    /// would let it run on.
    fn cancel_when(
        _connection: &mut Self::Connection,
        _is_cancelled: impl Fn() -> bool + Send + 'static,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send {
        std::future::ready(Ok(()))
    }

    /// The statement as it is sent, and its arguments.
    fn bind(sql: &str, each: EachArgument<'_>) -> Result<(String, Self::Arguments)>;

    /// Runs a statement of the framework itself, such as `BEGIN`.
    fn control(
        connection: &mut Self::Connection,
        sql: &'static str,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// How many rows a statement changed.
    fn rows_affected(done: &Self::QueryResult) -> u64;

    /// What a cell holds.
    fn cell(row: &Self::Row, index: usize) -> Result<ValueRef<'_>, String>;

    /// What a failure means.
    fn error(error: &sqlx::Error) -> DbError;
}

type OptionsOf<D> = <<D as sqlx::Database>::Connection as sqlx::Connection>::Options;

/// Hands each argument of a statement to a function, with the type of its `NULL`.
pub(super) type EachArgument<'a> = &'a mut dyn FnMut(&mut dyn FnMut(Option<Type>, ValueRef<'_>));

/// How the connections of a database are opened and kept.
pub(super) struct Pools<O> {
    /// For statements that write, and for all others where there are no readers.
    pub(super) writer: PoolOptions<O>,
    /// For statements that only read.
    pub(super) readers: Option<PoolOptions<O>>,
}

/// How the connections of one pool are opened and kept.
#[derive(Clone)]
pub(super) struct PoolOptions<O> {
    pub(super) connect: O,
    /// How many there may be.
    pub(super) size: usize,
    /// Whether they stay whatever happens: one in memory is the database.
    pub(super) keep: bool,
}

impl<O> Pools<O> {
    fn map<T>(self, mut wrap: impl FnMut(O) -> T) -> Pools<T> {
        let mut pool = |PoolOptions { connect, size, keep }: PoolOptions<O>| PoolOptions {
            connect: wrap(connect),
            size,
            keep,
        };
        Pools { writer: pool(self.writer), readers: self.readers.map(pool) }
    }
}

impl Engine {
    /// The engine that the scheme of the URL names.
    fn of(config: &DbConfig) -> Result<Self, ConfigError> {
        let (scheme, _) = config.url.split_once(':').unwrap_or_default();
        Self::of_scheme(scheme).ok_or_else(|| {
            let schemes: Vec<_> = SCHEMES.iter().map(|scheme| format!("`{scheme}:`")).collect();
            wrong("url", &format!("must begin with {}", schemes.join(" or ")))
        })
    }

    #[cold]
    fn not_compiled_in(self) -> ConfigError {
        let feature = self.feature();
        let problem = format!(
            "asks for {self}, which is not compiled in; turn on the feature `{feature}` of microcore"
        );
        wrong("url", &problem)
    }
}

impl AnyDriver {
    /// The driver that the URL chooses.
    pub(super) fn of(config: &DbConfig) -> Result<Self, ConfigError> {
        let engine = Engine::of(config)?;
        engine.driver().ok_or_else(|| engine.not_compiled_in())
    }

    /// How the database is opened; made from the configuration without reaching it.
    pub(super) fn pools(self, config: &DbConfig) -> Result<Pools<ConnectOptions>, ConfigError> {
        let unreadable = || wrong("url", &format!("is not a URL of {}", self.engine()));
        self.read(config).ok_or_else(unreadable)
    }
}

/// One result of a running statement.
pub(super) enum Step {
    Row(AnyRow),
    /// It has ended and changed so many rows.
    Done(u64),
}

type Results<'a, D> = BoxStream<
    'a,
    Result<Either<<D as sqlx::Database>::QueryResult, <D as sqlx::Database>::Row>, sqlx::Error>,
>;

#[cold]
fn mixed_up() -> Error {
    Error::internal("a statement of one engine met a connection of another")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine(url: &str) -> Option<Engine> {
        Engine::of(&DbConfig::new(url)).ok()
    }

    #[test]
    fn the_url_selects_the_engine() {
        assert_eq!(engine("sqlite://a.db"), Some(Engine::Sqlite));
        assert_eq!(engine("postgres://h/a"), Some(Engine::Postgres));
        assert_eq!(engine("postgresql://h/a"), Some(Engine::Postgres));
        assert_eq!(engine("mysql://h/a"), None);
    }

    #[test]
    fn a_driver_that_is_not_compiled_in_is_refused_with_its_feature() {
        let text = Engine::Postgres.not_compiled_in().to_string();
        assert!(text.contains("asks for PostgreSQL, which is not compiled in"), "{text}");
        assert!(text.contains("the feature `postgres`"), "{text}");
    }
}
