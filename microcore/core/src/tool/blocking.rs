//! The bounded thread pool on which a plain `fn` runs.

use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::Semaphore;

use crate::error::{Error, RETRY_AFTER, Result};
use crate::trace::Caller;

/// Runs blocking work off the worker threads, so many at a time.
#[derive(Clone)]
pub struct Blocking {
    permits: Arc<Semaphore>,
    acquire_timeout: Duration,
    /// The runtime it was made on: what waits for a tool there does not hang on
    /// the HTTP worker that happened to call it.
    runtime: Option<Handle>,
}

impl std::fmt::Debug for Blocking {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blocking").finish_non_exhaustive()
    }
}

impl Default for Blocking {
    fn default() -> Self {
        Self::new(64, Duration::from_secs(1))
    }
}

impl Blocking {
    /// A pool of `size` threads; a call that finds it full waits for `acquire_timeout`
    /// and is then answered with 503.
    pub fn new(size: usize, acquire_timeout: Duration) -> Self {
        let runtime = Handle::try_current().ok();
        Self { permits: Arc::new(Semaphore::new(size)), acquire_timeout, runtime }
    }

    /// Runs `work` on the pool. A panic is resumed in the caller.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T> {
        let acquire = self.permits.clone().acquire_owned();
        let Ok(Ok(permit)) = tokio::time::timeout(self.acquire_timeout, acquire).await else {
            return Err(
                Error::unavailable("all blocking workers are busy").with_retry_after(RETRY_AFTER)
            );
        };
        let caller = Caller::current();
        let work = move || {
            let _permit = permit;
            match caller {
                Some(caller) => caller.sync_scope(work),
                None => work(),
            }
        };
        let task = match &self.runtime {
            Some(runtime) => runtime.spawn_blocking(work),
            None => tokio::task::spawn_blocking(work),
        };
        match task.await {
            Ok(value) => Ok(value),
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(cancelled) => {
                    Err(Error::unavailable("the application is stopping").with_source(cancelled))
                }
            },
        }
    }
}
