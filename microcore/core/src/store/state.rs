//! What keeps the state: one trait, so that a shared store can take the place
//! of the process's own memory.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::error::Result;

/// When a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Whatever is there.
    Always,
    /// Where nothing is there.
    Absent,
    /// Where exactly this is there.
    Equals(&'a str),
}

/// How long a written value stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Until it is deleted.
    Never,
    /// As long as the value it takes the place of.
    Keep,
    /// So long.
    After(Duration),
}

/// Keeps JSON texts by namespace and key. Each method is atomic; an expired
/// value is never seen. A store that cannot be reached answers with
/// [`Kind::Unavailable`](crate::Kind::Unavailable).
pub trait StateStore: Send + Sync + 'static {
    /// The value.
    fn get<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>>;

    /// The value, which is gone afterwards.
    fn take<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>>;

    /// Writes a value; false if the condition did not hold.
    fn set<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        value: String,
        condition: Condition<'a>,
        expiry: Expiry,
    ) -> BoxFuture<'a, Result<bool>>;

    /// Adds to an integer and returns the sum; an absent one counts from 0
    /// and gets the expiry, one that is there keeps its own. A value that is no
    /// integer, or a sum that does not fit, is a
    /// [`Kind::Conflict`](crate::Kind::Conflict) and changes nothing.
    fn increment<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        by: i64,
        expiry: Expiry,
    ) -> BoxFuture<'a, Result<i64>>;

    /// Deletes a value; false if there was none.
    fn delete<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<bool>>;

    /// The keys that start with `prefix`, sorted.
    fn keys<'a>(&'a self, space: &'a str, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>>>;

    /// How long the value still stays; `None` if it has no end or is not there.
    fn expires_in<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<Duration>>>;

    /// Deletes everything of the namespace and returns how much that was.
    fn clear<'a>(&'a self, space: &'a str) -> BoxFuture<'a, Result<u64>>;
}
