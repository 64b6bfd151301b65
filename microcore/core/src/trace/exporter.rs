//! The contract of an exporter of trace nodes.

use super::TraceNode;

/// Takes the nodes of the causal tree elsewhere, such as to a collector of traces.
///
/// It runs on a thread of its own and may block: what is recorded meanwhile waits, and is
/// dropped where too much waits. So neither a slow exporter nor one that panics reaches a
/// request, which only puts its node in a queue. Metrics are not exported: a collector
/// reads them at `/system/metrics`.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use microcore_core::trace::{Exporter, TraceNode};
///
/// #[derive(Default)]
/// struct Names(Mutex<Vec<String>>);
///
/// impl Exporter for Names {
///     fn export(&self, nodes: &[TraceNode]) {
///         let names = nodes.iter().map(|node| node.name.to_string());
///         self.0.lock().unwrap().extend(names);
///     }
/// }
/// ```
pub trait Exporter: Send + Sync + 'static {
    /// Takes what was recorded since the last call, in that order; at least one node.
    fn export(&self, nodes: &[TraceNode]);
}
