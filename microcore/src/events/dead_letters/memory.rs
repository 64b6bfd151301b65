//! Dead letters in memory, for an application without a `Db`.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::future::{BoxFuture, FutureExt, ready};
use uuid::Uuid;

use microcore_core::error::Result;
use microcore_core::store::{DeadLetter, DeadLetters};

/// Keeps the last dead letters in memory. They are lost with the process; when
/// there are too many, the oldest is logged and dropped.
#[derive(Debug)]
pub struct MemoryDeadLetters {
    max: usize,
    letters: Mutex<VecDeque<DeadLetter>>,
}

impl MemoryDeadLetters {
    /// Room for so many letters.
    pub fn new(max: usize) -> Self {
        Self { max: max.max(1), letters: Mutex::default() }
    }

    fn letters(&self) -> MutexGuard<'_, VecDeque<DeadLetter>> {
        self.letters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl DeadLetters for MemoryDeadLetters {
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>> {
        let mut letters = self.letters();
        if letters.iter().any(|other| other.id == letter.id) {
            return ready(Ok(())).boxed();
        }
        if letters.len() >= self.max
            && let Some(lost) = letters.pop_front()
        {
            tracing::error!(
                letter = %lost.id,
                event = %lost.envelope.name,
                id = %lost.envelope.id,
                subscriber = lost.subscriber,
                "dead letter dropped: there is no room for more in memory"
            );
        }
        letters.push_back(letter);
        ready(Ok(())).boxed()
    }

    fn list(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        ready(Ok(self.letters().iter().rev().take(limit).cloned().collect())).boxed()
    }

    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>> {
        ready(Ok(self.letters().iter().find(|letter| letter.id == id).cloned())).boxed()
    }

    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>> {
        let mut letters = self.letters();
        let before = letters.len();
        letters.retain(|letter| letter.id != id);
        ready(Ok(letters.len() < before)).boxed()
    }
}
