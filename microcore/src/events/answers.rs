//! The registry of `#[on_ask]` handlers, by question.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use serde_json::value::RawValue;

use super::{Bus, Envelope, TraceKind, Unreadable};
use microcore_core::call::{AnswerFn, AskCall, CallError, CallId, Mounted, RecordAll};
use microcore_core::error::{Error, Kind, Result};
use microcore_core::meta::AnswerMeta;
use microcore_core::trace::TraceContext;

/// The answering handlers of this process, by question.
#[derive(Default)]
pub(super) struct Answers {
    by_name: RwLock<HashMap<&'static str, Arc<Answer>>>,
}

type Answer = Mounted<AnswerMeta, AnswerFn>;

impl Answers {
    pub(super) fn add(&self, answer: Answer) {
        let mut by_name = self.by_name.write().unwrap_or_else(PoisonError::into_inner);
        by_name.insert(answer.meta.ask, Arc::new(answer));
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
        let envelope = Arc::new(envelope);
        let id = CallId::Uuid(envelope.id);
        let correlation = envelope.correlation.clone().unwrap_or_else(|| id.clone());
        let trace = TraceContext::within(correlation, id);
        let trace = trace.with_traceparent(envelope.traceparent.clone());
        let traces = &self.0.shared.traces;
        let invocation = answer.invocation(trace, Some(within), traces);
        let mut recorder = RecordAll {
            traces,
            kind: TraceKind::Ask,
            name: envelope.name.clone(),
            cause: envelope.cause.clone(),
        };
        let answered = answer.invoke(&invocation, &mut recorder, |handler| {
            let context = handler.context();
            handler.call(AskCall { envelope: Arc::clone(&envelope), context })
        });
        answered.await.map_err(|error| at_asker(error, &envelope, &answer.id))
    }
}

/// The error as the asker sees it.
fn at_asker(error: CallError, envelope: &Envelope, answer: &str) -> Error {
    match error {
        CallError::TimedOut(_) => Error::timeout(format!("`{}`: {error}", envelope.name)),
        CallError::Unavailable(error) => error,
        CallError::Failed(error) if !is_defect(&error) => error,
        error => {
            let cause = error.to_string();
            tracing::error!(
                question = %envelope.name,
                id = %envelope.id,
                answer,
                cause,
                "answer failed"
            );
            Error::internal(format!("`{}` was not answered: {cause}", envelope.name))
        }
    }
}

/// Whether the answering plugin is at fault.
fn is_defect(error: &Error) -> bool {
    error.kind() == Kind::Internal || error.source_as::<Unreadable>().is_some()
}
