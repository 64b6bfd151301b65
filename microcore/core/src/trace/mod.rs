//! The causal tree: which call led to which.

mod context;
mod id;
mod node;

pub use context::TraceContext;
pub use id::{CallId, numbered};
pub use node::{TraceKind, TraceNode, TraceOutcome, Traces};
