//! The contract of a state store: a shared store can replace the memory of the process.

use std::time::Duration;

use futures_util::future::BoxFuture;

use crate::error::{Error, Result};

/// When a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition<'a> {
    /// Unconditionally.
    Always,
    /// If the key has no value.
    Absent,
    /// If the current value is equal to this one.
    Equals(&'a str),
}

impl Condition<'_> {
    /// Whether it holds for the value `current`.
    pub fn holds(self, current: Option<&str>) -> bool {
        match self {
            Self::Always => true,
            Self::Absent => current.is_none(),
            Self::Equals(expected) => current == Some(expected),
        }
    }
}

/// How long a written value stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Until it is deleted.
    Never,
    /// Keeps the expiry of the value that it replaces.
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

    /// Removes the value and returns it.
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
    ///
    /// As provided, it reads and replaces until no other write came between; a store that counts
    /// by itself does better.
    fn increment<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        by: i64,
        expiry: Expiry,
    ) -> BoxFuture<'a, Result<i64>> {
        Box::pin(async move {
            loop {
                let current = self.get(space, key).await?;
                let sum = sum(key, current.as_deref(), by)?;
                let (condition, expiry) = match &current {
                    None => (Condition::Absent, expiry),
                    Some(current) => (Condition::Equals(current), Expiry::Keep),
                };
                if self.set(space, key, sum.to_string(), condition, expiry).await? {
                    return Ok(sum);
                }
            }
        })
    }

    /// Deletes a value; false if there was none.
    fn delete<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(async move { Ok(self.take(space, key).await?.is_some()) })
    }

    /// The keys that start with `prefix`, sorted.
    fn keys<'a>(&'a self, space: &'a str, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>>>;

    /// How long the value still stays; `None` if it has no end or is not there.
    fn expires_in<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<Duration>>>;

    /// Deletes everything of the namespace and returns how much that was.
    ///
    /// As provided, it deletes key by key; what is written meanwhile may stay.
    fn clear<'a>(&'a self, space: &'a str) -> BoxFuture<'a, Result<u64>> {
        Box::pin(async move {
            let mut gone = 0;
            for key in self.keys(space, "").await? {
                gone += u64::from(self.delete(space, &key).await?);
            }
            Ok(gone)
        })
    }
}

fn sum(key: &str, current: Option<&str>, by: i64) -> Result<i64> {
    let current = match current.map(str::parse::<i64>) {
        None => 0,
        Some(Ok(current)) => current,
        Some(Err(_)) => {
            return Err(Error::conflict(format!("the value of `{key}` is not an integer")));
        }
    };
    let sum = current.checked_add(by);
    sum.ok_or_else(|| Error::conflict(format!("the counter `{key}` would overflow")))
}
