//! A running application: startup, serving and shutdown.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::task::{JoinHandle, JoinSet};

use super::Registry;
use super::config::KernelConfig;
use super::hooks::Hooks;
use super::tool_supervisor::ToolSupervisor;
use crate::events::Bus;
use crate::http::{Server, Shutdown};
use crate::schedule::Scheduler;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::AppMeta;
use microcore_core::tool::Circuit;

/// What runs.
pub(crate) struct RunningParts {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) kernel: KernelConfig,
    pub(crate) tools: Arc<ToolSupervisor>,
    pub(crate) bus: Bus,
    pub(crate) scheduler: Scheduler,
    pub(crate) hooks: Hooks,
    /// Whether `/system/ready` says yes.
    pub(crate) ready: Arc<AtomicBool>,
}

/// A running application. It runs until [`stop`](Self::stop); dropped, it is
/// cut off.
pub struct Running {
    parts: RunningParts,
    /// Watchers of tools, hooks that were postponed.
    tasks: JoinSet<()>,
    http: Option<Http>,
    started: bool,
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").finish_non_exhaustive()
    }
}

struct Http {
    addresses: Vec<SocketAddr>,
    stop: Shutdown,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    pub(crate) fn new(parts: RunningParts) -> Self {
        Self { parts, tasks: JoinSet::new(), http: None, started: false }
    }

    /// Connects the tools, runs the start hooks, and serves.
    pub(crate) async fn start(&mut self, server: Server) -> Result<(), Vec<Diagnostic>> {
        let problems = self.parts.tools.connect(&self.parts.kernel).await;
        if !problems.is_empty() {
            return Err(problems);
        }
        self.tasks = self.parts.tools.watch(&self.parts.kernel);
        if let Err(error) = self.parts.bus.connect().await {
            let text = format!("the event transport does not start: {}", error.chain());
            return Err(vec![Diagnostic::new(text)]);
        }
        self.parts.hooks.start(&mut self.tasks).await?;
        self.started = true;
        if let Err(error) = self.parts.bus.start().await {
            return Err(vec![Diagnostic::new(format!(
                "the bus does not start: {}",
                error.chain()
            ))]);
        }
        self.parts.scheduler.start();
        self.parts.ready.store(true, Ordering::Relaxed);
        self.http = Some(Http {
            addresses: server.addresses().to_vec(),
            stop: server.stop_handle(),
            task: tokio::spawn(server.run()),
        });
        Ok(())
    }

    /// The application.
    pub fn app(&self) -> &'static AppMeta {
        self.parts.app
    }

    /// Its plugins and tools.
    pub fn registry(&self) -> &Registry {
        &self.parts.registry
    }

    /// Its bus: traces, dead letters, counts.
    pub fn bus(&self) -> &Bus {
        &self.parts.bus
    }

    /// Where it listens, with real ports.
    pub fn addresses(&self) -> &[SocketAddr] {
        self.http.as_ref().map_or(&[], |http| &http.addresses)
    }

    /// Whether calls of a capability pass; `None` where no tool provides it.
    pub fn circuit(&self, capability: &str) -> Option<Circuit> {
        let tool = self.parts.tools.get(capability)?;
        Some(tool.proxy().circuit())
    }

    /// Returns if the server ends without having been asked to.
    pub async fn ended(&mut self) {
        let Some(http) = &mut self.http else { return std::future::pending().await };
        let cause = match (&mut http.task).await {
            Ok(Ok(())) => return,
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        self.http = None;
        tracing::error!(cause, "the server stopped unexpectedly");
    }

    /// Stops in order: no longer ready, requests in flight finish, no more jobs,
    /// deliveries finish, plugins stop, tools close, the last started first. Each
    /// step has a deadline, after which the next begins.
    pub async fn stop(mut self) {
        self.shutdown().await;
    }

    /// [`stop`](Self::stop), from wherever [`start`](Self::start) got to.
    pub(crate) async fn shutdown(&mut self) {
        let parts = &self.parts;
        let limit = parts.kernel.stop_timeout();
        parts.ready.store(false, Ordering::Relaxed);
        if let Some(http) = self.http.take() {
            http.stop.stop();
            if let Ok(Err(error)) = http.task.await {
                tracing::error!(cause = %error, "the server failed while it stopped");
            }
        }
        if !parts.scheduler.stop(limit).await {
            tracing::warn!("jobs aborted");
        }
        let left = parts.bus.drain(Duration::from_millis(parts.bus.config().drain_ms)).await;
        if left > 0 {
            tracing::warn!(left, "deliveries aborted");
        }
        if self.started {
            parts.hooks.stop().await;
        }
        self.tasks.shutdown().await;
        parts.tools.close(limit).await;
        let traces = parts.bus.traces().clone();
        if let Ok(false) = tokio::task::spawn_blocking(move || traces.flush(limit)).await {
            tracing::warn!("the last traces were not exported in time");
        }
    }
}
