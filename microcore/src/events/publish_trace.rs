//! A published event, as a node of the causal tree.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use microcore_core::event::Envelope;
use microcore_core::trace::{CallId, TraceKind, TraceNode, TraceOutcome};

use super::group::Shared;

/// Records a published event in the causal tree, and hands it to the tap.
pub(super) fn trace(shared: &Shared, envelope: &Arc<Envelope>) {
    if let Some(tap) = shared.tap.get() {
        tap.add(envelope);
    }
    let id = CallId::Uuid(envelope.id);
    shared.traces.record(TraceNode {
        cause: envelope.cause.clone(),
        correlation: Some(envelope.correlation.clone().unwrap_or_else(|| id.clone())),
        id,
        kind: TraceKind::Event,
        name: Cow::clone(&envelope.name),
        by: Arc::clone(&envelope.publisher),
        attempt: 1,
        start: envelope.time,
        took: Duration::ZERO,
        outcome: TraceOutcome::Ok,
    });
}
