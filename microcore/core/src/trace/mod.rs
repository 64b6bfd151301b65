//! The causal tree: which call led to which.

mod context;
mod id;
mod node;
mod tool_call;

pub use context::TraceContext;
pub use id::{CallId, numbered};
pub use node::{TraceKind, TraceNode, TraceOutcome, Traces};
pub(crate) use tool_call::{Caller, ToolCall};
