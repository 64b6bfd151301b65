//! The SQL dialect of an engine, for the framework's own statements.

use std::borrow::Cow;
use std::time::Duration;

use microcore_syntax::sql::Dialect as Syntax;

/// How an engine's SQL differs from that of the others.
pub(in super::super) struct Dialect {
    /// The engine.
    pub(in super::super) name: &'static str,
    /// How its text is split.
    pub(in super::super) syntax: Syntax,
    /// Begins a transaction that may write.
    pub(in super::super) begin: &'static str,
    /// Begins a transaction that no other replica can be in, and that may take as long as
    /// it needs. The first statement is retried while another process holds the lock.
    pub(in super::super) begin_migration: &'static [&'static str],
    /// A migration, which is written for PostgreSQL, as this engine understands it.
    pub(in super::super) translate: fn(&str) -> Result<Cow<'_, str>, String>,
    /// Whether the table `microcore_migrations` exists.
    pub(in super::super) has_history: &'static str,
    /// The end of a query that takes rows which no other transaction has taken.
    pub(in super::super) skip_locked: &'static str,
    /// What tables there are.
    pub(in super::super) catalog: Catalog,
    /// How much later than the engine itself a statement is ended from outside.
    pub(in super::super) timeout_grace: Duration,
    /// Whether it makes rows as they are asked for, so that a query may be left unfinished.
    pub(in super::super) has_lazy_rows: bool,
    /// The codes of failures after which a connection cannot prepare its statements anew.
    pub(in super::super) stale_codes: &'static [&'static str],
}

/// Queries for what tables there are.
pub(in super::super) struct Catalog {
    /// Table, column, type, nullable, default, primary key.
    pub(in super::super) columns: &'static str,
    /// Table, index, column.
    pub(in super::super) unique: &'static str,
    /// Table, key, column, target table, target column.
    pub(in super::super) foreign_keys: &'static str,
}
