//! The contract of a transport, which carries events from publishers to consumer groups.

use std::sync::Arc;

use futures_util::future::{BoxFuture, FutureExt, ready};

use super::{ConsumerGroup, Envelope};
use crate::error::Result;

/// Carries envelopes from publishers to the consumer groups.
///
/// It only carries. Attempts, retries, dead letters, panics, expiry, priorities and the
/// order of a key within a process are the bus's business, and so the same over every
/// transport. A transport
///
/// - hands each event to every [`ConsumerGroup`] once in the whole fleet, or once in each
///   process where the group [broadcasts](ConsumerGroup::broadcast);
/// - bounds how many deliveries it has handed over and that have not ended yet;
/// - holds an event back until its [`not_before`](Envelope::not_before);
/// - where it is [durable](Self::is_durable), hands a delivery over again that was
///   released, or whose process died.
///
/// `microcore::conformance::transport` tests that. The bus calls [`attach`](Self::attach)
/// for every group, then [`start`](Self::start), and sends after that; at shutdown it
/// calls [`stop`](Self::stop) and, when all deliveries have ended, [`close`](Self::close).
pub trait Transport: Send + Sync + 'static {
    /// Its name: `in-process`.
    fn name(&self) -> &'static str;

    /// Whether it keeps what it has accepted beyond this process.
    fn is_durable(&self) -> bool;

    /// From the start on the group gets its event. Connects to nothing: `check` attaches
    /// groups too.
    fn attach(&self, group: Arc<dyn ConsumerGroup>);

    /// Begins to hand over, on the runtime that this runs on. What must exist in a server
    /// before the first event is sent, such as a queue of each group, is created here.
    ///
    /// # Errors
    ///
    /// What keeps the application from starting, such as a refused password. A server that
    /// is down is no such error: sending fails with
    /// [`Kind::Unavailable`](crate::Kind::Unavailable) until the transport has connected.
    fn start(&self) -> BoxFuture<'_, Result<()>> {
        ready(Ok(())).boxed()
    }

    /// Takes an event over at once, if that needs no waiting; says whether it did.
    fn try_send(&self, _envelope: &Arc<Envelope>) -> bool {
        false
    }

    /// Takes an event over; done when it is accepted. Waits while there is no room for it,
    /// but not forever.
    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>>;

    /// Takes an event over durably; done when killing this process cannot lose it any
    /// more: where the transport is not durable, when every group has settled it.
    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>>;

    /// The application is stopping. A durable transport starts no further deliveries; one
    /// that is not still hands over what is sent, which would be lost otherwise. Events
    /// are still sent, and deliveries settled.
    fn stop(&self) -> BoxFuture<'_, ()>;

    /// Called when nothing is sent and no delivery is in progress any more: acknowledges
    /// the settled and released deliveries to its server, and disconnects.
    fn close(&self) -> BoxFuture<'_, ()> {
        ready(()).boxed()
    }
}
