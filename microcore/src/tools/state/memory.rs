//! The state store in the memory of the process.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::Instant;

use microcore_core::error::{Error, Result};
use microcore_core::store::{Condition, Expiry, StateStore};

/// After this many writes, expired values are removed.
const WRITES_A_SWEEP: usize = 1024;

/// State in the memory of the process; it is lost at its end.
#[derive(Debug, Default)]
pub struct MemoryStore {
    spaces: Mutex<Spaces>,
}

#[derive(Debug, Default)]
struct Spaces {
    by_name: BTreeMap<String, BTreeMap<String, Entry>>,
    writes: usize,
}

#[derive(Debug)]
struct Entry {
    value: String,
    expires: Option<Instant>,
}

impl Entry {
    fn is_alive(&self, now: Instant) -> bool {
        self.expires.is_none_or(|expires| now < expires)
    }
}

impl Spaces {
    fn live(&self, space: &str, key: &str) -> Option<&Entry> {
        self.by_name.get(space)?.get(key).filter(|entry| entry.is_alive(Instant::now()))
    }

    fn put(&mut self, space: &str, key: &str, value: String, expiry: Expiry) {
        let expires = match expiry {
            Expiry::Never => None,
            Expiry::Keep => self.live(space, key).and_then(|entry| entry.expires),
            // A time that the clock cannot represent is never.
            Expiry::After(time) => Instant::now().checked_add(time),
        };
        let entry = Entry { value, expires };
        match self.by_name.get_mut(space) {
            Some(entries) => drop(entries.insert(key.to_owned(), entry)),
            None => {
                self.by_name.entry(space.to_owned()).or_default().insert(key.to_owned(), entry);
            }
        }
        self.writes += 1;
        if self.writes >= WRITES_A_SWEEP {
            self.sweep();
        }
    }

    fn remove(&mut self, space: &str, key: &str) -> Option<String> {
        let entry = self.by_name.get_mut(space)?.remove(key)?;
        entry.is_alive(Instant::now()).then_some(entry.value)
    }

    fn sweep(&mut self) {
        let now = Instant::now();
        self.writes = 0;
        for entries in self.by_name.values_mut() {
            entries.retain(|_, entry| entry.is_alive(now));
        }
        self.by_name.retain(|_, entries| !entries.is_empty());
    }

    fn increment(&mut self, space: &str, key: &str, by: i64, expiry: Expiry) -> Result<i64> {
        let (value, expiry) = match self.live(space, key) {
            None => (0, expiry),
            Some(entry) => match entry.value.parse::<i64>() {
                Ok(value) => (value, Expiry::Keep),
                Err(_) => {
                    return Err(Error::conflict(format!("the value of `{key}` is not an integer")));
                }
            },
        };
        let sum = value
            .checked_add(by)
            .ok_or_else(|| Error::conflict(format!("the counter `{key}` would overflow")))?;
        self.put(space, key, sum.to_string(), expiry);
        Ok(sum)
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    fn spaces(&self) -> MutexGuard<'_, Spaces> {
        self.spaces.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn done<'a, T: Send + 'a>(value: Result<T>) -> BoxFuture<'a, Result<T>> {
    Box::pin(ready(value))
}

impl StateStore for MemoryStore {
    fn get<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        done(Ok(self.spaces().live(space, key).map(|entry| entry.value.clone())))
    }

    fn take<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        done(Ok(self.spaces().remove(space, key)))
    }

    fn set<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        value: String,
        condition: Condition<'a>,
        expiry: Expiry,
    ) -> BoxFuture<'a, Result<bool>> {
        let mut spaces = self.spaces();
        let current = spaces.live(space, key).map(|entry| entry.value.as_str());
        let holds = condition.holds(current);
        if holds {
            spaces.put(space, key, value, expiry);
        }
        done(Ok(holds))
    }

    fn increment<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        by: i64,
        expiry: Expiry,
    ) -> BoxFuture<'a, Result<i64>> {
        done(self.spaces().increment(space, key, by, expiry))
    }

    fn delete<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<bool>> {
        done(Ok(self.spaces().remove(space, key).is_some()))
    }

    fn keys<'a>(&'a self, space: &'a str, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>>> {
        let (spaces, now) = (self.spaces(), Instant::now());
        let entries = spaces.by_name.get(space).into_iter().flatten();
        let keys = entries
            .filter(|(key, entry)| key.starts_with(prefix) && entry.is_alive(now))
            .map(|(key, _)| key.clone())
            .collect();
        done(Ok(keys))
    }

    fn expires_in<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<Duration>>> {
        let spaces = self.spaces();
        let expires = spaces.live(space, key).and_then(|entry| entry.expires);
        done(Ok(expires.map(|expires| expires.duration_since(Instant::now()))))
    }

    fn clear<'a>(&'a self, space: &'a str) -> BoxFuture<'a, Result<u64>> {
        let now = Instant::now();
        let entries = self.spaces().by_name.remove(space).unwrap_or_default();
        done(Ok(entries.values().filter(|entry| entry.is_alive(now)).count() as u64))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn expired_values_are_removed_from_memory() {
        let store = MemoryStore::new();
        let brief = Expiry::After(Duration::from_millis(1));
        for number in 0..WRITES_A_SWEEP {
            let key = number.to_string();
            store.set("a", &key, "1".into(), Condition::Always, brief).await.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        for number in 0..WRITES_A_SWEEP {
            store
                .set("b", &number.to_string(), "1".into(), Condition::Always, Expiry::Never)
                .await
                .unwrap();
        }
        assert!(!store.spaces().by_name.contains_key("a"));
        assert_eq!(store.spaces().by_name["b"].len(), WRITES_A_SWEEP);
    }
}
