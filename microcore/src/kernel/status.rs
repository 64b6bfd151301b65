//! What the application tells about itself at `/system`.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::{Value, json};

use super::crew::{Crew, Member};
use super::{BUCKETS_US, Circuit, Registry};
use crate::events::Bus;
use crate::http::System;
use crate::meta::AppMeta;

/// Read from what runs, each time somebody asks.
pub(crate) struct Status {
    pub(crate) app: &'static AppMeta,
    pub(crate) registry: Registry,
    pub(crate) crew: Arc<Crew>,
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
        let down = |member: &Arc<Member>| member.proxy().circuit() != Circuit::Closed;
        let degraded = self.crew.members().iter().any(down);
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
            "tools": self.crew.members().iter().map(|member| tool(member)).collect::<Vec<_>>(),
            "pending_deliveries": self.bus.pending(),
        })
    }

    fn bus(&self) -> &Bus {
        &self.bus
    }

    fn metrics(&self) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write_metrics(&mut text);
        text
    }
}

fn tool(member: &Member) -> Value {
    let methods = member.proxy().methods().iter().filter(|method| method.calls() > 0);
    json!({
        "capability": member.meta().capability,
        "provider": member.meta().provider,
        "circuit": member.proxy().circuit(),
        "trouble": member.trouble(),
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
        for member in self.crew.members() {
            let up = u8::from(member.proxy().circuit() == Circuit::Closed);
            writeln!(out, "microcore_tool_up{{capability=\"{}\"}} {up}", member.meta().capability)?;
        }
        writeln!(out, "# HELP microcore_tool_call_seconds How long calls of a capability take.")?;
        writeln!(out, "# TYPE microcore_tool_call_seconds histogram")?;
        for member in self.crew.members() {
            for method in member.proxy().methods().iter().filter(|method| method.calls() > 0) {
                write_histogram(out, member.meta().capability, method)?;
            }
        }
        writeln!(out, "# HELP microcore_tool_errors_total Calls of a capability that failed.")?;
        writeln!(out, "# TYPE microcore_tool_errors_total counter")?;
        for member in self.crew.members() {
            for method in member.proxy().methods().iter().filter(|method| method.calls() > 0) {
                writeln!(
                    out,
                    "microcore_tool_errors_total{{capability=\"{}\",method=\"{}\"}} {}",
                    member.meta().capability,
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

fn write_histogram(
    out: &mut String,
    capability: &str,
    method: &super::MethodStats,
) -> std::fmt::Result {
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
