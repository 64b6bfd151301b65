//! A dead-letter store of your own.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::Mutex;

use futures_util::future::BoxFuture;
use microcore_core::Result;
use microcore_core::store::{DeadLetter, DeadLetters};
use uuid::Uuid;

use crate::lock;

/// Keeps letters by id, and so by time.
#[derive(Debug, Default)]
pub struct OwnDeadLetters(Mutex<BTreeMap<Uuid, DeadLetter>>);

impl DeadLetters for OwnDeadLetters {
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>> {
        lock(&self.0).entry(letter.id).or_insert(letter);
        Box::pin(ready(Ok(())))
    }

    fn list(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        let letters = lock(&self.0).values().rev().take(limit).cloned().collect();
        Box::pin(ready(Ok(letters)))
    }

    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>> {
        Box::pin(ready(Ok(lock(&self.0).get(&id).cloned())))
    }

    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>> {
        Box::pin(ready(Ok(lock(&self.0).remove(&id).is_some())))
    }
}
