//! The causal tree: which call led to which.

mod context;
mod export_queue;
mod exporter;
mod id;
mod node;

pub use context::TraceContext;
pub use exporter::Exporter;
pub use id::{CallId, numbered};
pub use node::{TraceKind, TraceNode, TraceOutcome, Traces};
