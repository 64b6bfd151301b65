//! What the application tells about itself at `/system`.

use std::fmt::Write;
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
use microcore_core::tool::{BUCKETS_US, Circuit, MethodStats};

/// Read from what runs, on each request.
pub(crate) struct Status {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) tools: Arc<ToolSupervisor>,
    pub(crate) bus: Bus,
    pub(crate) ready: Arc<AtomicBool>,
    pub(crate) started: Instant,
}

impl System for Status {
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

    fn metrics(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_metrics(&mut text);
        text
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
            "total_us": method.total_us(),
        })).collect::<Vec<_>>(),
    })
}

impl Status {
    fn write_metrics(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "# HELP microcore_tool_up Whether calls of the capability pass.")?;
        writeln!(out, "# TYPE microcore_tool_up gauge")?;
        for tool in self.tools.all() {
            let up = u8::from(tool.proxy().circuit() == Circuit::Closed);
            writeln!(out, "microcore_tool_up{{capability=\"{}\"}} {up}", tool.meta().capability)?;
        }
        writeln!(out, "# HELP microcore_tool_call_seconds How long calls of a capability take.")?;
        writeln!(out, "# TYPE microcore_tool_call_seconds histogram")?;
        for tool in self.tools.all() {
            for method in tool.proxy().methods().iter().filter(|method| method.calls() > 0) {
                write_histogram(out, tool.meta().capability, method)?;
            }
        }
        writeln!(out, "# HELP microcore_tool_errors_total Calls of a capability that failed.")?;
        writeln!(out, "# TYPE microcore_tool_errors_total counter")?;
        for tool in self.tools.all() {
            for method in tool.proxy().methods().iter().filter(|method| method.calls() > 0) {
                writeln!(
                    out,
                    "microcore_tool_errors_total{{capability=\"{}\",method=\"{}\"}} {}",
                    tool.meta().capability,
                    method.name,
                    method.errors()
                )?;
            }
        }
        writeln!(out, "# HELP microcore_deliveries_pending Deliveries that are not settled.")?;
        writeln!(out, "# TYPE microcore_deliveries_pending gauge")?;
        writeln!(out, "microcore_deliveries_pending {}", self.bus.pending())
    }
}

fn write_histogram(out: &mut String, capability: &str, method: &MethodStats) -> std::fmt::Result {
    let labels = format!("capability=\"{capability}\",method=\"{}\"", method.name);
    let mut sum = 0;
    for (index, count) in method.buckets().into_iter().enumerate() {
        sum += count;
        match BUCKETS_US.get(index) {
            Some(end) => {
                let end = *end as f64 / 1e6;
                writeln!(out, "microcore_tool_call_seconds_bucket{{{labels},le=\"{end}\"}} {sum}")?;
            }
            None => {
                writeln!(out, "microcore_tool_call_seconds_bucket{{{labels},le=\"+Inf\"}} {sum}")?;
            }
        }
    }
    let total = method.total_us() as f64 / 1e6;
    writeln!(out, "microcore_tool_call_seconds_sum{{{labels}}} {total}")?;
    // Of the same reading as the buckets, so that both always agree.
    writeln!(out, "microcore_tool_call_seconds_count{{{labels}}} {sum}")
}
