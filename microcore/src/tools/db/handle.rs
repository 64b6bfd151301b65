//! `Db`: the handle that plugins use.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::Engine;
use super::backend::Backend;
use super::config::DbConfig;
use super::driver::{AnyDriver, ConnectOptions, Dialect, Pools};
use super::error::{DbError, DbErrorKind, failure};
use super::from_value::FromValue;
use super::migrate::{self, Planned};
use super::params::Params;
use super::pool::PooledConnection;
use super::query::Query;
use super::row::{FromRow, Row};
use super::stream::RowStream;
use super::tx::Tx;
use microcore_core::call::{Argument, Call};
use microcore_core::config::ConfigError;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ArgMeta, Migration};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::Proxy;

/// The database. Cheap to clone; see the [module](super) for the contract.
#[derive(Clone)]
pub struct Db {
    pub(super) inner: Arc<Inner>,
}

pub(super) struct Inner {
    pub(super) driver: AnyDriver,
    pub(super) config: DbConfig,
    pub(super) proxy: Arc<Proxy>,
    pools: Pools<ConnectOptions>,
    /// Open from the first success on.
    backend: OnceLock<Backend>,
}

/// The methods as the proxy counts them.
pub(super) const METHODS: [&str; 10] = [
    "execute",
    "fetch_one",
    "fetch_optional",
    "fetch_all",
    "fetch_scalar",
    "fetch",
    "begin",
    "commit",
    "rollback",
    "ping",
];
pub(super) const EXECUTE: usize = 0;
pub(super) const FETCH_ONE: usize = 1;
pub(super) const FETCH_OPTIONAL: usize = 2;
pub(super) const FETCH_ALL: usize = 3;
pub(super) const FETCH_SCALAR: usize = 4;
pub(super) const FETCH: usize = 5;
const BEGIN: usize = 6;
pub(super) const COMMIT: usize = 7;
pub(super) const ROLLBACK: usize = 8;
const PING: usize = 9;

impl Db {
    /// A handle that is not open yet.
    pub(super) fn closed(config: DbConfig, proxy: Arc<Proxy>) -> Result<Self, ConfigError> {
        config.check()?;
        let driver = AnyDriver::of(&config)?;
        let pools = driver.pools(&config)?;
        let backend = OnceLock::new();
        Ok(Self { inner: Arc::new(Inner { driver, config, proxy, pools, backend }) })
    }

    /// Opens a database outside of an application, as tests and scripts do, and
    /// runs `migrations` unless the configuration says otherwise.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use microcore::tools::db::{Db, DbConfig};
    ///
    /// let db = Db::open(DbConfig::new("sqlite::memory:"), &[]).await?;
    /// let three: i64 = db.fetch_scalar("SELECT $1 + $2", (1, 2)).await?;
    /// assert_eq!(three, 3);
    /// # Ok::<_, microcore::Error>(())
    /// # }).unwrap();
    /// ```
    pub async fn open(config: DbConfig, migrations: &[Migration]) -> Result<Self> {
        let proxy = Arc::new(Proxy::new("Db", &METHODS));
        let db = Self::closed(config, proxy)?;
        db.connect(&migrate::plan(migrations)?).await?;
        Ok(db)
    }

    /// Reaches the database and migrates it; handlers can use it afterwards.
    pub(super) async fn connect(&self, migrations: &[Planned<'_>]) -> Result<()> {
        let inner = &self.inner;
        if inner.backend.get().is_some() {
            return inner.ping().await;
        }
        inner
            .pools
            .writer
            .connect
            .prepare()
            .map_err(|error| failure(DbError::new(DbErrorKind::Unavailable, error.to_string())))?;
        let backend = Backend::new(&inner.pools, &inner.config);
        let ready = async {
            let mut conn = backend.for_writing().await?;
            if inner.config.migrate {
                migrate::apply(&mut conn, migrations).await?;
            }
            let probe = Query::new(inner.driver, "SELECT 1", &())?;
            conn.first(probe, inner.query_limit()).await.map(drop)
        };
        match ready.await {
            Ok(()) => {
                tracing::info!(engine = %inner.driver.engine(), url = inner.config.shown_url(), "database open");
                inner.backend.set(backend).map_err(|_| Error::internal("connected twice at once"))
            }
            Err(error) => {
                backend.close().await;
                Err(error)
            }
        }
    }

    pub(super) async fn close(&self) {
        if let Some(backend) = self.inner.backend.get() {
            backend.close().await;
        }
    }

    /// The database behind it.
    pub fn engine(&self) -> Engine {
        self.inner.driver.engine()
    }

    /// How the SQL of its engine differs.
    pub(super) fn dialect(&self) -> &'static Dialect {
        self.inner.dialect()
    }

