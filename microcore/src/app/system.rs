//! The application's [`System`]: its status at `/system`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use futures_util::future::BoxFuture;
use microcore_core::error::Result;
use microcore_core::store::DeadLetter;
use microcore_core::system::System;
use microcore_core::trace::Traces;
use serde_json::{Value, json};
use uuid::Uuid;

use super::Registry;
use super::tool_supervisor::{SupervisedTool, ToolSupervisor};
use crate::events::Bus;
use microcore_core::meta::AppMeta;
use microcore_core::tool::Circuit;

/// The parts of a running application that its [`System`] is read from, on each request.
pub(crate) struct AppSystem {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) tools: Arc<ToolSupervisor>,
    pub(crate) bus: Bus,
    pub(crate) ready: Arc<AtomicBool>,
    pub(crate) started: Instant,
}

impl System for AppSystem {
    fn live(&self) -> bool {
        true
    }

    fn ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    fn status(&self) -> Value {
        let down = |tool: &Arc<SupervisedTool>| tool.proxy().circuit() != Circuit::Closed;
        let degraded = self.tools.all().iter().any(down);
        let plugins: Vec<_> = self.registry.plugins.iter().map(|plugin| plugin.id()).collect();
        json!({
            "app": { "name": self.app.name, "version": self.app.version },
            "state": match (self.ready(), degraded) {
                (false, _) => "stopping",
                (true, true) => "degraded",
                (true, false) => "ready",
            },
            "uptime_s": self.started.elapsed().as_secs(),
            "plugins": plugins,
            "tools": self.tools.all().iter().map(|tool| tool_status(tool)).collect::<Vec<_>>(),
            "pending_deliveries": self.bus.pending(),
        })
    }

    fn causal_tree(&self) -> &Traces {
        self.bus.traces()
    }

    fn dead_letters(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        Box::pin(self.bus.dead_letters(limit))
    }

    fn dead_letter(&self, id: Uuid) -> BoxFuture<'_, Result<DeadLetter>> {
        Box::pin(self.bus.dead_letter(id))
    }

    fn replay(&self, id: Uuid) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.bus.replay(id))
    }

    fn discard(&self, id: Uuid) -> BoxFuture<'_, Result<()>> {
        Box::pin(self.bus.discard(id))
    }
}

fn tool_status(tool: &SupervisedTool) -> Value {
    let methods = tool.proxy().methods().iter().filter(|method| method.calls() > 0);
    json!({
        "capability": tool.meta().capability,
        "provider": tool.meta().provider,
        "circuit": tool.proxy().circuit(),
        "error": tool.error(),
        "methods": methods.map(|method| json!({
            "name": method.name,
            "calls": method.calls(),
            "errors": method.errors(),
            "total_us": method.latency.total_us(),
        })).collect::<Vec<_>>(),
    })
}
