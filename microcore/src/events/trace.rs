//! The causal tree of what happened lately.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer};

use crate::call::CallId;

/// Keeps the last nodes of the causal tree of this process. Cheap to clone.
#[derive(Clone)]
pub struct Traces(Arc<Ring>);

struct Ring {
    size: usize,
    nodes: Mutex<VecDeque<TraceNode>>,
}

/// One thing that happened, and what led to it.
#[derive(Clone, Debug, Serialize)]
pub struct TraceNode {
    /// The request, event or run.
    pub id: CallId,
    /// What led to it.
    pub cause: Option<CallId>,
    /// The first call of the chain.
    pub correlation: Option<CallId>,
    /// What it was.
    pub kind: TraceKind,
    /// The event, the question, the route.
    pub name: Cow<'static, str>,
    /// Who ran, `domain::plugin::handler`; who published an event, `domain::plugin`.
    pub by: Arc<str>,
    /// Which attempt, from 1.
    pub attempt: u32,
    /// When it started.
    pub start: DateTime<Utc>,
    /// How long it took, in microseconds.
    #[serde(rename = "took_us", serialize_with = "micros")]
    pub took: Duration,
    /// How it ended.
    pub outcome: TraceOutcome,
}

/// What a node of the causal tree was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TraceKind {
    /// An HTTP request.
    Request,
    /// A published event.
    Event,
    /// One attempt to deliver an event to a subscriber.
    Delivery,
    /// A question and its answer.
    Ask,
    /// A run of a job.
    Job,
    /// A start or stop hook.
    Hook,
    /// A call of a capability.
    Tool,
}

/// How a node of the causal tree ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "error")]
#[non_exhaustive]
pub enum TraceOutcome {
    /// As it should.
    Ok,
    /// In an error.
    Failed(String),
    /// In an error, and it will be tried again.
    Retry(String),
    /// In an error, and a dead letter was written.
    Dead(String),
    /// Its time was over before it was delivered.
    Expired,
    /// It had been handled before.
    Repeated,
}

impl Traces {
    /// Room for the last `size` nodes.
    pub fn new(size: usize) -> Self {
        Self(Arc::new(Ring { size, nodes: Mutex::new(VecDeque::new()) }))
    }

    /// Adds a node; the oldest makes room for it.
    pub fn record(&self, node: TraceNode) {
        if self.0.size == 0 {
            return;
        }
        let mut nodes = self.0.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        let oldest = if nodes.len() >= self.0.size { nodes.pop_front() } else { None };
        nodes.push_back(node);
        drop(nodes);
        drop(oldest); // frees memory outside the lock
    }

    /// The nodes, oldest first.
    pub fn nodes(&self) -> Vec<TraceNode> {
        let nodes = self.0.nodes.lock().unwrap_or_else(PoisonError::into_inner);
        nodes.iter().cloned().collect()
    }

    /// The nodes of one chain, oldest first: those whose first call has that id.
    pub fn chain(&self, correlation: &str) -> Vec<TraceNode> {
        let mut nodes = self.nodes();
        let first = |node: &TraceNode| node.correlation.as_ref().unwrap_or(&node.id).to_string();
        nodes.retain(|node| first(node) == correlation);
        nodes
    }
}

fn micros<S: Serializer>(took: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(took.as_micros() as u64)
}
