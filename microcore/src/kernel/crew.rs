//! The started tools: connected, watched, healed and closed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::join_all;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::settings::KernelSettings;
use super::{Circuit, Proxy, Startup, Tool, Toolbox};
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Result};
use crate::meta::{Migration, ToolMeta};
use crate::settings::Settings;

/// How soon a tool that is down is looked at again, at first and at most.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(200), Duration::from_secs(10));
/// How often the circuit of a tool is looked at between two health checks.
const GLANCE: Duration = Duration::from_secs(1);

/// All started tools, in the order in which they were started.
#[derive(Default)]
pub(crate) struct Crew {
    members: Vec<Arc<Member>>,
}

/// One started tool.
pub(crate) struct Member {
    meta: &'static ToolMeta,
    proxy: Arc<Proxy>,
    tool: Arc<dyn Tool>,
    connected: AtomicBool,
    trouble: Mutex<Option<String>>,
}

impl Crew {
    /// Starts each tool; none reaches its backend yet.
    pub(crate) fn start(
        app: &'static str,
        tools: &[&'static ToolMeta],
        settings: &Settings,
        migrations: &'static [Migration],
        toolbox: &mut Toolbox,
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut members = Vec::with_capacity(tools.len());
        for meta in tools {
            let methods: Vec<_> = meta.methods.iter().map(|method| method.name).collect();
            let proxy = Arc::new(Proxy::new(meta.capability, &methods));
            toolbox.add_proxy(proxy.clone());
            let started = (meta.start)(&mut Startup {
                app,
                settings,
                migrations,
                proxy: proxy.clone(),
                toolbox,
            });
            match started {
                Ok(tool) => members.push(Arc::new(Member {
                    meta,
                    proxy,
                    tool,
                    connected: AtomicBool::new(false),
                    trouble: Mutex::new(None),
                })),
                Err(error) => problems.extend(error.into_diagnostics()),
            }
        }
        Self { members }
    }

    pub(crate) fn members(&self) -> &[Arc<Member>] {
        &self.members
    }

    pub(crate) fn member(&self, capability: &str) -> Option<&Arc<Member>> {
        self.members.iter().find(|member| member.meta.capability == capability)
    }

    /// Connects all tools at once. A backend that is down leaves its tool for
    /// [`watch`](Self::watch) to heal; any other failure is a problem.
    pub(crate) async fn connect(&self, settings: &KernelSettings) -> Vec<Diagnostic> {
        let limit = settings.connect_timeout();
        let connecting = self.members.iter().map(|member| member.connect(limit));
        let mut problems = Vec::new();
        for (member, result) in self.members.iter().zip(join_all(connecting).await) {
            match result {
                Ok(()) => {}
                Err(error) if error.kind().is_infrastructure() => member.down(&error),
                Err(error) => problems.push(
                    Diagnostic::new(format!(
                        "tool `{}` does not connect: {}",
                        member.meta.capability,
                        error.chain()
                    ))
                    .label(member.meta.site, format!("provided by `{}`", member.meta.provider)),
                ),
            }
        }
        problems
    }

    /// Asks for the health of each tool and heals those that are down.
    pub(crate) fn watch(&self, settings: &KernelSettings) -> JoinSet<()> {
        let mut watchers = JoinSet::new();
        for member in &self.members {
            let (interval, limit) = (settings.health_interval(), settings.connect_timeout());
            watchers.spawn(member.clone().watch(interval, limit));
        }
        watchers
    }

    /// Closes the tools, the last started first.
    pub(crate) async fn close(&self, limit: Duration) {
        for member in self.members.iter().rev() {
            let closing = std::panic::AssertUnwindSafe(member.tool.close()).catch_unwind();
            match timeout(limit, closing).await {
                Ok(Ok(())) => tracing::debug!(capability = member.meta.capability, "tool closed"),
                Ok(Err(_)) => {
                    tracing::error!(capability = member.meta.capability, "tool panicked on close");
                }
                Err(_) => tracing::warn!(
                    capability = member.meta.capability,
                    limit_ms = limit.as_millis() as u64,
                    "tool did not close in time",
                ),
            }
        }
    }
}

impl Member {
    pub(crate) fn meta(&self) -> &'static ToolMeta {
        self.meta
    }

    pub(crate) fn proxy(&self) -> &Proxy {
        &self.proxy
    }

    /// What is wrong with the tool right now.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn connect(&self, limit: Duration) -> Result<()> {
        guarded(self.meta.capability, "connect", limit, self.tool.connect()).await?;
        self.connected.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn health(&self, limit: Duration) -> Result<()> {
        guarded(self.meta.capability, "answer", limit, self.tool.health()).await
    }

    fn down(&self, error: &Error) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.chain());
        self.proxy.open(error);
    }

    fn up(&self) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.proxy.close();
    }

    async fn watch(self: Arc<Self>, interval: Duration, limit: Duration) {
        let mut backoff = BACKOFF.0;
        loop {
            if self.proxy.circuit() == Circuit::Closed && self.connected.load(Ordering::Relaxed) {
                backoff = BACKOFF.0;
                self.rest(interval).await;
            } else {
                sleep(backoff).await;
                backoff = (backoff * 2).min(BACKOFF.1);
            }
            match self.examine(limit).await {
                Ok(()) => self.up(),
                Err(error) => self.down(&error),
            }
        }
    }

    /// Waits for the next check, or until calls find the tool down.
    async fn rest(&self, interval: Duration) {
        let until = tokio::time::Instant::now() + interval;
        while tokio::time::Instant::now() < until && self.proxy.circuit() == Circuit::Closed {
            tokio::time::sleep_until(until.min(tokio::time::Instant::now() + GLANCE)).await;
        }
    }

    /// A tool that says it is sick is connected again, for those that do not
    /// mend their connection themselves.
    async fn examine(&self, limit: Duration) -> Result<()> {
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
    let work = std::panic::AssertUnwindSafe(work).catch_unwind();
    match timeout(limit, work).await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => {
            let text = super::panic_text(&*panic);
            Err(Error::internal(format!("{capability} panicked: {text}")))
        }
        Err(_) => Err(Error::timeout(format!(
            "{capability} did not {what} within {} ms",
            limit.as_millis()
        ))),
    }
}
