//! The contract of a session store.

use std::time::Duration;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::error::Result;

/// Who a session belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredSession {
    /// The account.
    pub subject: String,
    /// Its roles at sign-in.
    pub roles: Vec<String>,
}

/// Keeps sessions by id, each for its time to live. An id is a hash of the credential, so
/// what the store holds is no credential. Replicas that share a store share sessions. A
/// store that cannot be reached answers with [`Kind::Unavailable`](crate::Kind::Unavailable).
pub trait SessionStore: Send + Sync + 'static {
    /// Keeps a session under an id that was not used before, for `ttl`.
    fn create<'a>(
        &'a self,
        id: &'a str,
        session: StoredSession,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<()>>;

    /// The session, unless its time is over.
    fn read<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<StoredSession>>>;

    /// Ends a session; false if there was none.
    fn delete<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool>>;

    /// Ends every session of an account and returns how many those were.
    fn delete_all<'a>(&'a self, subject: &'a str) -> BoxFuture<'a, Result<u64>>;
}
