//! Calls of tools as nodes of the causal tree. They are sampled, so that a busy server
//! does not pay for all of them, and they do not displace other nodes.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::{CallId, TraceContext, TraceKind, TraceNode, TraceOutcome, Traces, before_now};
use crate::error::Error;

tokio::task_local! {
    /// The handler that is running, where its calls of capabilities are recorded.
    static CALLER: Caller;
}

/// A handler whose calls of capabilities are recorded.
#[derive(Clone)]
pub(crate) struct Caller {
    traces: Traces,
    context: TraceContext,
    /// `domain::plugin::handler`.
    name: Arc<str>,
}

impl Caller {
    /// The handler `name`, whose place in the causal tree is `context`.
    pub(crate) fn new(traces: Traces, context: TraceContext, name: Arc<str>) -> Self {
        Self { traces, context, name }
    }

    /// The handler that is running here, where its calls are recorded.
    pub(crate) fn current() -> Option<Self> {
        CALLER.try_with(Self::clone).ok()
    }

    /// Runs the handler; what it calls is recorded as called by it.
    pub(crate) async fn scope<F: Future>(self, handler: F) -> F::Output {
        CALLER.scope(self, handler).await
    }

    /// The same for a handler that runs on a thread of the blocking pool.
    pub(crate) fn sync_scope<T>(self, handler: impl FnOnce() -> T) -> T {
        CALLER.sync_scope(self, handler)
    }

    fn record(&self, call: ToolCall<'_>) {
        if !self.traces.tool_calls().take(Instant::now()) {
            return;
        }
        self.context.lead();
        let took = call.took;
        self.traces.record(TraceNode {
            id: CallId::next(),
            cause: Some(self.context.id.clone()),
            correlation: Some(self.context.correlation.clone()),
            kind: TraceKind::Tool,
            name: Cow::Owned(format!("{}.{}", call.capability, call.method)),
            by: Arc::clone(&self.name),
            attempt: 1,
            start: before_now(took),
            took,
            outcome: match call.error {
                None => TraceOutcome::Ok,
                Some(error) => TraceOutcome::Failed(error.chain()),
            },
        });
    }
}

/// A call of a capability that has ended.
pub(crate) struct ToolCall<'a> {
    pub(crate) capability: &'static str,
    pub(crate) method: &'static str,
    pub(crate) took: Duration,
    pub(crate) error: Option<&'a Error>,
}

impl ToolCall<'_> {
    /// Adds it to the causal tree, where the handler that made it is one of those recorded.
    pub(crate) fn record(self) {
        let _ = CALLER.try_with(|caller| caller.record(self));
    }
}

/// How many calls of capabilities may still be recorded in this second.
pub(super) struct ToolCallBudget {
    per_second: u32,
    since: Instant,
    /// The second, counted from `since`, and how many were recorded in it.
    used: AtomicU64,
}

impl ToolCallBudget {
    pub(super) fn new(per_second: u32) -> Self {
        Self { per_second, since: Instant::now(), used: AtomicU64::new(0) }
    }

    pub(super) fn per_second(&self) -> u32 {
        self.per_second
    }

    /// Whether the budget is not used up, without taking from it.
    pub(super) fn has_left(&self, now: Instant) -> bool {
        if self.per_second == 0 {
            return false;
        }
        let (second, used) = unpack(self.used.load(Relaxed));
        used < self.per_second || second != self.second(now)
    }

    /// Takes one; whether there was one.
    fn take(&self, now: Instant) -> bool {
        let this = self.second(now);
        let taken = self.used.fetch_update(Relaxed, Relaxed, |packed| {
            let (second, used) = unpack(packed);
            let used = if second == this { used } else { 0 };
            (used < self.per_second).then(|| pack(this, used + 1))
        });
        taken.is_ok()
    }

    /// Wraps around after 136 years.
    fn second(&self, now: Instant) -> u32 {
        now.saturating_duration_since(self.since).as_secs() as u32
    }
}

fn pack(second: u32, used: u32) -> u64 {
    u64::from(second) << 32 | u64::from(used)
}

fn unpack(packed: u64) -> (u32, u32) {
    ((packed >> 32) as u32, packed as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Result;
    use crate::tool::{Blocking, Proxy};

    fn caller(traces: &Traces) -> Caller {
        let context = TraceContext::root(CallId::next()).noting_what_follows();
        Caller::new(traces.clone(), context, "users::create::create".into())
    }

    #[test]
    fn a_budget_is_spent_within_a_second_and_refilled_in_the_next() {
        let budget = ToolCallBudget::new(2);
        let now = budget.since;
        assert!(budget.take(now) && budget.has_left(now) && budget.take(now));
        assert!(!budget.has_left(now) && !budget.take(now));
        let next = now + Duration::from_secs(1);
        assert!(budget.has_left(next) && budget.take(next));
        let none = ToolCallBudget::new(0);
        assert!(!none.has_left(next) && !none.take(next));
    }

    #[tokio::test]
    async fn calls_of_a_recorded_handler_have_it_as_their_cause() -> Result<()> {
        let traces = Traces::new(8).tool_calls_per_second(8);
        let proxy = Proxy::new("Mailer", &["send", "check"]);
        let caller = caller(&traces);
        let context = caller.context.clone();
        let handler = async {
            proxy.call(0, async { Ok(()) }).await?;
            proxy.call_now(1, || Err::<(), _>(Error::internal("no"))).ok();
            Ok::<_, Error>(())
        };
        caller.scope(handler).await?;
        let nodes = traces.nodes();
        let seen: Vec<_> = nodes.iter().map(|node| (&*node.name, &node.outcome)).collect();
        let failed = TraceOutcome::Failed("no".to_owned());
        assert_eq!(seen, [("Mailer.send", &TraceOutcome::Ok), ("Mailer.check", &failed)]);
        for node in nodes {
            assert_eq!(node.kind, TraceKind::Tool);
            assert_eq!(node.cause, Some(context.id.clone()));
            assert_ne!(node.id, context.id);
        }
        assert!(context.has_led(), "its own node would not be kept");
        Ok(())
    }

    #[tokio::test]
    async fn a_call_on_the_blocking_pool_is_recorded_too() -> Result<()> {
        let traces = Traces::new(8).tool_calls_per_second(8);
        let proxy = Arc::new(Proxy::new("Mailer", &["send"]));
        let blocking = Blocking::default();
        let handler = blocking.run(move || proxy.call_now(0, || Ok(())));
        caller(&traces).scope(handler).await??;
        assert_eq!(traces.nodes().len(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn outside_of_a_recorded_handler_and_over_the_budget_nothing_is_recorded() -> Result<()> {
        let traces = Traces::new(8).tool_calls_per_second(1);
        let proxy = Proxy::new("Mailer", &["send"]);
        proxy.call(0, async { Ok(()) }).await?;
        assert!(traces.nodes().is_empty());
        // The clock may pass a second in between: then there is one a second.
        let begin = Instant::now();
        let handler = async {
            for _ in 0..5 {
                proxy.call(0, async { Ok(()) }).await?;
            }
            Ok::<_, Error>(())
        };
        caller(&traces).scope(handler).await?;
        let seconds = begin.elapsed().as_secs() as usize + 2;
        assert!((1..=seconds.min(5)).contains(&traces.nodes().len()));
        Ok(())
    }
}
