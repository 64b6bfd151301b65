//! One attempt to deliver, and what follows from how it ended.

use std::future::{Future, poll_fn};
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::task::Poll;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use super::backoff::{backoff, jitter};
use super::subscriber::Member;
use super::time::Time;
use super::{
    DeadLetter, DeadReason, Delivery, Envelope, Group, TraceKind, TraceNode, TraceOutcome,
    Unreadable,
};
use microcore_core::call::{CallContext, CallId, EventCall, panic_message};
use microcore_core::error::{Error, Result};
use microcore_core::event::event_id;
use microcore_core::trace::TraceContext;

/// The first wait for a capability that is down; it doubles up to the second.
const OUTAGE_WAIT: Duration = Duration::from_millis(100);
const OUTAGE_WAIT_MAX: Duration = Duration::from_secs(5);

/// Why an attempt failed.
pub(crate) struct Failure {
    pub(crate) error: Error,
    pub(crate) reason: DeadReason,
}

impl Group {
    /// Makes one attempt; returns when the handler ended.
    pub(super) async fn handle(self: &Arc<Self>, delivery: Delivery, time: Time) -> Instant {
        let start = time.instant();
        let Some(member) = self.member(delivery.member) else {
            return start; // a group has members; without one the delivery is logged as dropped
        };
        let now = time.utc();
        let id = CallId::next();
        if delivery.envelope.is_expired(now) {
            member.counts.expired.fetch_add(1, Relaxed);
            let outcome = TraceOutcome::Expired;
            self.trace(id, &member, &delivery.envelope, now, Duration::ZERO, outcome);
            tracing::info!(
                event = %delivery.envelope.name,
                id = %delivery.envelope.id,
                subscriber = %member.id,
                "event expired before it was delivered"
            );
            self.finish(delivery);
            return start;
        }
        if let Err(error) = member.mounted.admit() {
            self.wait(&member, delivery, &error);
            return start;
        }
        if member.mounted.meta.once {
            match self.handled_before(&member, &delivery.envelope).await {
                Ok(false) => {}
                Ok(true) => {
                    member.counts.repeated.fetch_add(1, Relaxed);
                    let outcome = TraceOutcome::Repeated;
                    self.trace(id, &member, &delivery.envelope, now, Duration::ZERO, outcome);
                    self.finish(delivery);
                    return start;
                }
                Err(error) => {
                    self.wait(&member, delivery, &error);
                    return start;
                }
            }
        }
        let limit = self.shared.config.timeout(member.mounted.meta.timeout_ms);
        let call = EventCall {
            envelope: Arc::clone(&delivery.envelope),
            context: context(id.clone(), &member, &delivery.envelope),
        };
        let result = guarded(limit, async { (member.mounted.call)(call).await }).await;
        let end = Instant::now();
        let took = end - start;
        member.counts.busy_us.fetch_add(took.as_micros() as u64, Relaxed);
        match result {
            Ok(()) => {
                member.counts.handled.fetch_add(1, Relaxed);
                self.trace(id, &member, &delivery.envelope, now, took, TraceOutcome::Ok);
                if member.mounted.meta.once {
                    self.record(&member, &delivery.envelope).await;
                }
                self.finish(delivery);
            }
            Err(failure) => self.failed(id, &member, delivery, failure, now, took).await,
        }
        end
    }

    async fn handled_before(&self, member: &Member, envelope: &Envelope) -> Result<bool> {
        match &self.shared.inbox {
            Some(inbox) => inbox.knows(envelope.id, &member.id).await,
            None => Ok(false),
        }
    }

    /// Its effects are there, so the delivery is over even if the inbox cannot be
    /// written; the event might then be handled again if it comes again.
    async fn record(&self, member: &Member, envelope: &Envelope) {
        if let Some(inbox) = &self.shared.inbox
            && let Err(error) = inbox.record(envelope.id, &member.id).await
        {
            tracing::error!(
                event = %envelope.name,
                id = %envelope.id,
                subscriber = %member.id,
                cause = %error.chain(),
                "the inbox was not written: the event may be handled again"
            );
        }
    }

    /// While a capability is down, an attempt would only be wasted.
    fn wait(self: &Arc<Self>, member: &Member, mut delivery: Delivery, error: &Error) {
        delivery.waits += 1;
        if delivery.waits == 1 {
            tracing::warn!(
                event = %delivery.envelope.name,
                id = %delivery.envelope.id,
                subscriber = %member.id,
                cause = %error.chain(),
                "delivery waits"
            );
        }
        let jitter = jitter(delivery.envelope.id, delivery.waits);
        let wait = backoff(OUTAGE_WAIT, delivery.waits, jitter).min(OUTAGE_WAIT_MAX);
        self.resume_after(wait, delivery);
    }

