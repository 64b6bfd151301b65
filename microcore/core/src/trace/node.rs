//! The nodes of the causal tree, the recent ones in memory.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Serialize, Serializer};

use super::export_queue::ExportQueue;
use super::tool_call::ToolCallBudget;
use super::{CallId, Exporter};

/// Keeps the last nodes of the causal tree of this process. Cheap to clone.
#[derive(Clone)]
pub struct Traces(Arc<Ring>);

struct Ring {
    size: usize,
    tool_calls: ToolCallBudget,
    /// Calls of capabilities, which are frequent: they displace only each other.
    tool_calls_kept: Shard,
    /// Threads write to different shards, so that they do not wait for each other.
    shards: [Shard; SHARDS],
    export: Option<ExportQueue>,
}

const SHARDS: usize = 4;

/// On a cache line of its own.
#[derive(Default)]
#[repr(align(128))]
struct Shard(Mutex<VecDeque<TraceNode>>);

impl Shard {
    fn nodes(&self) -> MutexGuard<'_, VecDeque<TraceNode>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The time of day at which a call began that took so long and ends now.
pub(crate) fn before_now(took: Duration) -> DateTime<Utc> {
    let now = Utc::now();
    let began = TimeDelta::from_std(took).ok().and_then(|took| now.checked_sub_signed(took));
    began.unwrap_or(now)
}

/// The shard of this thread.
fn shard() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static MINE: usize = NEXT.fetch_add(1, Relaxed) % SHARDS;
    }
    MINE.try_with(|mine| *mine).unwrap_or(0)
}

/// One thing that happened, and what led to it.
#[derive(Clone, Debug, Serialize)]
pub struct TraceNode {
    /// The request, event, delivery or run.
    pub id: CallId,
    /// What led to it.
    pub cause: Option<CallId>,
    /// The first call of the chain.
    pub correlation: Option<CallId>,
    /// The kind of call.
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

impl std::fmt::Debug for Traces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Traces").field("size", &self.0.size).finish_non_exhaustive()
    }
}

impl Traces {
    /// Room for the last `size` nodes, and for as many calls of capabilities.
    pub fn new(size: usize) -> Self {
        Self::with(size, 0, None)
    }

    /// The same, and up to so many calls of capabilities are recorded in a second, as
    /// called by the handler that makes them. 0 records none, which is the default.
    #[must_use]
    pub fn tool_calls_per_second(self, limit: u32) -> Self {
        Self::with(self.0.size, limit, self.exporter())
    }

    /// The same, and every node that is recorded goes to this exporter too.
    #[must_use]
    pub fn exported_to(self, exporter: Arc<dyn Exporter>) -> Self {
        Self::with(self.0.size, self.0.tool_calls.per_second(), Some(exporter))
    }

    fn with(size: usize, tool_calls: u32, exporter: Option<Arc<dyn Exporter>>) -> Self {
        let tool_calls = ToolCallBudget::new(tool_calls);
        let (tool_calls_kept, shards) = Default::default();
        let export = exporter.map(ExportQueue::new);
        Self(Arc::new(Ring { size, tool_calls, tool_calls_kept, shards, export }))
    }

    fn exporter(&self) -> Option<Arc<dyn Exporter>> {
        self.0.export.as_ref().map(ExportQueue::exporter)
    }

    /// Waits until every node was exported; `false` if that takes longer than `limit`.
    /// Blocks the thread.
    pub fn flush(&self, limit: Duration) -> bool {
        self.0.export.as_ref().is_none_or(|export| export.flush(limit))
    }

    /// Whether what a handler calls from `now` on may be recorded.
    pub(crate) fn records_tool_calls(&self, now: Instant) -> bool {
        (self.0.size > 0 || self.0.export.is_some()) && self.0.tool_calls.has_left(now)
    }

    pub(super) fn tool_calls(&self) -> &ToolCallBudget {
        &self.0.tool_calls
    }

    /// Adds a node, in place of the oldest.
    pub fn record(&self, node: TraceNode) {
        if let Some(export) = &self.0.export {
            export.add(node.clone());
        }
        if self.0.size == 0 {
            return;
        }
        let shard = match node.kind {
            TraceKind::Tool => &self.0.tool_calls_kept,
            _ => &self.0.shards[shard()],
        };
        let mut nodes = shard.nodes();
        let oldest = if nodes.len() >= self.0.size { nodes.pop_front() } else { None };
        nodes.push_back(node);
        drop(nodes);
        drop(oldest); // frees memory outside the lock
    }

    /// The last nodes, in the order in which they started.
    pub fn nodes(&self) -> Vec<TraceNode> {
        let mut nodes = Vec::new();
        for shard in &self.0.shards {
            nodes.extend(shard.nodes().iter().cloned());
        }
        nodes.sort_by_key(|node| node.start);
        let mut nodes = nodes.split_off(nodes.len().saturating_sub(self.0.size));
        nodes.extend(self.0.tool_calls_kept.nodes().iter().cloned());
        nodes.sort_by_key(|node| node.start);
        nodes
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
