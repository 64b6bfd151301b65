//! Events between publisher and subscriber: the envelope and the transport.

mod consumer_group;
mod delivery;
mod envelope;
mod id;
mod transport;

pub use consumer_group::ConsumerGroup;
pub use delivery::{Delivery, Receipt};
pub use envelope::{Envelope, Unreadable};
pub use id::event_id;
pub use transport::Transport;
