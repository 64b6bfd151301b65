//! A request as a node of the causal tree.

use std::sync::Arc;
use std::time::Instant;

use actix_web::HttpResponse;
use chrono::{TimeDelta, Utc};

use super::{Dispatcher, Endpoint};
use microcore_core::error::Result;
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

    /// The context of one request.
    pub(super) fn context(self, id: &CallId) -> TraceContext {
        let context = TraceContext::root(id.clone());
        match self {
            Self::WhatLed => context.noting_what_follows(),
            Self::Nothing | Self::Failures | Self::All => context,
        }
    }
}

/// Records a request that led to something or failed.
pub(super) fn record(
    dispatcher: &Dispatcher,
    endpoint: &Endpoint,
    context: &TraceContext,
    start: Instant,
    result: &Result<HttpResponse>,
) {
    let status = match result {
        Ok(response) => response.status().as_u16(),
        Err(error) => error.kind().status(),
    };
    let (records, by) = match endpoint {
        Endpoint::Route(route) => (route.records, &route.by),
        Endpoint::Socket(socket) => (Records::All, &socket.by),
    };
    let may_lead_later = records == Records::All && status < 400;
    let is_root = status >= 500 || may_lead_later || context.has_led();
    if !is_root || records == Records::Nothing {
        return;
    }
    let took = start.elapsed();
    let outcome = match result {
        Ok(_) if status < 500 => TraceOutcome::Ok,
        Ok(_) => TraceOutcome::Failed(format!("status {status}")),
        Err(error) => TraceOutcome::Failed(error.chain()),
    };
    let now = Utc::now();
    dispatcher.system.record(TraceNode {
        id: context.id.clone(),
        cause: None,
        correlation: Some(context.correlation.clone()),
        kind: TraceKind::Request,
        name: format!("{} {}", endpoint.method(), endpoint.path()).into(),
        by: Arc::clone(by),
        attempt: 1,
        start: TimeDelta::from_std(took).map_or(now, |took| now - took),
        took,
        outcome,
    });
}
