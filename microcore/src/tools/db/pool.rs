//! Connections that are kept open.
//!
//! An own pool, and not sqlx's, for three reasons: a server that refuses
//! connections is an error at once (sqlx tries until its timeout); a connection
//! goes back without a ping and a task of its own; and after a failure of one
//! connection no older one is handed out again.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sqlx::{ConnectOptions, Connection};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Idle for longer than this, a connection is asked whether it still works.
const TRUSTED_IDLE: Duration = Duration::from_secs(1);
/// Older than this, a connection is replaced, so that servers can be moved.
const LIFETIME: Duration = Duration::from_secs(30 * 60);

pub(super) struct Pool<C: Connection> {
    shared: Arc<Shared<C>>,
}

/// What a pool asks of its connections.
pub(super) trait Pooled: Connection + Send + 'static {
    /// Has a statement end once the cancel is pulled, where dropping the
    /// connection alone would let it run on.
    fn fit(&mut self, cancel: &CancelFlag) -> impl Future<Output = Result<(), sqlx::Error>> + Send;
}

/// Ends a running statement, and every later one, of a connection that was abandoned.
#[derive(Clone, Default)]
pub(super) struct CancelFlag(Arc<AtomicBool>);

impl CancelFlag {
    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    #[cfg(feature = "sqlite")]
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

struct Shared<C: Connection> {
    options: C::Options,
    idle: Mutex<Vec<Member<C>>>,
    permits: Arc<Semaphore>,
    /// Counts the failures; members of an earlier count are closed.
    failures: AtomicU64,
    acquire_timeout: Duration,
    /// Whether connections stay whatever happens: one in memory is the database.
    keep: bool,
    /// Connections live on the runtime that opened the pool: that of an HTTP
    /// worker may end earlier or be busy with something else.
    runtime: Handle,
}

struct Member<C> {
    connection: C,
    cancel: CancelFlag,
    born: Instant,
    used: Instant,
    failures: u64,
}

/// Why no connection could be had.
pub(super) enum AcquireError {
    /// All are in use.
    Full,
    /// The pool was closed.
    Closed,
    /// The server did not let one in.
    Connect(sqlx::Error),
    /// The server did not answer.
    Silent,
}

impl<C: Connection> Clone for Pool<C> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone() }
    }
}

impl<C: Pooled> Pool<C> {
    /// A pool of up to `size` connections; a caller waits up to `acquire_timeout` for
    /// one. Must be called on the runtime where the connections are to live.
    pub(super) fn new(
        options: C::Options,
        size: usize,
        acquire_timeout: Duration,
        keep: bool,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                options,
                idle: Mutex::default(),
                permits: Arc::new(Semaphore::new(size)),
                failures: AtomicU64::new(0),
                acquire_timeout,
                keep,
                runtime: Handle::current(),
            }),
        }
    }

    pub(super) async fn acquire(&self) -> Result<PooledConnection<C>, AcquireError> {
        let permit = self.permit().await?;
        while let Some(mut member) = self.shared.pop() {
            if self.shared.keep {
                return Ok(self.lease(member, permit));
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
            return Ok(self.lease(member, permit));
        }
        let failures = self.shared.failures.load(Ordering::Relaxed);
        let shared = self.shared.clone();
        let opening = self.shared.runtime.spawn(async move {
            let open = async {
                let mut connection = shared.options.connect().await?;
                let cancel = CancelFlag::default();
                connection.fit(&cancel).await?;
                Ok((connection, cancel))
            };
            tokio::time::timeout(shared.acquire_timeout, open).await
        });
        let (connection, cancel) = match opening.await {
            Ok(Ok(Ok(opened))) => opened,
            Ok(Ok(Err(error))) => return Err(AcquireError::Connect(error)),
            Ok(Err(_elapsed)) => return Err(AcquireError::Silent),
            Err(_stopped) => return Err(AcquireError::Closed),
        };
        let now = Instant::now();
        Ok(self.lease(Member { connection, cancel, born: now, used: now, failures }, permit))
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

    fn lease(&self, member: Member<C>, permit: OwnedSemaphorePermit) -> PooledConnection<C> {
        PooledConnection {
            member: Some(member),
            permit: Some(permit),
            shared: self.shared.clone(),
            busy: false,
        }
    }

    /// Hands out no more connections and closes those that are idle.
    pub(super) async fn close(&self) {
        self.shared.permits.close();
        while let Some(member) = self.shared.pop() {
            if let Err(error) = member.connection.close().await {
                tracing::debug!(%error, "a connection did not close cleanly");
            }
        }
    }
}

impl<C: Connection> Shared<C> {
    fn pop(&self) -> Option<Member<C>> {
        // The last one used is the one most likely to be warm.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()
    }

    fn push(&self, mut member: Member<C>) {
        if self.permits.is_closed() {
            return;
        }
        member.used = Instant::now();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(member);
    }
}

/// A connection on loan; it goes back when this is dropped.
pub(super) struct PooledConnection<C: Connection> {
    member: Option<Member<C>>,
    permit: Option<OwnedSemaphorePermit>,
    shared: Arc<Shared<C>>,
    /// A statement runs, or was left in the middle.
    busy: bool,
}

impl<C: Pooled> PooledConnection<C> {
    /// The connection, to run a statement on; none if it broke.
    pub(super) fn start(&mut self) -> Option<&mut C> {
        self.busy = true;
        self.member.as_mut().map(|member| &mut member.connection)
    }

    /// A statement has ended. If the connection broke, so may have all others.
    pub(super) fn end(&mut self, broke: bool) {
        self.busy = false;
        if broke && !self.shared.keep {
            self.shared.failures.fetch_add(1, Ordering::Relaxed);
            self.member = None;
        }
    }

    pub(super) fn is_busy(&self) -> bool {
        self.busy
    }

    /// Gives the connection back after `clean` has run; a connection that
    /// cannot be cleaned is closed.
    pub(super) fn clean_up<F>(mut self, clean: impl FnOnce(C) -> F)
    where
        F: Future<Output = Option<C>> + Send + 'static,
    {
        if self.busy && !self.shared.keep {
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

impl<C: Connection> Drop for PooledConnection<C> {
    fn drop(&mut self) {
        if let Some(member) = self.member.take() {
            if self.busy && !self.shared.keep {
                // What an abandoned statement still has to say would reach the next.
                member.cancel.set();
            } else {
                self.shared.push(member);
            }
        }
        // The permit goes last: whoever gets it finds the connection.
        self.permit = None;
    }
}
