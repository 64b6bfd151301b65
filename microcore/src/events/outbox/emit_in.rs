//! `Emit` inside a transaction.

use crate::data::Event;
use crate::events::{Emit, EmitOptions, Envelope};
use crate::tools::db::Tx;
use microcore_core::error::{Error, Result};

impl<E: Event> Emit<E> {
    /// Publishes the event with the transaction: it is delivered after the commit,
    /// and not at all if there is none. Killing the process at any instant loses
    /// neither: what is committed and not yet handled is delivered again, here after
    /// a restart or by another replica.
    ///
    /// # Errors
    ///
    /// Those of the database.
    pub async fn emit_in(&self, tx: &mut Tx, event: E) -> Result<()> {
        self.write(tx, self.envelope(&event)?).await
    }

    /// Like [`emit_in`](Self::emit_in), with a key, a delay, a time to live, …
    ///
    /// Events with one key go in the order in which they were emitted, among those
    /// whose transactions have committed. A delayed event comes at most
    /// `events.relay_poll_ms` late.
    pub async fn emit_in_with(&self, tx: &mut Tx, event: E, options: EmitOptions) -> Result<()> {
        let envelope = options.apply(self.envelope(&event)?)?;
        self.write(tx, envelope).await
    }

    async fn write(&self, tx: &mut Tx, envelope: Envelope) -> Result<()> {
        let Some(outbox) = self.source.bus.outbox() else {
            return Err(Error::internal("the bus has no outbox: it was created without a `Db`"));
        };
        outbox.insert(tx, &envelope).await
    }
}
