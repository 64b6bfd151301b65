//! The transactional outbox: events that are committed with a transaction.

mod emit_in;
mod inbox;
mod relay;
mod table;

use microcore_core::meta::Migration;

pub(super) use inbox::Inbox;
pub use inbox::MetaDbExt;
pub(super) use relay::Relay;
pub(super) use table::Outbox;

/// The tables of the outbox, the inbox and the dead letters; they run with the
/// migrations of the application.
pub const MIGRATIONS: &[Migration] =
    &[Migration::new("microcore", "001_events", include_str!("../migrations/001_events.sql"))];