    async fn failed(
        self: &Arc<Self>,
        call: CallId,
        member: &Member,
        mut delivery: Delivery,
        failure: Failure,
        start: DateTime<Utc>,
        took: Duration,
    ) {
        let Failure { error, reason } = failure;
        let envelope = &delivery.envelope;
        let text = error.chain();
        member.counts.failed.fetch_add(1, Relaxed);

        // This attempt found out that the capability is down: it does not count.
        if error.kind().is_infrastructure() && member.mounted.admit().is_err() {
            self.trace(call, member, envelope, start, took, TraceOutcome::Retry(text));
            return self.wait(member, delivery, &error);
        }
        let (id, attempt) = (envelope.id, envelope.attempt.max(1));
        let meta = member.mounted.meta;
        if reason != DeadReason::Unreadable && attempt <= meta.retries {
            let first = Duration::from_millis(meta.backoff_ms);
            let wait = backoff(first, attempt, jitter(id, attempt));
            tracing::warn!(
                event = %envelope.name,
                %id,
                subscriber = %member.id,
                attempt,
                retry_in_ms = wait.as_millis() as u64,
                cause = text,
                "delivery failed"
            );
            self.trace(call, member, envelope, start, took, TraceOutcome::Retry(text));
            let next = Envelope { attempt: attempt + 1, ..(**envelope).clone() };
            delivery.envelope = Arc::new(next);
            delivery.waits = 0;
            return self.resume_after(wait, delivery);
        }
        member.counts.dead.fetch_add(1, Relaxed);
        tracing::error!(
            event = %envelope.name,
            %id,
            subscriber = %member.id,
            attempt,
            reason = ?reason,
            cause = text,
            "delivery failed permanently"
        );
        self.trace(call, member, envelope, start, took, TraceOutcome::Dead(text.clone()));
        let now = Utc::now();
        let letter = DeadLetter {
            id: event_id(now),
            envelope: (**envelope).clone(),
            subscriber: member.id.to_string(),
            error: text,
            attempts: attempt,
            failed_at: now,
            reason,
        };
        self.write_dead_letter(letter).await;
        self.finish(delivery);
    }

    /// Keeps the letter, however long it takes: until then the delivery is not over.
    async fn write_dead_letter(&self, letter: DeadLetter) {
        let mut failures = 0;
        while let Err(error) = self.shared.letters.add(letter.clone()).await {
            failures += 1;
            tracing::error!(letter = %letter.id, cause = %error.chain(), "dead letter not stored");
            let jitter = jitter(letter.id, failures);
            tokio::time::sleep(backoff(OUTAGE_WAIT, failures, jitter).min(OUTAGE_WAIT_MAX)).await;
        }
    }

    fn trace(
        &self,
        id: CallId,
        member: &Member,
        envelope: &Envelope,
        start: DateTime<Utc>,
        took: Duration,
        outcome: TraceOutcome,
    ) {
        let event = CallId::Uuid(envelope.id);
        self.shared.traces.record(TraceNode {
            correlation: Some(envelope.correlation.clone().unwrap_or_else(|| event.clone())),
            cause: Some(event),
            id,
            kind: TraceKind::Delivery,
            name: envelope.name.clone(),
            by: Arc::clone(&member.id),
            attempt: envelope.attempt,
            start,
            took,
            outcome,
        });
    }
}

/// What a delivery leads to has this attempt as its cause, and that has the event.
fn context(id: CallId, member: &Member, envelope: &Envelope) -> CallContext {
    let correlation = envelope.correlation.clone();
    let correlation = correlation.unwrap_or(CallId::Uuid(envelope.id));
    CallContext {
        plugin: member.mounted.plugin,
        handler: &member.mounted.meta.handler,
        trace: TraceContext::within(correlation, id).with_traceparent(envelope.traceparent.clone()),
    }
}

/// Runs a handler so that neither a panic nor an endless wait leaves it. The timer
/// is made only for a handler that waits.
pub(crate) async fn guarded<T>(
    limit: Duration,
    handler: impl Future<Output = Result<T>>,
) -> Result<T, Failure> {
    let mut handler = pin!(AssertUnwindSafe(handler).catch_unwind());
    let first = poll_fn(|context| Poll::Ready(handler.as_mut().poll(context))).await;
    let ended = match first {
        Poll::Ready(ended) => ended,
        Poll::Pending => match tokio::time::timeout(limit, handler).await {
            Ok(ended) => ended,
            Err(_) => {
                let text = format!("no result within {} ms", limit.as_millis());
                let error = Error::timeout(text);
                return Err(Failure { error, reason: DeadReason::TimedOut });
            }
        },
    };
    match ended {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => {
            let unreadable = error.source_as::<Unreadable>().is_some();
            let reason = if unreadable { DeadReason::Unreadable } else { DeadReason::Failed };
            Err(Failure { error, reason })
        }
        Err(panic) => {
            let message = panic_message(&*panic).unwrap_or("without a message");
            let error = Error::internal(format!("panicked: {message}"));
            Err(Failure { error, reason: DeadReason::Panicked })
        }
    }
}
