//! Events: how features talk without knowing each other.

mod answers;
mod ask;
mod attempt;
mod backoff;
mod bus;
mod dead_letters;
mod delivery;
mod emit;
mod envelope;
mod group;
mod id;
mod in_process;
mod outbox;
mod queue;
mod replay;
mod settings;
mod subscriber;
mod tasks;
mod time;
mod trace;
mod transport;
mod watch;

pub use ask::Ask;
pub(crate) use attempt::guarded;
pub use bus::Bus;
pub use dead_letters::{DbDeadLetters, DeadLetter, DeadLetters, DeadReason, MemoryDeadLetters};
pub use delivery::Delivery;
pub use emit::{Emit, EmitOptions};
pub use envelope::{Envelope, Unreadable};
pub use group::Group;
pub use outbox::MIGRATIONS;
pub use settings::EventSettings;
pub use subscriber::SubscriberStats;
pub use trace::{TraceKind, TraceNode, TraceOutcome, Traces};
pub use transport::{Receipt, Transport};
pub use watch::Watch;
