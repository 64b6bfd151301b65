//! A delivery that a consumer group has accepted.

use std::sync::Arc;

use super::group::Group;
use super::{Delivery, Envelope};

/// A delivery that a group has accepted, and counts as pending until it has ended.
pub(super) struct Accepted {
    pub(super) delivery: Delivery,
    /// The only member that may handle it, where a dead letter is replayed.
    pub(super) member: Option<usize>,
    /// How often it waited for a capability that is down.
    pub(super) waits: u32,
    group: Arc<Group>,
}

impl Accepted {
    pub(super) fn new(group: Arc<Group>, delivery: Delivery, member: Option<usize>) -> Self {
        group.tasks().begin();
        Self { delivery, member, waits: 0, group }
    }

    pub(super) fn envelope(&self) -> &Arc<Envelope> {
        &self.delivery.envelope
    }
}

/// No event is lost without a log line.
impl Drop for Accepted {
    fn drop(&mut self) {
        if !self.delivery.is_settled() {
            let envelope = self.envelope();
            tracing::warn!(
                event = %envelope.name,
                id = %envelope.id,
                subscriber = self.group.name(),
                attempt = envelope.attempt,
                "delivery dropped at shutdown"
            );
        }
        self.group.tasks().end();
    }
}
