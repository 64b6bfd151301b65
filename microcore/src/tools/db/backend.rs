//! The open database: its connections, and which statement goes to which.

use super::config::DbConfig;
use super::driver::{ConnectOptions, Pools};
use super::pool::{Pool, PooledConnection};
use super::query::Query;
use microcore_core::error::Result;

/// The open database.
pub(super) struct Backend {
    writer: Pool,
    /// Without readers the writer does everything.
    readers: Option<Pool>,
}

impl Backend {
    pub(super) fn new(pools: &Pools<ConnectOptions>, config: &DbConfig) -> Self {
        let pool = |options: &_| Pool::new(Clone::clone(options), config.connect_timeout());
        Self { writer: pool(&pools.writer), readers: pools.readers.as_ref().map(pool) }
    }

    /// A connection for that statement.
    pub(super) async fn for_query(&self, query: &Query) -> Result<PooledConnection> {
        match &self.readers {
            Some(readers) if query.reads => readers.acquire().await,
            _ => self.for_writing().await,
        }
    }

    /// A connection that may write.
    pub(super) async fn for_writing(&self) -> Result<PooledConnection> {
        self.writer.acquire().await
    }

    pub(super) async fn close(&self) {
        if let Some(readers) = &self.readers {
            readers.close().await;
        }
        self.writer.close().await;
    }
}
