//! The open database: its connections, and which statement goes to which.

#[cfg(feature = "postgres")]
use sqlx::PgConnection;
#[cfg(feature = "sqlite")]
use sqlx::SqliteConnection;

use super::Engine;
use super::config::{DbConfig, wrong};
use super::engine::{Conn, Query};
use super::error::{DbError, DbErrorKind, failure};
use super::pool::{AcquireError, Pool};
#[cfg(feature = "postgres")]
use super::postgres;
#[cfg(feature = "sqlite")]
use super::sqlite;
use microcore_core::config::ConfigError;
use microcore_core::error::Result;

/// How to open the database; made from the settings without reaching it.
pub(super) enum ConnectOptions {
    #[cfg(feature = "sqlite")]
    Sqlite(Box<sqlx::sqlite::SqliteConnectOptions>),
    #[cfg(feature = "postgres")]
    Postgres(Box<sqlx::postgres::PgConnectOptions>),
}

impl ConnectOptions {
    pub(super) fn new(config: &DbConfig) -> Result<Self, ConfigError> {
        match config.engine()? {
            #[cfg(feature = "sqlite")]
            Engine::Sqlite => sqlite::options(&config.url, config.connect_timeout())
                .map(|options| Self::Sqlite(Box::new(options)))
                .ok_or_else(|| wrong("url", "is not a URL of SQLite")),
            #[cfg(feature = "postgres")]
            Engine::Postgres => postgres::options(&config.url, config.statement_timeout())
                .map(|options| Self::Postgres(Box::new(options)))
                .ok_or_else(|| wrong("url", "is not a URL of PostgreSQL")),
            #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
            engine => Err(wrong("url", &format!("asks for {engine}, which is not compiled in"))),
        }
    }

    /// Makes what has to be there before it can be opened.
    pub(super) fn prepare(&self) -> Result<()> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(options) => sqlite::make_folder(options).map_err(|error| {
                failure(DbError::new(DbErrorKind::Unavailable, error.to_string()))
            }),
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => Ok(()),
        }
    }
}

/// The open database.
pub(super) enum Backend {
    /// SQLite has one writer at a time, so there is one connection that
    /// writes, and waiting for it is fair. Without readers (in memory, where
    /// each connection would be a database of its own) it does everything.
    #[cfg(feature = "sqlite")]
    Sqlite { writer: Pool<SqliteConnection>, readers: Option<Pool<SqliteConnection>> },
    #[cfg(feature = "postgres")]
    Postgres(Pool<PgConnection>),
}

impl Backend {
    pub(super) fn new(opening: &ConnectOptions, config: &DbConfig) -> Self {
        let acquire_timeout = config.connect_timeout();
        let size = config.max_connections as usize;
        match opening {
            #[cfg(feature = "sqlite")]
            ConnectOptions::Sqlite(options) => {
                let options = (**options).clone();
                let in_memory = sqlite::in_memory(&config.url);
                let readers = (!in_memory && size > 1).then(|| {
                    // Holds a statement that was taken for a reading one to it.
                    let reading = options.clone().pragma("query_only", "ON");
                    Pool::new(reading, size - 1, acquire_timeout, false)
                });
                Self::Sqlite { writer: Pool::new(options, 1, acquire_timeout, in_memory), readers }
            }
            #[cfg(feature = "postgres")]
            ConnectOptions::Postgres(options) => {
                Self::Postgres(Pool::new((**options).clone(), size, acquire_timeout, false))
            }
        }
    }

    /// A connection for that statement.
    pub(super) async fn for_query(&self, query: &Query) -> Result<Conn> {
        #[cfg(feature = "sqlite")]
        if let (Self::Sqlite { readers: Some(readers), .. }, true) = (self, query.reads) {
            return readers
                .acquire()
                .await
                .map(Conn::Sqlite)
                .map_err(|no| refused(no, sqlite::error));
        }
        #[cfg(not(feature = "sqlite"))]
        let _ = query.reads; // PostgreSQL's connections are all alike
        self.for_writing().await
    }

    /// A connection that may write.
    pub(super) async fn for_writing(&self) -> Result<Conn> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite { writer, .. } => {
                writer.acquire().await.map(Conn::Sqlite).map_err(|no| refused(no, sqlite::error))
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => {
                pool.acquire().await.map(Conn::Postgres).map_err(|no| refused(no, postgres::error))
            }
        }
    }

    pub(super) async fn close(&self) {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite { writer, readers } => {
                if let Some(readers) = readers {
                    readers.close().await;
                }
                writer.close().await;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

#[cold]
fn refused(refused: AcquireError, read: fn(&sqlx::Error) -> DbError) -> crate::Error {
    let mut error = match refused {
        AcquireError::Full => DbError::new(
            DbErrorKind::Timeout,
            "no connection became free; is a transaction held open while `Db` itself is used?",
        ),
        AcquireError::Closed => DbError::new(DbErrorKind::Unavailable, "the database was closed"),
        AcquireError::Silent => {
            DbError::new(DbErrorKind::Unavailable, "the server does not answer")
        }
        AcquireError::Connect(error) => read(&error),
    };
    if error.kind == DbErrorKind::Serialization {
        // Another process has locked the file; that passes.
        error.kind = DbErrorKind::Unavailable;
    }
    failure(error)
}
