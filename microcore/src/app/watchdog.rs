//! In debug builds: reports an `async fn` that blocks its worker thread.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use futures_util::future::{BoxFuture, LocalBoxFuture};
use microcore_core::meta::{HandlerMeta, PluginMeta};

/// How long a handler may run on its worker thread without yielding at an `.await`. In
/// the meantime the thread serves no other request.
const LIMIT: Duration = Duration::from_millis(100);
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// The function of a handler; in a debug build its polls are measured.
pub(super) fn watched<F: Watch>(
    call: F,
    plugin: &'static PluginMeta,
    handler: &'static HandlerMeta,
) -> F {
    // A plain `fn` runs on the blocking pool.
    if cfg!(debug_assertions) && !handler.blocking {
        call.watched(HandlerId { plugin, handler })
    } else {
        call
    }
}

/// The erased functions, each of which returns a boxed future.
pub(super) trait Watch {
    fn watched(self, handler: HandlerId) -> Self;
}

/// For futures that may move between threads.
impl<C: 'static, T: 'static> Watch for Box<dyn Fn(C) -> BoxFuture<'static, T> + Send + Sync> {
    fn watched(self, handler: HandlerId) -> Self {
        Box::new(move |call| Box::pin(Watched { handler, future: self(call) }))
    }
}

/// For futures that stay on their worker thread.
impl<C: 'static, T: 'static> Watch for Box<dyn Fn(C) -> LocalBoxFuture<'static, T> + Send + Sync> {
    fn watched(self, handler: HandlerId) -> Self {
        Box::new(move |call| Box::pin(Watched { handler, future: self(call) }))
    }
}

/// The handler that is watched.
#[derive(Clone, Copy)]
pub(super) struct HandlerId {
    plugin: &'static PluginMeta,
    handler: &'static HandlerMeta,
}

struct Watched<F> {
    handler: HandlerId,
    /// A boxed future, which is `Unpin`.
    future: F,
}

impl<F: Future + Unpin> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let _guard = PollGuard::enter(self.handler);
        Pin::new(&mut self.future).poll(context)
    }
}

/// What a worker thread is polling at the moment.
#[derive(Default)]
struct Worker(Mutex<Option<Polling>>);

struct Polling {
    handler: HandlerId,
    since: Instant,
    is_reported: bool,
}

/// Records on the worker what it polls, until the guard is dropped: at the end of the
/// poll, or by a panic in it.
struct PollGuard {
    worker: Arc<Worker>,
    /// What was polled before: a handler may be polled within another.
    outer: Option<Polling>,
}

impl PollGuard {
    fn enter(handler: HandlerId) -> Self {
        let worker = current_worker();
        let polling = Polling { handler, since: Instant::now(), is_reported: false };
        let outer = worker.lock().replace(polling);
        Self { worker, outer }
    }
}

impl Drop for PollGuard {
    fn drop(&mut self) {
        let mut current = self.worker.lock();
        if let Some(polling) = current.as_mut() {
            polling.report_if_slow();
        }
        *current = self.outer.take();
    }
}

impl Worker {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Polling>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Polling {
    fn report_if_slow(&mut self) {
        let elapsed = self.since.elapsed();
        if elapsed < LIMIT || self.is_reported {
            return;
        }
        self.is_reported = true;
        let HandlerId { plugin, handler } = self.handler;
        tracing::warn!(
            plugin = %plugin.id(),
            handler = handler.name,
            at = %handler.location,
            blocked_ms = elapsed.as_millis() as u64,
            "an async handler blocked its worker thread for over 100 ms: call an async function \
             instead of the blocking one, or make the handler a plain `fn` (see MC010)"
        );
    }
}

fn current_worker() -> Arc<Worker> {
    thread_local! {
        static WORKER: OnceCell<Arc<Worker>> = const { OnceCell::new() };
    }
    WORKER.with(|worker| worker.get_or_init(register).clone())
}

fn register() -> Arc<Worker> {
    let worker = Arc::new(Worker::default());
    let workers = workers();
    workers.lock().unwrap_or_else(PoisonError::into_inner).push(Arc::downgrade(&worker));
    worker
}

type Workers = Mutex<Vec<Weak<Worker>>>;

/// The worker threads. The first one also starts the thread that checks them, for a
/// handler that never yields.
fn workers() -> &'static Workers {
    static WORKERS: OnceLock<Workers> = OnceLock::new();
    WORKERS.get_or_init(|| {
        let watchdog = thread::Builder::new().name("microcore-watchdog".to_owned()).spawn(check_workers);
        if let Err(error) = watchdog {
            tracing::warn!(%error, "the watchdog thread cannot be started: async handlers are checked at the end of a poll only");
        }
        Workers::default()
    })
}

fn check_workers() {
    loop {
        thread::sleep(POLL_INTERVAL);
        workers().lock().unwrap_or_else(PoisonError::into_inner).retain(|worker| {
            let Some(worker) = worker.upgrade() else { return false };
            if let Some(polling) = worker.lock().as_mut() {
                polling.report_if_slow();
            }
            true
        });
    }
}
