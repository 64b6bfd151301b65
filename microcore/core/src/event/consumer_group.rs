//! A consumer group, as a transport sees it.

use std::sync::Arc;

use super::Delivery;

/// A consumer group of this process: subscribers that share the events of one name.
///
/// The bus makes it and [attaches](super::Transport::attach) it to the transport, which
/// hands it deliveries.
pub trait ConsumerGroup: Send + Sync + 'static {
    /// The name of its event.
    fn event(&self) -> &str;

    /// Its name, the same in every replica. Groups of different events may have the same.
    fn name(&self) -> &str;

    /// Whether every replica gets every event, in place of one of them.
    fn broadcast(&self) -> bool;

    /// Takes a delivery at once, and settles or drops it later. How many may be in
    /// progress is for the transport to bound.
    fn accept(self: Arc<Self>, delivery: Delivery);
}
