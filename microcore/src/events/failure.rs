//! Retry or dead letter: the handling of a failed attempt.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use chrono::Utc;

use super::accepted::Accepted;
use super::backoff::{OUTAGE_WAIT, OUTAGE_WAIT_MAX, backoff, jitter};
use super::group::Group;
use super::subscriber::Member;
use super::{DeadLetter, DeadReason, Envelope, TraceOutcome, Unreadable};
use microcore_core::call::CallError;
use microcore_core::event::event_id;

/// What becomes of a delivery whose attempt failed.
#[derive(Clone, Copy)]
pub(super) enum Fate {
    /// The attempt found out that a capability is down: it does not count.
    Wait,
    /// There are attempts left.
    Retry,
    /// There are none, for that reason.
    Dead(DeadReason),
}

impl Fate {
    pub(super) fn of(member: &Member, envelope: &Envelope, error: &CallError) -> Self {
        if error.kind().is_infrastructure() && member.mounted.admit().is_err() {
            return Self::Wait;
        }
        let reason = reason(error);
        match envelope.attempt.max(1) <= member.mounted.meta.retries {
            true if reason != DeadReason::Unreadable => Self::Retry,
            _ => Self::Dead(reason),
        }
    }

    pub(super) fn outcome(self, error: &CallError) -> TraceOutcome {
        match self {
            Self::Wait | Self::Retry => TraceOutcome::Retry(error.to_string()),
            Self::Dead(_) => TraceOutcome::Dead(error.to_string()),
        }
    }
}

/// Why it is not tried again, if it is not.
pub(super) fn reason(error: &CallError) -> DeadReason {
    match error {
        CallError::Panicked(_) => DeadReason::Panicked,
        CallError::TimedOut(_) => DeadReason::TimedOut,
        CallError::Failed(error) if error.source_as::<Unreadable>().is_some() => {
            DeadReason::Unreadable
        }
        _ => DeadReason::Failed,
    }
}

impl Group {
    pub(super) async fn failed(
        self: &Arc<Self>,
        member: &Member,
        mut delivery: Accepted,
        error: CallError,
        fate: Option<Fate>,
    ) {
        let envelope = delivery.envelope();
        let (id, attempt) = (envelope.id, envelope.attempt.max(1));
        member.counts.failed.fetch_add(1, Relaxed);
        match fate.unwrap_or_else(|| Fate::of(member, envelope, &error)) {
            Fate::Wait => self.wait(member, delivery, &error.into()),
            Fate::Retry => {
                let first = Duration::from_millis(member.mounted.meta.backoff_ms);
                let wait = backoff(first, attempt, jitter(id, attempt));
                tracing::warn!(
                    event = %envelope.name,
                    %id,
                    subscriber = %member.mounted.id,
                    attempt,
                    retry_in_ms = wait.as_millis() as u64,
                    cause = %error,
                    "delivery failed"
                );
                let next = Envelope { attempt: attempt + 1, ..(**envelope).clone() };
                delivery.delivery.envelope = Arc::new(next);
                delivery.waits = 0;
                self.resume_after(wait, delivery);
            }
            Fate::Dead(reason) => {
                member.counts.dead.fetch_add(1, Relaxed);
                tracing::error!(
                    event = %envelope.name,
                    %id,
                    subscriber = %member.mounted.id,
                    attempt,
                    reason = ?reason,
                    cause = %error,
                    "delivery failed permanently"
                );
                let now = Utc::now();
                let letter = DeadLetter {
                    id: event_id(now),
                    envelope: (**envelope).clone(),
                    subscriber: member.mounted.id.to_string(),
                    error: error.to_string(),
                    attempts: attempt,
                    failed_at: now,
                    reason,
                };
                self.write_dead_letter(letter).await;
                self.finish(delivery);
            }
        }
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
}
