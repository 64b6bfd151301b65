//! A request as a node of the causal tree.

use actix_web::{HttpRequest, HttpResponse};

use super::Dispatcher;
use crate::http::request_id;
use microcore_core::call::{CallError, CallNode, Recorder};
use microcore_core::meta::{Arg, ArgMeta, ReplyMeta};
use microcore_core::trace::{CallId, TraceContext, TraceKind, TraceNode, TraceOutcome};

/// Which requests of an endpoint become nodes of the causal tree, beside those that
/// failed. Most lead to nothing, and pay nothing.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Records {
    /// None at all.
    Nothing,
    /// Only those that failed: the handler can neither emit nor ask.
    Failures,
    /// Those that emitted or asked something before the answer.
    WhatLed,
    /// All that were accepted: what they lead to may come after the answer.
    All,
}

impl Records {
    pub(super) fn of_route(args: &[Arg], reply: &ReplyMeta) -> Self {
        let leads = |arg: &Arg| matches!(arg.meta, ArgMeta::Emit(_) | ArgMeta::Ask(_));
        match (args.iter().any(leads), reply) {
            (false, _) => Self::Failures,
            (true, ReplyMeta::Sse(_)) => Self::All,
            (true, _) => Self::WhatLed,
        }
    }

    /// The context of one request. One whose calls of capabilities are recorded becomes a
    /// node if it makes any: their cause has to be found.
    #[inline]
    pub(super) fn context(
        self,
        id: &CallId,
        request: &HttpRequest,
        with_tool_calls: bool,
    ) -> TraceContext {
        let traceparent = request_id::traceparent(request.headers());
        let context = TraceContext::root(id.clone()).with_traceparent(traceparent);
        match self {
            Self::WhatLed => context.noting_what_follows(),
            Self::Failures if with_tool_calls => context.noting_what_follows(),
            Self::Nothing | Self::Failures | Self::All => context,
        }
    }
}

/// Records a request that led to something or failed.
pub(super) struct RequestRecorder<'a> {
    pub(super) dispatcher: &'a Dispatcher,
    pub(super) records: Records,
    /// The place of the request in the causal tree.
    pub(super) trace: &'a TraceContext,
    pub(super) method: &'static str,
    pub(super) path: &'static str,
}

impl Recorder<HttpResponse> for RequestRecorder<'_> {
    fn node(&mut self, result: &Result<HttpResponse, CallError>) -> Option<CallNode> {
        let status = match result {
            Ok(response) => response.status().as_u16(),
            Err(error) => error.kind().status(),
        };
        let may_lead_later = self.records == Records::All && status < 400;
        let is_root = status >= 500 || may_lead_later || self.trace.has_led();
        if !is_root || self.records == Records::Nothing {
            return None;
        }
        let outcome = match result {
            Ok(_) if status < 500 => TraceOutcome::Ok,
            Ok(_) => TraceOutcome::Failed(format!("status {status}")),
            Err(error) => TraceOutcome::Failed(error.to_string()),
        };
        Some(CallNode {
            kind: TraceKind::Request,
            name: format!("{} {}", self.method, self.path).into(),
            cause: None,
            attempt: 1,
            start: None,
            outcome,
        })
    }

    fn record(&mut self, node: TraceNode) {
        self.dispatcher.system.causal_tree().record(node);
    }
}

/// The error that the client gets.
#[cold]
pub(super) fn answered(error: CallError) -> microcore_core::Error {
    match error {
        CallError::TimedOut(_) => microcore_core::Error::timeout("the handler timed out"),
        other => other.into(),
    }
}
