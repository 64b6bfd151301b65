//! The contract that decides which replica runs a tick.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, FutureExt, ready};

use crate::error::Result;

/// Remembers the last tick of each job, for the whole fleet or for this process.
pub trait Ticks: Send + Sync + 'static {
    /// Takes the tick of `job` that was due then; `false` if a replica has it, or a
    /// later one, already.
    fn claim<'a>(&'a self, job: &'a str, due: DateTime<Utc>) -> BoxFuture<'a, Result<bool>>;

    /// The last tick that was taken.
    fn last<'a>(&'a self, job: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>>;
}

/// Remembers the ticks of one process; each process runs its own.
#[derive(Debug, Default)]
pub struct MemoryTicks(Mutex<HashMap<String, DateTime<Utc>>>);

impl Ticks for MemoryTicks {
    fn claim<'a>(&'a self, job: &'a str, due: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        let mut ticks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = ticks.get(job).is_none_or(|last| *last < due);
        if free {
            ticks.insert(job.to_owned(), due);
        }
        ready(Ok(free)).boxed()
    }

    fn last<'a>(&'a self, job: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>> {
        let ticks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ready(Ok(ticks.get(job).copied())).boxed()
    }
}
