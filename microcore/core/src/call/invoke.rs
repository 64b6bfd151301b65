//! The one way to call a handler.

use std::pin::pin;
use std::time::{Duration, Instant};

use super::{
    CallContext, CallError, CallNode, Mounted, Recorder, catch_panic, caught, lazy_timeout,
};
use crate::error::Result;
use crate::meta::Handler;
use crate::trace::{Caller, TraceContext, TraceNode, Traces, before_now};

/// A call of a handler that is about to be made.
#[derive(Clone, Debug)]
pub struct Invocation {
    /// Its place in the causal tree.
    pub trace: TraceContext,
    /// When it began.
    pub start: Instant,
    /// How long the handler may take, from when it first waits for something.
    pub limit: Option<Duration>,
    /// Where the capabilities that it calls are recorded, if they are; see
    /// [`Mounted::tool_calls`].
    pub tool_calls: Option<Traces>,
}

impl Invocation {
    /// A call that begins now.
    pub fn new(trace: TraceContext, limit: Option<Duration>) -> Self {
        Self { trace, start: Instant::now(), limit, tool_calls: None }
    }
}

/// A handler that may be called: what it needs is up.
pub struct Admitted<'a, M: 'static, F> {
    mounted: &'a Mounted<M, F>,
    invocation: &'a Invocation,
}

impl<'a, M: 'static, F> std::fmt::Debug for Admitted<'a, M, F> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Admitted").finish_non_exhaustive()
    }
}

impl<M: Handler, F> Mounted<M, F> {
    /// Calls the handler. `work` is everything that belongs to the call: it makes what the
    /// handler takes, [calls](Admitted::call) it, and goes on with what it returns. It is
    /// not begun while a capability that the handler needs is down, and a panic in it ends
    /// here. What became of the call is recorded as a node of the causal tree, where the
    /// recorder wants one.
    ///
    /// # Errors
    ///
    /// The handler was not called, failed, panicked or took too long.
    pub async fn invoke<'a, T, W>(
        &'a self,
        invocation: &'a Invocation,
        recorder: &mut impl Recorder<T>,
        work: impl FnOnce(Admitted<'a, M, F>) -> W,
    ) -> Result<T, CallError>
    where
        W: Future<Output = Result<T, CallError>>,
    {
        let result = match self.admit() {
            Ok(()) => {
                // Pinned here, so that nothing moves what may be large. The closure may panic
                // as well as its future.
                let admitted = Admitted { mounted: self, invocation };
                let work = pin!(async { work(admitted).await });
                let work = caught(work);
                match self.caller(invocation) {
                    None => work.await,
                    Some(caller) => caller.scope(work).await,
                }
            }
            Err(error) => Err(CallError::Unavailable(error)),
        };
        if let Some(node) = recorder.node(&result) {
            recorder.record(self.trace_node(invocation, node));
        }
        result
    }

    /// A call of the handler that begins now. The capabilities that it calls are recorded in
    /// `traces`; see [`tool_calls`](Self::tool_calls).
    pub fn invocation(
        &self,
        trace: TraceContext,
        limit: Option<Duration>,
        traces: &Traces,
    ) -> Invocation {
        let invocation = Invocation::new(trace, limit);
        let tool_calls = self.tool_calls(traces, invocation.start);
        Invocation { tool_calls, ..invocation }
    }

    /// Where the capabilities are recorded that the handler calls when it is called at
    /// `start`: nowhere if it takes none, or if enough were recorded lately.
    pub fn tool_calls(&self, traces: &Traces, start: Instant) -> Option<Traces> {
        (!self.needs.is_empty() && traces.records_tool_calls(start)).then(|| traces.clone())
    }

    fn caller(&self, invocation: &Invocation) -> Option<Caller> {
        let traces = invocation.tool_calls.clone()?;
        Some(Caller::new(traces, invocation.trace.clone(), self.id.clone()))
    }

    #[inline(never)]
    fn trace_node(&self, invocation: &Invocation, node: CallNode) -> TraceNode {
        let CallNode { kind, name, cause, attempt, start, outcome } = node;
        let took = invocation.start.elapsed();
        let start = start.unwrap_or_else(|| before_now(took));
        TraceNode {
            id: invocation.trace.id.clone(),
            cause,
            correlation: Some(invocation.trace.correlation.clone()),
            kind,
            name,
            by: self.id.clone(),
            attempt,
            start,
            took,
            outcome,
        }
    }
}

