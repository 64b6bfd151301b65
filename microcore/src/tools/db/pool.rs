//! The connection pool.
//!
//! It is not sqlx's pool, for three reasons: a refused connection is an error
//! immediately (sqlx retries until its timeout); a connection is returned without a
//! ping and without a task; and after a failure of one connection no older one is
//! acquired again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::driver::{AnyDriver, CancelFlag, ConnectOptions, Connection, PoolOptions};
use super::error::{DbError, DbErrorKind, failure};
use microcore_core::error::{Error, Result};

/// Idle for longer than this, a connection is asked whether it still works.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);
/// Older than this, a connection is replaced, so that servers can be moved.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

#[derive(Clone)]
pub(super) struct Pool {
    shared: Arc<Shared>,
}

struct Shared {
    options: PoolOptions<ConnectOptions>,
    idle: Mutex<Vec<Member>>,
    permits: Arc<Semaphore>,
    /// Counts the failures; members of an earlier count are closed.
    failures: AtomicU64,
    acquire_timeout: Duration,
    /// Connections live on the runtime that opened the pool: that of an HTTP
    /// worker may end earlier or be busy with something else.
    runtime: Handle,
}

/// A connection of the pool.
struct Member {
    connection: Connection,
    cancel: CancelFlag,
    born: Instant,
    used: Instant,
    failures: u64,
}

/// Why no connection could be had.
enum AcquireError {
    /// All are in use.
    Full,
    /// The pool was closed.
    Closed,
    /// The server did not let one in.
    Connect(sqlx::Error),
    /// The server did not answer.
    Silent,
}

impl Pool {
    /// A pool whose callers wait up to `acquire_timeout` for a connection. Must be called
    /// on the runtime where the connections are to live.
    pub(super) fn new(options: PoolOptions<ConnectOptions>, acquire_timeout: Duration) -> Self {
        Self {
            shared: Arc::new(Shared {
                idle: Mutex::default(),
                permits: Arc::new(Semaphore::new(options.size)),
                options,
                failures: AtomicU64::new(0),
                acquire_timeout,
                runtime: Handle::current(),
            }),
        }
    }

    pub(super) async fn acquire(&self) -> Result<PooledConnection> {
        self.try_acquire().await.map_err(|error| self.failure(error))
    }

    async fn try_acquire(&self) -> Result<PooledConnection, AcquireError> {
        let permit = self.permit().await?;
        while let Some(mut member) = self.shared.pop() {
            if self.shared.options.keep {
                return Ok(self.lend(member, permit));
            }
            let failures = self.shared.failures.load(Ordering::Relaxed);
            if member.failures != failures || member.born.elapsed() > LIFETIME {
                continue;
            }
            if member.used.elapsed() > TRUSTED_IDLE {
                let ping =
                    tokio::time::timeout(self.shared.acquire_timeout, member.connection.ping());
                if !matches!(ping.await, Ok(Ok(()))) {
                    continue;
                }
            }
            return Ok(self.lend(member, permit));
        }
        let failures = self.shared.failures.load(Ordering::Relaxed);
        let shared = self.shared.clone();
        let connecting = self.shared.runtime.spawn(async move {
            let cancel = CancelFlag::default();
            let connect = shared.options.connect.connect(&cancel);
            let connected = tokio::time::timeout(shared.acquire_timeout, connect).await;
            connected.map(|connected| connected.map(|connection| (connection, cancel)))
        });
        let (connection, cancel) = match connecting.await {
            Ok(Ok(Ok(connected))) => connected,
            Ok(Ok(Err(error))) => return Err(AcquireError::Connect(error)),
            Ok(Err(_elapsed)) => return Err(AcquireError::Silent),
            Err(_stopped) => return Err(AcquireError::Closed),
        };
        let now = Instant::now();
        Ok(self.lend(Member { connection, cancel, born: now, used: now, failures }, permit))
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        let permits = &self.shared.permits;
        match permits.clone().try_acquire_owned() {
            Ok(permit) => return Ok(permit),
            Err(tokio::sync::TryAcquireError::Closed) => return Err(AcquireError::Closed),
            Err(tokio::sync::TryAcquireError::NoPermits) => {}
        }
        match tokio::time::timeout(self.shared.acquire_timeout, permits.clone().acquire_owned())
            .await
        {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_closed)) => Err(AcquireError::Closed),
            Err(_elapsed) => Err(AcquireError::Full),
        }
    }

    fn lend(&self, member: Member, permit: OwnedSemaphorePermit) -> PooledConnection {
        PooledConnection {
            member: Some(member),
            permit: Some(permit),
            shared: self.shared.clone(),
            busy: false,
        }
    }

    #[cold]
    fn failure(&self, error: AcquireError) -> Error {
        let mut error = match error {
            AcquireError::Full => DbError::new(
                DbErrorKind::Timeout,
                "timed out waiting for a connection; does a handler use `Db` while it holds a \
                 transaction open?",
            ),
            AcquireError::Closed => {
                DbError::new(DbErrorKind::Unavailable, "the database was closed")
            }
            AcquireError::Silent => {
                DbError::new(DbErrorKind::Unavailable, "the server does not answer")
            }
            AcquireError::Connect(error) => self.shared.options.connect.driver().error(&error),
        };
        if error.kind == DbErrorKind::Serialization {
            // Another process has locked the file; that passes.
            error.kind = DbErrorKind::Unavailable;
        }
        failure(error)
    }

    /// Closes the pool and its idle connections.
    pub(super) async fn close(&self) {
        self.shared.permits.close();
        while let Some(member) = self.shared.pop() {
            if let Err(error) = member.connection.close().await {
                tracing::debug!(%error, "a connection did not close cleanly");
            }
        }
    }
}

