//! A state store of your own, written against `microcore-core` alone.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use microcore_core::Result;
use microcore_core::store::{Condition, Expiry, StateStore};

/// By namespace and key: the value, and when it expires.
type Entries = BTreeMap<(String, String), (String, Option<Instant>)>;
type Answer<'a, T> = BoxFuture<'a, Result<T>>;

/// Keeps all namespaces in one sorted map.
#[derive(Debug, Default)]
pub struct OwnState(Mutex<Entries>);

impl OwnState {
    fn alive(&self) -> MutexGuard<'_, Entries> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        entries.retain(|_, (_, end)| end.is_none_or(|end| Instant::now() < end));
        entries
    }
}

fn answer<'a, T: Send + 'a>(value: T) -> Answer<'a, T> {
    Box::pin(ready(Ok(value)))
}

impl StateStore for OwnState {
    fn get<'a>(&'a self, space: &'a str, key: &'a str) -> Answer<'a, Option<String>> {
        answer(self.alive().get(&(space.into(), key.into())).map(|(value, _)| value.clone()))
    }

    fn take<'a>(&'a self, space: &'a str, key: &'a str) -> Answer<'a, Option<String>> {
        answer(self.alive().remove(&(space.into(), key.into())).map(|(value, _)| value))
    }

    fn set<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        value: String,
        condition: Condition<'a>,
        expiry: Expiry,
    ) -> Answer<'a, bool> {
        let (mut entries, at) = (self.alive(), (space.into(), key.into()));
        let current = entries.get(&at);
        let holds = condition.holds(current.map(|(value, _)| value.as_str()));
        let end = match expiry {
            Expiry::Never => None,
            Expiry::Keep => current.and_then(|(_, end)| *end),
            Expiry::After(time) => Instant::now().checked_add(time),
        };
        if holds {
            entries.insert(at, (value, end));
        }
        answer(holds)
    }

    fn keys<'a>(&'a self, space: &'a str, prefix: &'a str) -> Answer<'a, Vec<String>> {
        let entries = self.alive();
        let keys = entries.keys().filter(|(own, key)| own == space && key.starts_with(prefix));
        answer(keys.map(|(_, key)| key.clone()).collect())
    }

    fn expires_in<'a>(&'a self, space: &'a str, key: &'a str) -> Answer<'a, Option<Duration>> {
        let end = self.alive().get(&(space.into(), key.into())).and_then(|(_, end)| *end);
        answer(end.map(|end| end.saturating_duration_since(Instant::now())))
    }
}
