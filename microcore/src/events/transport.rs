//! What carries events between the bus of one process and that of another.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::{Delivery, Envelope, Group};
use microcore_core::error::Result;

/// Carries envelopes from a publisher to the consumer groups.
///
/// It only carries. Attempts, retries, dead letters, panics, expiry and the order
/// of a key are the bus's business, and so the same over every transport. A
/// transport
///
/// - hands each event to every [`Group`] once in the whole fleet, or once in each
///   process where the group [broadcasts](Group::broadcast);
/// - bounds how many deliveries it has handed over and that are not settled yet;
/// - holds an event back until its `not_before`;
/// - hands a delivery over again if it was dropped without being settled, where
///   it is durable.
pub trait Transport: Send + Sync + 'static {
    /// Its name: `in-process`.
    fn name(&self) -> &'static str;

    /// From now on the group gets its event.
    fn attach(&self, group: Arc<Group>);

    /// Takes an event over at once, if that needs no waiting; says whether it did.
    fn try_send(&self, _envelope: &Arc<Envelope>) -> bool {
        false
    }

    /// Takes an event over; done when it is accepted. Waits while there is no
    /// room for it.
    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>>;

    /// Takes an event over for good; done when killing this process cannot lose
    /// it any more.
    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>>;

    /// Hands no more deliveries over.
    fn stop(&self) -> BoxFuture<'_, ()>;
}

/// Told when one delivery is over: handled, dead-lettered or expired. Dropped
/// without a word when it was not.
pub trait Receipt: Send + Sync {
    /// The delivery is over.
    fn settle(&self, delivery: &Delivery);
}
