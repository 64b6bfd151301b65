//! One attempt to deliver an event to a subscriber.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use super::backoff::{OUTAGE_WAIT, OUTAGE_WAIT_MAX, backoff, jitter};
use super::failure::Fate;
use super::subscriber::Member;
use super::time::Time;
use super::{Delivery, Envelope, Group, TraceKind, TraceNode, TraceOutcome, Traces};
use microcore_core::call::{CallError, CallId, CallNode, EventCall, Invocation, Recorder};
use microcore_core::error::{Error, Result};
use microcore_core::trace::TraceContext;

impl Group {
    /// Makes one attempt; returns when the handler ended.
    pub(super) async fn handle(self: &Arc<Self>, delivery: Delivery, time: Time) -> Instant {
        let start = time.instant();
        let Some(member) = self.member(delivery.member) else {
            return start; // a group has members; without one the delivery is logged as dropped
        };
        let now = time.utc();
        if delivery.envelope.is_expired(now) {
            member.counts.expired.fetch_add(1, Relaxed);
            self.record_skipped(&member, &delivery.envelope, now, TraceOutcome::Expired);
            tracing::info!(
                event = %delivery.envelope.name,
                id = %delivery.envelope.id,
                subscriber = %member.mounted.id,
                "event expired before it was delivered"
            );
            self.finish(delivery);
            return start;
        }
        if member.mounted.meta.once {
            match self.handled_before(&member, &delivery.envelope).await {
                Ok(false) => {}
                Ok(true) => {
                    member.counts.repeated.fetch_add(1, Relaxed);
                    self.record_skipped(&member, &delivery.envelope, now, TraceOutcome::Repeated);
                    self.finish(delivery);
                    return start;
                }
                Err(error) => {
                    self.wait(&member, delivery, &error);
                    return start;
                }
            }
        }
        let invocation = Invocation {
            trace: trace(&delivery.envelope),
            start,
            limit: Some(self.shared.config.timeout(member.mounted.meta.timeout_ms)),
            tool_calls: member.mounted.tool_calls(&self.shared.traces, start),
        };
        let mut attempt = Attempt {
            member: &member,
            envelope: &delivery.envelope,
            traces: &self.shared.traces,
            start: now,
            took: Duration::ZERO,
            fate: None,
        };
        let called = member.mounted.invoke(&invocation, &mut attempt, |handler| {
            let envelope = Arc::clone(&delivery.envelope);
            let context = handler.context();
            handler.call(EventCall { envelope, context })
        });
        let result = called.await;
        let (took, fate) = (attempt.took, attempt.fate);
        member.counts.busy_us.fetch_add(took.as_micros() as u64, Relaxed);
        match result {
            Ok(()) => {
                member.counts.handled.fetch_add(1, Relaxed);
                if member.mounted.meta.once {
                    self.record(&member, &delivery.envelope).await;
                }
                self.finish(delivery);
            }
            Err(CallError::Unavailable(error)) => self.wait(&member, delivery, &error),
            Err(error) => self.failed(&member, delivery, error, fate).await,
        }
        start + took
    }

    async fn handled_before(&self, member: &Member, envelope: &Envelope) -> Result<bool> {
        match &self.shared.inbox {
            Some(inbox) => inbox.knows(envelope.id, &member.mounted.id).await,
            None => Ok(false),
        }
    }

    /// Its effects are there, so the delivery is over even if the inbox cannot be
    /// written; the event might then be handled again if it comes again.
    async fn record(&self, member: &Member, envelope: &Envelope) {
        if let Some(inbox) = &self.shared.inbox
            && let Err(error) = inbox.record(envelope.id, &member.mounted.id).await
        {
            tracing::error!(
                event = %envelope.name,
                id = %envelope.id,
                subscriber = %member.mounted.id,
                cause = %error.chain(),
                "the inbox was not written: the event may be handled again"
            );
        }
    }

    /// While a capability is down, an attempt would only be wasted.
    pub(super) fn wait(self: &Arc<Self>, member: &Member, mut delivery: Delivery, error: &Error) {
        delivery.waits += 1;
        if delivery.waits == 1 {
            tracing::warn!(
                event = %delivery.envelope.name,
                id = %delivery.envelope.id,
                subscriber = %member.mounted.id,
                cause = %error.chain(),
                "delivery waits"
            );
        }
        let jitter = jitter(delivery.envelope.id, delivery.waits);
        let wait = backoff(OUTAGE_WAIT, delivery.waits, jitter).min(OUTAGE_WAIT_MAX);
        self.resume_after(wait, delivery);
    }

    /// A delivery that ended without a call of its subscriber, as a node of the causal tree.
    fn record_skipped(
        &self,
        member: &Member,
        envelope: &Envelope,
        start: DateTime<Utc>,
        outcome: TraceOutcome,
    ) {
        let TraceContext { id, correlation, .. } = trace(envelope);
        self.shared.traces.record(TraceNode {
            id,
            cause: Some(CallId::Uuid(envelope.id)),
            correlation: Some(correlation),
            kind: TraceKind::Delivery,
            name: envelope.name.clone(),
            by: Arc::clone(&member.mounted.id),
            attempt: envelope.attempt,
            start,
            took: Duration::ZERO,
            outcome,
        });
    }
}

/// Records an attempt: what a delivery leads to has the attempt as its cause, and that
/// has the event.
struct Attempt<'a> {
    member: &'a Member,
    envelope: &'a Envelope,
    traces: &'a Traces,
    start: DateTime<Utc>,
    /// How long the handler took; clocks are read once.
    took: Duration,
    /// What becomes of a delivery that failed.
    fate: Option<Fate>,
}

impl Recorder<()> for Attempt<'_> {
    fn node(&mut self, result: &Result<(), CallError>) -> Option<CallNode> {
        let outcome = match result {
            Ok(()) => TraceOutcome::Ok,
            Err(CallError::Unavailable(_)) => return None,
            Err(error) => {
                let fate = Fate::of(self.member, self.envelope, error);
                self.fate = Some(fate);
                fate.outcome(error)
            }
        };
        Some(CallNode {
            kind: TraceKind::Delivery,
            name: self.envelope.name.clone(),
            cause: Some(CallId::Uuid(self.envelope.id)),
            attempt: self.envelope.attempt,
            start: Some(self.start),
            outcome,
        })
    }

    fn record(&mut self, node: TraceNode) {
        self.took = node.took;
        self.traces.record(node);
    }
}

/// A new attempt, in the chain of its event.
fn trace(envelope: &Envelope) -> TraceContext {
    let correlation = envelope.correlation.clone();
    let correlation = correlation.unwrap_or(CallId::Uuid(envelope.id));
    TraceContext::within(correlation, CallId::next()).with_traceparent(envelope.traceparent.clone())
}
