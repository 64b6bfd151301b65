//! One event on its way to one consumer group.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::{Envelope, Group, Receipt};

/// One event on its way to one consumer group, until it is settled.
pub struct Delivery {
    pub(crate) envelope: Arc<Envelope>,
    pub(crate) receipt: Option<Arc<dyn Receipt>>,
    /// Its room in the queue, where it shares that with no other group.
    pub(crate) room: Option<OwnedSemaphorePermit>,
    /// The only member that may handle it, where a dead letter is replayed.
    pub(crate) member: Option<usize>,
    /// How often it waited for a capability that is down.
    pub(crate) waits: u32,
    /// The group that has accepted it, and counts it as pending.
    pub(crate) accepted: Option<Arc<Group>>,
    settled: bool,
}

impl Delivery {
    /// A delivery; `receipt` is notified when it is over.
    pub fn new(envelope: Arc<Envelope>, receipt: Option<Arc<dyn Receipt>>) -> Self {
        Self {
            envelope,
            receipt,
            room: None,
            member: None,
            waits: 0,
            accepted: None,
            settled: false,
        }
    }

    /// What is delivered.
    pub fn envelope(&self) -> &Arc<Envelope> {
        &self.envelope
    }

    /// It is over.
    pub(crate) fn settle(mut self) {
        self.settled = true;
        if let Some(receipt) = self.receipt.take() {
            receipt.settle(&self);
        }
    }
}

/// Nothing is lost without a word.
impl Drop for Delivery {
    fn drop(&mut self) {
        if let Some(group) = self.accepted.take() {
            if !self.settled {
                tracing::warn!(
                    event = %self.envelope.name,
                    id = %self.envelope.id,
                    subscriber = group.name(),
                    attempt = self.envelope.attempt,
                    "delivery dropped at shutdown"
                );
            }
            group.tasks().end();
        }
    }
}