    /// The end of a query that takes rows which no other transaction has taken.
    pub(crate) fn skip_locked(&self) -> &'static str {
        self.inner.dialect().skip_locked
    }

    /// Runs a statement; returns how many rows it changed.
    ///
    /// # Errors
    /// Kind `Unavailable` or `Timeout` when the database fails, else
    /// `Internal`; the source is a [`DbError`](super::DbError) where the engine
    /// refused. The same holds for all methods.
    pub async fn execute(&self, sql: &str, args: impl Params) -> Result<u64> {
        let query = self.query(sql, &args)?;
        self.inner.proxy.call(EXECUTE, self.inner.run(query, &mut drop)).await
    }

    /// The first row.
    ///
    /// # Errors
    /// Kind `NotFound` if there is none.
    pub async fn fetch_one<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<T> {
        let query = self.query(sql, &args)?;
        let row = self.inner.proxy.call(FETCH_ONE, self.inner.first(query)).await?;
        T::from_row(&row.ok_or_else(no_row)?)
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<T: FromRow>(
        &self,
        sql: &str,
        args: impl Params,
    ) -> Result<Option<T>> {
        let query = self.query(sql, &args)?;
        let row = self.inner.proxy.call(FETCH_OPTIONAL, self.inner.first(query)).await?;
        row.as_ref().map(T::from_row).transpose()
    }

    /// All rows.
    pub async fn fetch_all<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<Vec<T>> {
        let query = self.query(sql, &args)?;
        let mut rows = Rows::default();
        self.inner.proxy.call(FETCH_ALL, self.inner.run(query, &mut |row| rows.read(&row))).await?;
        rows.finish()
    }

    /// The first column of the first row.
    ///
    /// # Errors
    /// Kind `NotFound` if there is no row.
    pub async fn fetch_scalar<T: FromValue>(&self, sql: &str, args: impl Params) -> Result<T> {
        let query = self.query(sql, &args)?;
        let row = self.inner.proxy.call(FETCH_SCALAR, self.inner.first(query)).await?;
        row.ok_or_else(no_row)?.get(0)
    }

    /// The rows one by one, as the database gives them. A connection is held
    /// until the stream ends or is dropped.
    pub fn fetch(&self, sql: &str, args: impl Params) -> RowStream<'static> {
        let inner = self.inner.clone();
        let query = self.query(sql, &args);
        RowStream::new(|rows| async move {
            let query = query?;
            let stream = async {
                let mut conn = inner.backend()?.for_query(&query).await?;
                rows.send_all(&mut conn, query).await
            };
            inner.proxy.call(FETCH, stream).await
        })
    }

    /// Begins a transaction. Dropped without [`commit`](Tx::commit), it is
    /// rolled back.
    pub async fn begin(&self) -> Result<Tx> {
        self.inner.proxy.call(BEGIN, Tx::begin(self.inner.clone())).await
    }

    /// Asks the database whether it answers.
    pub async fn ping(&self) -> Result<()> {
        self.inner.proxy.call(PING, self.inner.ping()).await
    }

    fn query(&self, sql: &str, args: &impl Params) -> Result<Query> {
        Query::new(self.inner.driver, sql, args)
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("engine", &self.engine()).finish_non_exhaustive()
    }
}

impl<C: Call> Argument<C> for Db {
    type State = Self;

    const META: ArgMeta = ArgMeta::Capability("Db");

    fn resolve(mount: &Mount<'_>, _name: &'static str) -> Result<Self, MountError> {
        mount.handle("Db")
    }

    fn take(source: &Self, _call: &mut C) -> Result<Self> {
        Ok(source.clone())
    }
}

impl Inner {
    pub(super) fn backend(&self) -> Result<&Backend> {
        self.backend.get().ok_or_else(|| self.proxy.unavailable())
    }

    pub(super) async fn writer(&self) -> Result<PooledConnection> {
        self.backend()?.for_writing().await
    }

    pub(super) fn dialect(&self) -> &'static Dialect {
        self.driver.dialect()
    }

    /// How long a statement is waited for.
    pub(super) fn query_limit(&self) -> Duration {
        self.config.statement_timeout() + self.dialect().timeout_grace
    }

    async fn run(&self, query: Query, each: &mut (dyn FnMut(Row) + Send)) -> Result<u64> {
        let mut conn = self.backend()?.for_query(&query).await?;
        conn.run(query, self.query_limit(), each).await
    }

    async fn first(&self, query: Query) -> Result<Option<Row>> {
        let mut conn = self.backend()?.for_query(&query).await?;
        conn.first(query, self.query_limit()).await
    }

    pub(super) async fn ping(&self) -> Result<()> {
        self.first(Query::new(self.driver, "SELECT 1", &())?).await.map(drop)
    }
}

/// Rows on their way into a `Vec`; the first that cannot be read is the answer.
pub(super) struct Rows<T> {
    read: Result<Vec<T>>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self { read: Ok(Vec::new()) }
    }
}

impl<T: FromRow> Rows<T> {
    pub(super) fn read(&mut self, row: &Row) {
        if let Ok(rows) = &mut self.read {
            match T::from_row(row) {
                Ok(row) => rows.push(row),
                Err(error) => self.read = Err(error),
            }
        }
    }

    pub(super) fn finish(self) -> Result<Vec<T>> {
        self.read
    }
}

#[cold]
pub(super) fn no_row() -> Error {
    Error::not_found("there is no such row")
}
