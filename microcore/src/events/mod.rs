//! Events and request/reply between features that do not depend on each other.

mod accepted;
mod answer;
mod answers;
mod ask;
mod attempt;
mod backoff;
mod bus;
mod bus_parts;
mod config;
mod dead_letters;
mod emit;
mod event_tap;
mod failure;
mod group;
mod in_process;
mod metrics;
mod outbox;
mod publish_trace;
mod queue;
mod replay;
mod subscriber;
mod tasks;
mod time;

pub use answer::{Answer, Answerable};
pub use ask::Ask;
pub use bus::Bus;
pub(crate) use bus_parts::BusParts;
pub use config::EventConfig;
pub use dead_letters::{DbDeadLetters, MemoryDeadLetters};
pub use emit::{Emit, EmitOptions};
pub use event_tap::EventTap;
pub use in_process::InProcess;
pub use microcore_core::event::{
    ConsumerGroup, Delivery, Envelope, Receipt, Transport, Unreadable,
};
pub use microcore_core::store::{DeadLetter, DeadLetters, DeadReason};
pub use microcore_core::trace::{TraceKind, TraceNode, TraceOutcome, Traces};
pub use outbox::{MIGRATIONS, MetaDbExt};
pub use subscriber::SubscriberStats;
pub(crate) use subscriber::needs_inbox;
