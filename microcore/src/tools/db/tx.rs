//! Transactions.

use std::sync::Arc;

use super::error::{DbError, DbErrorKind, failure};
use super::from_value::FromValue;
use super::handle::{self, Inner, Rows, no_row};
use super::params::Params;
use super::pool::PooledConnection;
use super::query::Query;
use super::row::{FromRow, Row};
use super::stream::RowStream;
use microcore_core::error::{Error, Result};

/// A transaction: its statements happen together or not at all.
///
/// Dropped without [`commit`](Self::commit) it is rolled back. After one of its
/// statements has failed it can only be rolled back, on every engine; to insert
/// what may be there already, write `ON CONFLICT DO NOTHING`.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Tx {
    conn: Option<PooledConnection>,
    inner: Arc<Inner>,
    failed: bool,
    on_commit: Vec<Box<dyn FnOnce() + Send>>,
}

impl Tx {
    pub(super) async fn begin(inner: Arc<Inner>) -> Result<Self> {
        let conn = inner.writer().await?;
        let limit = inner.query_limit();
        let begin = inner.driver.dialect().begin;
        // From here on a drop rolls back.
        let mut tx = Self { conn: Some(conn), inner, failed: false, on_commit: Vec::new() };
        match tx.conn()?.control(begin, limit).await {
            Ok(()) => Ok(tx),
            Err(error) => {
                // Nothing was begun; unless the answer is still to come, the
                // connection goes back as it is.
                if !tx.conn()?.is_busy() {
                    tx.conn = None;
                }
                Err(error)
            }
        }
    }

    /// Runs a statement; returns how many rows it changed.
    pub async fn execute(&mut self, sql: &str, args: impl Params) -> Result<u64> {
        let query = self.query(sql, &args)?;
        let inner = self.inner.clone();
        inner.proxy.call(handle::EXECUTE, self.run(query, &mut drop)).await
    }

    /// The first row.
    ///
    /// # Errors
    /// Kind `NotFound` if there is none; the transaction stays usable.
    pub async fn fetch_one<T: FromRow>(&mut self, sql: &str, args: impl Params) -> Result<T> {
        let query = self.query(sql, &args)?;
        let inner = self.inner.clone();
        let row = inner.proxy.call(handle::FETCH_ONE, self.first(query)).await?;
        T::from_row(&row.ok_or_else(no_row)?)
    }

    /// The first row, if there is one.
    pub async fn fetch_optional<T: FromRow>(
        &mut self,
        sql: &str,
        args: impl Params,
    ) -> Result<Option<T>> {
        let query = self.query(sql, &args)?;
        let inner = self.inner.clone();
        let row = inner.proxy.call(handle::FETCH_OPTIONAL, self.first(query)).await?;
        row.as_ref().map(T::from_row).transpose()
    }

    /// All rows.
    pub async fn fetch_all<T: FromRow>(&mut self, sql: &str, args: impl Params) -> Result<Vec<T>> {
        let query = self.query(sql, &args)?;
        let inner = self.inner.clone();
        let mut rows = Rows::default();
        inner.proxy.call(handle::FETCH_ALL, self.run(query, &mut |row| rows.read(&row))).await?;
        rows.finish()
    }

    /// The first column of the first row.
    ///
    /// # Errors
    /// Kind `NotFound` if there is no row; the transaction stays usable.
    pub async fn fetch_scalar<T: FromValue>(&mut self, sql: &str, args: impl Params) -> Result<T> {
        let query = self.query(sql, &args)?;
        let inner = self.inner.clone();
        let row = inner.proxy.call(handle::FETCH_SCALAR, self.first(query)).await?;
        row.ok_or_else(no_row)?.get(0)
    }

    /// The rows one by one. A stream that is dropped half-way leaves the
    /// transaction fit for nothing but a rollback.
    pub fn fetch(&mut self, sql: &str, args: impl Params) -> RowStream<'_> {
        let query = self.query(sql, &args);
        let inner = self.inner.clone();
        RowStream::new(|rows| async move {
            let stream = async {
                let sent = rows.send_all(self.usable()?, query?).await;
                self.failed |= sent.is_err();
                sent
            };
            inner.proxy.call(handle::FETCH, stream).await
        })
    }

    /// Runs `hook` after a successful commit, and only then.
    pub fn on_commit(&mut self, hook: impl FnOnce() + Send + 'static) {
        self.on_commit.push(Box::new(hook));
    }

    /// Makes everything permanent.
    ///
    /// # Errors
    /// The transaction is rolled back: a statement of it has failed, or a rule
    /// that is checked last does not hold.
    pub async fn commit(mut self) -> Result<()> {
        let inner = self.inner.clone();
        inner.proxy.call(handle::COMMIT, self.end("COMMIT")).await?;
        for hook in std::mem::take(&mut self.on_commit) {
            hook();
        }
        Ok(())
    }

    /// Takes everything back, now.
    pub async fn rollback(mut self) -> Result<()> {
        // A transaction may be rolled back whatever happened in it.
        self.failed = false;
        let inner = self.inner.clone();
        inner.proxy.call(handle::ROLLBACK, self.end("ROLLBACK")).await
    }

    async fn end(&mut self, sql: &'static str) -> Result<()> {
        let limit = self.inner.query_limit();
        self.usable()?.control(sql, limit).await?;
        self.conn = None;
        Ok(())
    }

    async fn run(&mut self, query: Query, each: &mut (dyn FnMut(Row) + Send)) -> Result<u64> {
        let limit = self.inner.query_limit();
        let result = self.usable()?.run(query, limit, each).await;
        self.failed |= result.is_err();
        result
    }

    async fn first(&mut self, query: Query) -> Result<Option<Row>> {
        let limit = self.inner.query_limit();
        let result = self.usable()?.first(query, limit).await;
        self.failed |= result.is_err();
        result
    }

    fn query(&self, sql: &str, args: &impl Params) -> Result<Query> {
        Query::new(self.inner.driver, sql, args)
    }

    fn conn(&mut self) -> Result<&mut PooledConnection> {
        self.conn.as_mut().ok_or_else(|| Error::internal("the transaction has ended"))
    }

    fn usable(&mut self) -> Result<&mut PooledConnection> {
        let failed = self.failed;
        let conn = self.conn()?;
        if failed || conn.is_busy() {
            let message = "a statement of this transaction failed; it can only be rolled back";
            return Err(failure(DbError::new(DbErrorKind::Other, message)));
        }
        Ok(conn)
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take() {
            conn.roll_back_later();
        }
    }
}

impl std::fmt::Debug for Tx {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tx").field("failed", &self.failed).finish_non_exhaustive()
    }
}
