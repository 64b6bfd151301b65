//! The causal tree: which call caused which.

mod context;
mod export_queue;
mod exporter;
mod id;
mod node;
mod tool_call;

pub use context::TraceContext;
pub use exporter::Exporter;
pub use id::{CallId, numbered};
pub(crate) use node::before_now;
pub use node::{TraceKind, TraceNode, TraceOutcome, Traces};
pub(crate) use tool_call::{Caller, ToolCall};
