//! In debug builds: names the `async fn` that keeps its worker from everybody else.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll};
use std::thread;
use std::time::{Duration, Instant};

use futures_util::future::{BoxFuture, LocalBoxFuture};
use microcore_core::meta::{HandlerMeta, PluginMeta};

/// A worker that one handler holds this long without an `.await` that waits serves
/// no other request.
const LIMIT: Duration = Duration::from_millis(100);
const POLL_INTERVAL: Duration = Duration::from_millis(25);

/// The function of a handler, watched where the build is one for debugging.
pub(super) fn watched<F: Watch>(
    call: F,
    plugin: &'static PluginMeta,
    handler: &'static HandlerMeta,
) -> F {
    // A plain `fn` has a thread to itself.
    if cfg!(debug_assertions) && !handler.blocking {
        call.watched(Name { plugin, handler })
    } else {
        call
    }
}

/// The erased functions, each of which returns a boxed future.
pub(super) trait Watch {
    fn watched(self, name: Name) -> Self;
}

/// On whichever thread the runtime chooses.
impl<C: 'static, T: 'static> Watch for Box<dyn Fn(C) -> BoxFuture<'static, T> + Send + Sync> {
    fn watched(self, name: Name) -> Self {
        Box::new(move |call| Box::pin(Watched { name, future: self(call) }))
    }
}

/// On the worker's own thread.
impl<C: 'static, T: 'static> Watch for Box<dyn Fn(C) -> LocalBoxFuture<'static, T> + Send + Sync> {
    fn watched(self, name: Name) -> Self {
        Box::new(move |call| Box::pin(Watched { name, future: self(call) }))
    }
}

/// Who is watched.
#[derive(Clone, Copy)]
pub(super) struct Name {
    plugin: &'static PluginMeta,
    handler: &'static HandlerMeta,
}

struct Watched<F> {
    name: Name,
    /// Boxed already.
    future: F,
}

impl<F: Future + Unpin> Future for Watched<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        let _held = Held::by(self.name);
        Pin::new(&mut self.future).poll(context)
    }
}

/// What a thread is polling just now.
#[derive(Default)]
struct Worker(Mutex<Option<Polling>>);

struct Polling {
    name: Name,
    since: Instant,
    told: bool,
}

/// Notes on the worker that it is held, until it is dropped: by the end of the
/// poll, or by a panic in it.
struct Held {
    worker: Arc<Worker>,
    /// A handler may be polled within another.
    around: Option<Polling>,
}

impl Held {
    fn by(name: Name) -> Self {
        let worker = this_worker();
        let polling = Polling { name, since: Instant::now(), told: false };
        let around = worker.lock().replace(polling);
        Self { worker, around }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut held = self.worker.lock();
        if let Some(polling) = held.as_mut() {
            polling.tell_if_long();
        }
        *held = self.around.take();
    }
}

impl Worker {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Polling>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Polling {
    fn tell_if_long(&mut self) {
        let held = self.since.elapsed();
        if held < LIMIT || self.told {
            return;
        }
        self.told = true;
        let Name { plugin, handler } = self.name;
        tracing::warn!(
            plugin = %plugin.id(),
            handler = handler.name,
            at = %handler.location,
            held_ms = held.as_millis() as u64,
            "an async handler holds its worker for over 100 ms, and everybody else on it waits: \
             call the async twin of what blocks, or make the handler a plain `fn` (explain MC010)"
        );
    }
}

fn this_worker() -> Arc<Worker> {
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

/// The workers there are; the first one also starts the thread that looks at them,
/// for a handler that never comes back.
fn workers() -> &'static Workers {
    static WORKERS: OnceLock<Workers> = OnceLock::new();
    WORKERS.get_or_init(|| {
        let looking = thread::Builder::new().name("microcore-watchdog".to_owned()).spawn(look);
        if let Err(error) = looking {
            tracing::warn!(%error, "no watchdog: async handlers are watched at the end of a poll only");
        }
        Workers::default()
    })
}

fn look() {
    loop {
        thread::sleep(POLL_INTERVAL);
        workers().lock().unwrap_or_else(PoisonError::into_inner).retain(|worker| {
            let Some(worker) = worker.upgrade() else { return false };
            if let Some(polling) = worker.lock().as_mut() {
                polling.tell_if_long();
            }
            true
        });
    }
}
