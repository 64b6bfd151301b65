//! Events as they travel: the envelope.

mod envelope;
mod id;

pub use envelope::{Envelope, Unreadable};
pub use id::event_id;