impl Shared {
    fn pop(&self) -> Option<Member> {
        // The last one used is the one most likely to be warm.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn push(&self, mut member: Member) {
        if self.permits.is_closed() {
            return;
        }
        member.used = Instant::now();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(member);
    }
}

/// A connection on loan; it goes back when this is dropped.
pub(super) struct PooledConnection {
    member: Option<Member>,
    permit: Option<OwnedSemaphorePermit>,
    shared: Arc<Shared>,
    /// A statement runs, or was left in the middle.
    busy: bool,
}

impl PooledConnection {
    /// The connection, to run a statement on; none if it broke.
    pub(super) fn begin(&mut self) -> Option<&mut Connection> {
        self.busy = true;
        self.member.as_mut().map(|member| &mut member.connection)
    }

    pub(super) fn driver(&self) -> AnyDriver {
        self.shared.options.connect.driver()
    }

    /// A statement has ended. If the connection broke, so may have all others.
    pub(super) fn end(&mut self, broke: bool) {
        self.busy = false;
        if broke && !self.shared.options.keep {
            self.shared.failures.fetch_add(1, Ordering::Relaxed);
            self.member = None;
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    /// Gives the connection back after `clean` has run; a connection that
    /// cannot be cleaned is closed.
    pub(super) fn clean_up<F>(mut self, clean: impl FnOnce(Connection) -> F)
    where
        F: Future<Output = Option<Connection>> + Send + 'static,
    {
        if self.busy && !self.shared.options.keep {
            // Closing takes everything back as well, without waiting.
            return;
        }
        let (Some(member), Some(permit)) = (self.member.take(), self.permit.take()) else {
            return;
        };
        let shared = self.shared.clone();
        let Member { connection, cancel, born, used, failures } = member;
        let clean = clean(connection);
        let runtime = shared.runtime.clone();
        runtime.spawn(async move {
            if let Ok(Some(connection)) = tokio::time::timeout(shared.acquire_timeout, clean).await
            {
                shared.push(Member { connection, cancel, born, used, failures });
            }
            drop(permit);
        });
    }
}

impl Drop for PooledConnection {
    fn drop(&mut self) {
        if let Some(member) = self.member.take() {
            if self.busy && !self.shared.options.keep {
                // What an abandoned statement still has to say would reach the next.
                member.cancel.set();
            } else {
                self.shared.push(member);
            }
        }
        // The permit is dropped last: the next holder finds the connection.
        self.permit = None;
    }
}
