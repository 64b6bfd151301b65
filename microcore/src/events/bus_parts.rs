//! The parts that a bus is built from.

use std::sync::Arc;

use super::{DeadLetters, Transport};
use crate::tools::db::Db;
use microcore_core::trace::Exporter;

/// What a bus is made of. Where nothing is given: dead letters in the database if there
/// is one, else in memory; the transport of this process; no exporter.
#[derive(Default)]
pub(crate) struct BusParts {
    /// Of the outbox, the inbox and the dead letters.
    pub(crate) db: Option<Db>,
    pub(crate) letters: Option<Arc<dyn DeadLetters>>,
    pub(crate) transport: Option<Arc<dyn Transport>>,
    pub(crate) exporter: Option<Arc<dyn Exporter>>,
}
