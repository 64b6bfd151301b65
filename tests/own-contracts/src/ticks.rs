//! Ticks of your own.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use microcore_core::Result;
use microcore_core::store::Ticks;

use crate::lock;

/// Remembers the last tick of each job.
#[derive(Debug, Default)]
pub struct OwnTicks(Mutex<BTreeMap<String, DateTime<Utc>>>);

impl OwnTicks {
    /// The jobs whose ticks were claimed.
    pub fn jobs(&self) -> Vec<String> {
        lock(&self.0).keys().cloned().collect()
    }
}

impl Ticks for OwnTicks {
    fn claim<'a>(&'a self, job: &'a str, due: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        let mut ticks = lock(&self.0);
        let free = ticks.get(job).is_none_or(|last| *last < due);
        if free {
            ticks.insert(job.to_owned(), due);
        }
        Box::pin(ready(Ok(free)))
    }

    fn last<'a>(&'a self, job: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>> {
        Box::pin(ready(Ok(lock(&self.0).get(job).copied())))
    }
}
