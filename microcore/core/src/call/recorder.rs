//! Which calls become nodes of the causal tree.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::CallError;
use crate::trace::{CallId, TraceKind, TraceNode, TraceOutcome, Traces};

/// Decides, when a call has ended, whether it becomes a node of the causal tree, and keeps
/// the node.
pub trait Recorder<T> {
    /// The call as a node; `None` where it is not recorded.
    fn node(&mut self, result: &Result<T, CallError>) -> Option<CallNode>;

    /// Keeps the node.
    fn record(&mut self, node: TraceNode);
}

/// What a node holds that depends on the kind of the call.
#[derive(Debug)]
pub struct CallNode {
    /// What it was.
    pub kind: TraceKind,
    /// The event, the question, the route.
    pub name: Cow<'static, str>,
    /// What led to it.
    pub cause: Option<CallId>,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// The time of day at which it started, where that is known already.
    pub start: Option<DateTime<Utc>>,
    /// How it ended.
    pub outcome: TraceOutcome,
}

/// Records every call that was made: it went well, or it failed and is not tried again.
#[derive(Clone, Debug)]
pub struct RecordAll<'a> {
    /// Where the node is kept.
    pub traces: &'a Traces,
    /// What the call is.
    pub kind: TraceKind,
    /// The question, the job, the hook.
    pub name: Cow<'static, str>,
    /// What led to it.
    pub cause: Option<CallId>,
}

impl<T> Recorder<T> for RecordAll<'_> {
    fn node(&mut self, result: &Result<T, CallError>) -> Option<CallNode> {
        let outcome = match result {
            Ok(_) => TraceOutcome::Ok,
            Err(CallError::Unavailable(_)) => return None,
            Err(error) => TraceOutcome::Failed(error.to_string()),
        };
        Some(CallNode {
            kind: self.kind,
            name: self.name.clone(),
            cause: self.cause.clone(),
            attempt: 1,
            start: None,
            outcome,
        })
    }

    fn record(&mut self, node: TraceNode) {
        self.traces.record(node);
    }
}
