//! An application that serves.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::task::JoinSet;

use super::crew::Crew;
use super::hooks::{self, Hook};
use super::settings::KernelSettings;
use super::{Circuit, Registry};
use crate::meta::AppMeta;

/// What runs.
pub(crate) struct Parts {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) kernel: KernelSettings,
    pub(crate) crew: Crew,
    pub(crate) on_stop: Vec<Hook>,
    pub(crate) tasks: JoinSet<()>,
}

/// A running application. It goes on until [`stop`](Self::stop).
pub struct Running {
    parts: Parts,
    ready: Arc<AtomicBool>,
}

impl Running {
    pub(crate) fn new(parts: Parts) -> Self {
        Self { parts, ready: Arc::new(AtomicBool::new(true)) }
    }

    /// The application.
    pub fn app(&self) -> &'static AppMeta {
        self.parts.app
    }

    /// Its plugins and tools.
    pub fn registry(&self) -> &Registry {
        &self.parts.registry
    }

    /// Whether calls of a capability pass; `None` where no tool provides it.
    pub fn circuit(&self, capability: &str) -> Option<Circuit> {
        let member = self.parts.crew.member(capability)?;
        Some(member.proxy.circuit())
    }

    /// Stops in order: no longer ready, requests and deliveries in flight
    /// finish, plugins stop, tools close, the last started first. Each step has
    /// a deadline.
    pub async fn stop(self) {
        let Self { mut parts, ready } = self;
        ready.store(false, Ordering::Relaxed);
        hooks::stop(&parts.on_stop, &parts.kernel).await;
        parts.tasks.shutdown().await;
        parts.crew.close(parts.kernel.stop_timeout()).await;
    }
}
