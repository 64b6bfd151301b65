//! Supervises the started tools: connects them, checks their health, reconnects and closes.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::config::KernelConfig;
use microcore_core::call::{catch_panic, lazy_timeout};
use microcore_core::tool::{Circuit, Proxy, Startup, ToolLifecycle, Toolbox};

use microcore_core::config::Configuration;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{Migration, ToolMeta};

/// The delay before a failing tool is checked again: the first and the longest.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));
/// How often the circuit of a tool is polled between two health checks.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

/// All started tools, in the order in which they were started.
#[derive(Default)]
pub(crate) struct ToolSupervisor {
    tools: Vec<Arc<SupervisedTool>>,
    /// The capabilities of those that could not be started.
    failed: Vec<&'static str>,
}

/// One started tool.
pub(crate) struct SupervisedTool {
    meta: &'static ToolMeta,
    proxy: Arc<Proxy>,
    lifecycle: Arc<dyn ToolLifecycle>,
    connected: AtomicBool,
    error: Mutex<Option<String>>,
}

impl ToolSupervisor {
    /// Starts each tool; none reaches its backend yet.
    pub(crate) fn start(
        app: &'static str,
        tools: &[&'static ToolMeta],
        config: &Configuration,
        migrations: &'static [Migration],
        toolbox: &mut Toolbox,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let (mut started, mut failed) = (Vec::with_capacity(tools.len()), Vec::new());
        for meta in tools {
            let methods: Vec<_> = meta.methods.iter().map(|method| method.name).collect();
            let proxy = Arc::new(Proxy::new(meta.capability, &methods));
            toolbox.add_proxy(proxy.clone());
            let tool = (meta.start)(&mut Startup {
                app,
                config,
                migrations,
                proxy: proxy.clone(),
                toolbox,
            });
            match tool {
                Ok(tool) => started.push(Arc::new(SupervisedTool {
                    meta,
                    proxy,
                    lifecycle: tool,
                    connected: AtomicBool::new(false),
                    error: Mutex::new(None),
                })),
                Err(diagnostics) => {
                    failed.push(meta.capability);
                    problems.extend(diagnostics);
                }
            }
        }
        Self { tools: started, failed }
    }

    pub(crate) fn all(&self) -> &[Arc<SupervisedTool>] {
        &self.tools
    }

    /// The capabilities of the tools that could not be started.
    pub(crate) fn failed(&self) -> &[&'static str] {
        &self.failed
    }

    pub(crate) fn get(&self, capability: &str) -> Option<&Arc<SupervisedTool>> {
        self.tools.iter().find(|tool| tool.meta.capability == capability)
    }

    /// Connects all tools at once. A backend that is down leaves its tool for
    /// [`watch`](Self::watch) to heal; any other failure is a problem.
    pub(crate) async fn connect(&self, config: &KernelConfig) -> Vec<Diagnostic> {
        let limit = config.connect_timeout();
        let connecting = self.tools.iter().map(|tool| tool.connect(limit));
        let mut problems = Vec::new();
        for (tool, result) in self.tools.iter().zip(join_all(connecting).await) {
            match result {
                Ok(()) => {}
                Err(error) if error.kind().is_infrastructure() => tool.down(&error),
                Err(error) => problems.push(
                    Diagnostic::new(format!(
                        "tool `{}` does not connect: {}",
                        tool.meta.capability,
                        error.chain()
                    ))
                    .label(tool.meta.location, format!("provided by `{}`", tool.meta.provider)),
                ),
            }
        }
        problems
    }

    /// Checks the health of each tool and reconnects those that are down.
    pub(crate) fn watch(&self, config: &KernelConfig) -> JoinSet<()> {
        let mut watchers = JoinSet::new();
        for tool in &self.tools {
            let (interval, limit) = (config.health_interval(), config.connect_timeout());
            watchers.spawn(tool.clone().watch(interval, limit));
        }
        watchers
    }

    /// Closes the tools, the last started first.
    pub(crate) async fn close(&self, limit: Duration) {
        for tool in self.tools.iter().rev() {
            match lazy_timeout(Some(limit), catch_panic(tool.lifecycle.close())).await {
                Some(Ok(())) => tracing::debug!(capability = tool.meta.capability, "tool closed"),
                Some(Err(_)) => {
                    tracing::error!(capability = tool.meta.capability, "tool panicked on close");
                }
                None => tracing::warn!(
                    capability = tool.meta.capability,
                    limit_ms = limit.as_millis() as u64,
                    "tool did not close in time",
                ),
            }
        }
    }
}

impl SupervisedTool {
    pub(crate) fn meta(&self) -> &'static ToolMeta {
        self.meta
    }

    pub(crate) fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// What is wrong with the tool right now.
    pub(crate) fn error(&self) -> Option<String> {
        self.error.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn connect(&self, limit: Duration) -> Result<()> {
        guarded(self.meta.capability, "connect", limit, self.lifecycle.connect()).await?;
        self.connected.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn health(&self, limit: Duration) -> Result<()> {
        guarded(self.meta.capability, "answer", limit, self.lifecycle.health()).await
    }

    fn down(&self, error: &Error) {
        *self.error.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.chain());
        self.proxy.open(error);
    }

    fn up(&self) {
        *self.error.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.proxy.close();
    }

    async fn watch(self: Arc<Self>, interval: Duration, limit: Duration) {
        let mut backoff = BACKOFF.0;
        loop {
            if self.proxy.circuit() == Circuit::Closed && self.connected.load(Ordering::Relaxed) {
                backoff = BACKOFF.0;
                self.wait_until_next_check(interval).await;
            } else {
                sleep(backoff).await;
                backoff = (backoff * 2).min(BACKOFF.1);
            }
            match self.check_health(limit).await {
                Ok(()) => self.up(),
                Err(error) => self.down(&error),
            }
        }
    }

    /// Waits for the next check, or until calls find the tool down.
    async fn wait_until_next_check(&self, interval: Duration) {
        let until = tokio::time::Instant::now() + interval;
        while tokio::time::Instant::now() < until && self.proxy.circuit() == Circuit::Closed {
            tokio::time::sleep_until(until.min(tokio::time::Instant::now() + POLL_INTERVAL)).await;
        }
    }

    /// A tool whose health check fails is reconnected, for those that do not
    /// repair their connection themselves.
    async fn check_health(&self, limit: Duration) -> Result<()> {
        if self.connected.load(Ordering::Relaxed) && self.health(limit).await.is_ok() {
            return Ok(());
        }
        self.connect(limit).await?;
        self.health(limit).await
    }
}

/// Holds a tool to its deadline and keeps its panics from the kernel.
async fn guarded(
    capability: &'static str,
    what: &str,
    limit: Duration,
    work: impl Future<Output = Result<()>>,
) -> Result<()> {
    match lazy_timeout(Some(limit), catch_panic(work)).await {
        Some(Ok(result)) => result,
        Some(Err(panic)) => Err(Error::internal(format!("{capability} {panic}"))),
        None => Err(Error::timeout(format!(
            "{capability} did not {what} within {} ms",
            limit.as_millis()
        ))),
    }
}
