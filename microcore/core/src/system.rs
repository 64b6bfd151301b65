//! The contract by which the system endpoints query the running application.

use futures_util::future::BoxFuture;
use uuid::Uuid;

use crate::error::Result;
use crate::store::DeadLetter;
use crate::trace::{TraceNode, Traces};

/// The state of a running application, as the endpoints below `/system` report it. The
/// application implements it; a server does not depend on its parts.
pub trait System: Send + Sync {
    /// Liveness: whether the process works at all.
    fn live(&self) -> bool;

    /// Readiness: whether it takes requests: started, and not stopping.
    fn ready(&self) -> bool;

    /// The plugins and tools with their state.
    fn status(&self) -> serde_json::Value;

    /// The last nodes of the causal tree, oldest first; of one chain where the id of its
    /// first call is given.
    fn traces(&self, correlation: Option<&str>) -> Vec<TraceNode> {
        match correlation {
            Some(correlation) => self.causal_tree().chain(correlation),
            None => self.causal_tree().nodes(),
        }
    }

    /// The causal tree; the server records its requests there, as roots.
    fn causal_tree(&self) -> &Traces;

    /// The latest dead letters, the newest first.
    fn dead_letters(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>>;

    /// One dead letter; [`Kind::NotFound`](crate::Kind::NotFound) where there is none.
    fn dead_letter(&self, id: Uuid) -> BoxFuture<'_, Result<DeadLetter>>;

    /// Delivers a dead letter again.
    fn replay(&self, id: Uuid) -> BoxFuture<'_, Result<()>>;

    /// Deletes a dead letter.
    fn discard(&self, id: Uuid) -> BoxFuture<'_, Result<()>>;
}
