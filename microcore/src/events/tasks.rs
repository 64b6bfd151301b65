//! The tasks that deliver, on the kernel's runtime.

use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use futures_util::future::{BoxFuture, FutureExt};
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Spawns onto one runtime, whichever thread asks: a publisher runs on an HTTP
/// worker, whose own runtime must not run subscribers.
pub(crate) struct Tasks {
    runtime: OnceLock<Handle>,
    early: Mutex<Vec<BoxFuture<'static, ()>>>,
    tracker: TaskTracker,
    cancel: CancellationToken,
    draining: AtomicBool,
    pending: AtomicUsize,
    idle: Notify,
}

impl Tasks {
    pub(crate) fn new() -> Self {
        Self {
            runtime: OnceLock::new(),
            early: Mutex::default(),
            tracker: TaskTracker::new(),
            cancel: CancellationToken::new(),
            draining: AtomicBool::new(false),
            pending: AtomicUsize::new(0),
            idle: Notify::new(),
        }
    }

    /// From now on tasks run, on the current runtime.
    pub(crate) fn start(&self) {
        let mut early = self.early();
        let runtime = self.runtime.get_or_init(Handle::current);
        for task in early.drain(..) {
            self.spawn_on(task, runtime);
        }
    }

    /// Whether tasks can run.
    pub(crate) fn started(&self) -> bool {
        self.runtime.get().is_some() && !self.cancel.is_cancelled()
    }

    /// Runs a task, from the start until it ends or everything is cancelled.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        if let Some(runtime) = self.runtime.get() {
            return self.spawn_on(task, runtime);
        }
        let mut early = self.early();
        match self.runtime.get() {
            Some(runtime) => self.spawn_on(task, runtime),
            None => early.push(task.boxed()),
        }
    }

    fn spawn_on(&self, task: impl Future<Output = ()> + Send + 'static, runtime: &Handle) {
        let cancel = self.cancel.clone();
        let task = async move {
            let _ = cancel.run_until_cancelled_owned(task).await;
        };
        self.tracker.spawn_on(task, runtime);
    }

    fn early(&self) -> MutexGuard<'_, Vec<BoxFuture<'static, ()>>> {
        self.early.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more thing that is not over yet.
    pub(crate) fn begin(&self) {
        self.pending.fetch_add(1, SeqCst);
    }

    /// One thing less.
    pub(crate) fn end(&self) {
        if self.pending.fetch_sub(1, SeqCst) == 1 {
            self.idle.notify_waiters();
        }
    }

    /// How much is not over yet.
    pub(crate) fn pending(&self) -> usize {
        self.pending.load(SeqCst)
    }

    /// From now on nothing is begun that could as well be begun after a restart.
    pub(crate) fn drain(&self) {
        self.draining.store(true, SeqCst);
    }

    pub(crate) fn draining(&self) -> bool {
        self.draining.load(SeqCst)
    }

    /// Waits until everything is over.
    pub(crate) async fn idle(&self) {
        loop {
            let idle = self.idle.notified();
            tokio::pin!(idle);
            idle.as_mut().enable();
            if self.pending() == 0 {
                return;
            }
            idle.await;
        }
    }

    /// Drops every task; waits a moment for those that are inside a poll.
    pub(crate) async fn cancel(&self) {
        self.cancel.cancel();
        self.early().clear();
        self.tracker.close();
        let _ = tokio::time::timeout(Duration::from_secs(1), self.tracker.wait()).await;
    }
}
