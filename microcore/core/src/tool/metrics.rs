//! The metrics of tools.

use std::fmt;
use std::sync::Arc;

use super::{Circuit, MethodStats, Proxy};
use crate::metrics::{Collector, Encoder};

/// Whether each tool is up, how long its methods take and how often they fail.
pub struct ToolMetrics {
    proxies: Vec<Arc<Proxy>>,
}

impl ToolMetrics {
    /// The metrics of the tools behind these proxies.
    pub fn new(proxies: Vec<Arc<Proxy>>) -> Self {
        Self { proxies }
    }

    /// The methods that were called, with their labels.
    fn methods(&self) -> impl Iterator<Item = ([(&'static str, &str); 2], &MethodStats)> {
        self.proxies.iter().flat_map(|proxy| {
            let called = proxy.methods().iter().filter(|method| method.calls() > 0);
            called.map(|method| {
                ([("capability", proxy.capability()), ("method", method.name)], method)
            })
        })
    }
}

impl Collector for ToolMetrics {
    fn collect(&self, encoder: &mut Encoder<'_>) -> fmt::Result {
        encoder.gauge(
            "microcore_tool_up",
            "Whether calls of the capability pass.",
            self.proxies.iter().map(|proxy| {
                ([("capability", proxy.capability())], (proxy.circuit() == Circuit::Closed).into())
            }),
        )?;
        encoder.histogram(
            "microcore_tool_call_seconds",
            "How long calls of a capability take.",
            self.methods().map(|(labels, method)| (labels, &method.latency)),
        )?;
        encoder.counter(
            "microcore_tool_errors",
            "Calls of a capability that failed.",
            self.methods().map(|(labels, method)| (labels, method.errors())),
        )
    }
}