impl<M: Handler, F> Admitted<'_, M, F> {
    /// What travels with the call.
    #[inline]
    pub fn context(&self) -> CallContext {
        CallContext {
            plugin: self.mounted.plugin,
            handler: self.mounted.meta.handler(),
            trace: self.invocation.trace.clone(),
        }
    }

    /// Calls the function, within its limit.
    ///
    /// # Errors
    ///
    /// It failed or took too long.
    pub fn call<C, T, W>(
        self,
        call: C,
    ) -> impl Future<Output = Result<T, CallError>> + use<M, F, C, T, W>
    where
        F: Fn(C) -> W,
        W: Future<Output = Result<T>>,
    {
        let (work, limit) = ((self.mounted.call)(call), self.invocation.limit);
        async move {
            match lazy_timeout(limit, work).await {
                Some(result) => result.map_err(CallError::Failed),
                None => Err(CallError::TimedOut(limit.unwrap_or_default())),
            }
        }
    }

    /// The call as a future of its own, which may go on after the invocation has ended:
    /// the handler of an open WebSocket. It has no limit.
    pub fn detach<C, T, W>(
        self,
        call: C,
    ) -> impl Future<Output = Result<T, CallError>> + use<M, F, C, T, W>
    where
        F: Fn(C) -> W,
        W: Future<Output = Result<T>>,
    {
        let work = catch_panic((self.mounted.call)(call));
        let caller = self.mounted.caller(self.invocation);
        async move {
            let caught = match caller {
                None => work.await,
                Some(caller) => caller.scope(work).await,
            };
            caught.map_err(CallError::Panicked)?.map_err(CallError::Failed)
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic)]

    use std::sync::Arc;

    use futures_util::FutureExt;

    use super::*;
    use crate::call::{CallId, HookCall, HookFn, RecordAll};
    use crate::error::Error;
    use crate::location::SourceLocation;
    use crate::meta::{HandlerMeta, HookMeta, MountError, PluginMeta};
    use crate::tool::Proxy;
    use crate::trace::{TraceKind, TraceOutcome, Traces};

    const LOCATION: SourceLocation = SourceLocation { file: "a.rs", line: 1, column: 1 };
    static PLUGIN: PluginMeta = PluginMeta::new("b", "app::domains::a::b", "app", LOCATION);
    static HOOK: HookMeta = HookMeta::new(HandlerMeta::new("c", LOCATION), |_| {
        Err(MountError::Signature(String::new()))
    });

    fn hook<W>(run: fn(HookCall) -> W, needs: Vec<Arc<Proxy>>) -> Mounted<HookMeta, HookFn>
    where
        W: Future<Output = Result<()>> + Send + 'static,
    {
        Mounted::new(&PLUGIN, &HOOK, Box::new(move |call| run(call).boxed()), needs)
    }

    async fn invoke(hook: Mounted<HookMeta, HookFn>) -> (Result<(), CallError>, Vec<TraceNode>) {
        let traces = Traces::new(9);
        let limit = Some(Duration::from_millis(20));
        let invocation = Invocation::new(TraceContext::root(CallId::Text("1".into())), limit);
        let (kind, name) = (TraceKind::Hook, "c".into());
        let mut recorder = RecordAll { traces: &traces, kind, name, cause: None };
        let called = hook.invoke(&invocation, &mut recorder, |handler| {
            let context = handler.context();
            handler.call(HookCall { context })
        });
        (called.await, traces.nodes())
    }

    #[tokio::test(start_paused = true)]
    async fn each_kind_of_failure_is_distinguished_and_recorded() {
        let failed = invoke(hook(|_| async { Err(Error::conflict("no")) }, Vec::new())).await;
        assert!(matches!(&failed.0, Err(CallError::Failed(error)) if error.message() == "no"));
        let panicked = invoke(hook(|_| async { panic!("out of {}", "ink") }, Vec::new())).await;
        assert!(matches!(&panicked.0, Err(CallError::Panicked(_))));
        let early = invoke(hook(|_| -> std::future::Ready<_> { panic!("early") }, Vec::new()));
        let early = early.await;
        assert!(matches!(&early.0, Err(CallError::Panicked(_))));
        let late = invoke(hook(|_| std::future::pending(), Vec::new())).await;
        assert!(matches!(&late.0, Err(CallError::TimedOut(_))));
        let texts = [failed, panicked, early, late].map(|(_, nodes)| match &nodes[..] {
            [TraceNode { outcome: TraceOutcome::Failed(text), .. }] => text.clone(),
            other => panic!("{other:?}"),
        });
        assert_eq!(
            texts,
            ["no", "panicked: out of ink", "panicked: early", "no result within 20 ms"]
        );
    }

    #[tokio::test]
    async fn a_handler_whose_capability_is_down_is_not_called() {
        let proxy = Arc::new(Proxy::new("Mailer", &[]));
        proxy.open(&Error::unavailable("down"));
        let (result, nodes) = invoke(hook(|_| async { panic!("called") }, vec![proxy])).await;
        assert!(matches!(result, Err(CallError::Unavailable(_))));
        assert!(nodes.is_empty());
    }

    #[tokio::test]
    async fn a_call_is_a_node_with_its_own_id_and_the_handlers_name() {
        let (result, nodes) = invoke(hook(|_| async { Ok(()) }, Vec::new())).await;
        assert!(result.is_ok());
        let [TraceNode { id, correlation, kind, name, by, attempt, outcome, .. }] = &nodes[..]
        else {
            panic!("{nodes:?}")
        };
        assert_eq!((id.to_string(), correlation.as_ref()), ("1".to_owned(), Some(id)));
        assert_eq!((&**by, &**name, *attempt), ("a::b::c", "c", 1));
        assert_eq!((*kind, outcome), (TraceKind::Hook, &TraceOutcome::Ok));
    }
}
