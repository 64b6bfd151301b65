//! Questions and who answers them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::Utc;
use serde_json::value::RawValue;

use super::attempt::{Failure, guarded};
use super::group::Shared;
use super::{Bus, DeadReason, Envelope, TraceKind, TraceNode, TraceOutcome};
use microcore_core::call::Mounted;
use microcore_core::call::{AnswerFn, AskCall, CallContext, CallId};
use microcore_core::error::{Error, Kind, Result};
use microcore_core::meta::AnswerMeta;
use microcore_core::trace::TraceContext;

/// The answering handlers of this process, by question.
pub(super) struct Answers {
    shared: Arc<Shared>,
    by_name: RwLock<HashMap<&'static str, Arc<Answer>>>,
}

struct Answer {
    id: Arc<str>,
    mounted: Mounted<AnswerMeta, AnswerFn>,
}

impl Answers {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, by_name: RwLock::default() }
    }

    pub(super) fn add(&self, mounted: Mounted<AnswerMeta, AnswerFn>) {
        let id = mounted.plugin.handler_id(&mounted.meta.handler).into();
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.insert(mounted.meta.ask, Arc::new(Answer { id, mounted }));
    }

    fn get(&self, name: &str) -> Option<Arc<Answer>> {
        self.by_name.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }
}

impl Bus {
    /// Asks a question and waits for the answer, at most `within`.
    ///
    /// The answering handler runs as part of the asker. Its error is the asker's
    /// error at once: with the same kind and message, unless it is a defect of the
    /// answering plugin (500). 503 if no plugin answers this question, 504 if the
    /// answer takes too long.
    pub async fn ask(&self, envelope: Envelope, within: Duration) -> Result<Box<RawValue>> {
        self.open()?;
        let Some(answer) = self.0.answers.get(&envelope.name) else {
            return Err(Error::unavailable(format!("no plugin answers `{}`", envelope.name)));
        };
        answer.mounted.admit()?;
        let envelope = Arc::new(envelope);
        let id = CallId::Uuid(envelope.id);
        let correlation = envelope.correlation.clone().unwrap_or_else(|| id.clone());
        let context = CallContext {
            plugin: answer.mounted.plugin,
            handler: &answer.mounted.meta.handler,
            trace: TraceContext::within(correlation.clone(), id.clone())
                .with_traceparent(envelope.traceparent.clone()),
        };
        let (start, clock) = (Utc::now(), Instant::now());
        let call = AskCall { envelope: Arc::clone(&envelope), context };
        let result = guarded(within, async { (answer.mounted.call)(call).await }).await;
        let outcome = match &result {
            Ok(_) => TraceOutcome::Ok,
            Err(failure) => TraceOutcome::Failed(failure.error.chain()),
        };
        self.0.answers.shared.traces.record(TraceNode {
            id,
            cause: envelope.cause.clone(),
            correlation: Some(correlation),
            kind: TraceKind::Ask,
            name: Cow::clone(&envelope.name),
            by: Arc::clone(&answer.id),
            attempt: 1,
            start,
            took: clock.elapsed(),
            outcome,
        });
        result.map_err(|failure| failure.at_asker(&envelope, &answer.id))
    }
}

impl Failure {
    /// The error as the asker sees it.
    fn at_asker(self, envelope: &Envelope, answer: &str) -> Error {
        let Self { error, reason } = self;
        let defect = error.kind() == Kind::Internal || reason == DeadReason::Unreadable;
        match reason {
            DeadReason::TimedOut => {
                Error::timeout(format!("`{}`: {}", envelope.name, error.message()))
            }
            _ if defect => {
                let cause = error.chain();
                tracing::error!(
                    question = %envelope.name,
                    id = %envelope.id,
                    answer,
                    cause,
                    "answer failed"
                );
                Error::internal(format!("`{}` was not answered: {cause}", envelope.name))
            }
            _ => error,
        }
    }
}
