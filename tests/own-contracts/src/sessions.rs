//! A session store of your own.

use std::collections::BTreeMap;
use std::future::ready;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use microcore_core::store::{SessionStore, StoredSession};
use microcore_core::{Error, Result};

use crate::lock;

type Sessions = BTreeMap<String, (StoredSession, Instant)>;

/// Keeps sessions by id, each with its end.
#[derive(Debug, Default)]
pub struct OwnSessions(Mutex<Sessions>);

impl OwnSessions {
    /// The accounts that are signed in.
    pub fn subjects(&self) -> Vec<String> {
        self.alive().values().map(|(session, _)| session.subject.clone()).collect()
    }

    fn alive(&self) -> MutexGuard<'_, Sessions> {
        let mut sessions = lock(&self.0);
        sessions.retain(|_, (_, end)| Instant::now() < *end);
        sessions
    }
}

impl SessionStore for OwnSessions {
    fn create<'a>(
        &'a self,
        id: &'a str,
        session: StoredSession,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<()>> {
        let end = Instant::now().checked_add(ttl);
        let end = end.ok_or_else(|| Error::internal("the time to live is too long"));
        Box::pin(ready(end.map(|end| {
            self.alive().insert(id.to_owned(), (session, end));
        })))
    }

    fn read<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<StoredSession>>> {
        Box::pin(ready(Ok(self.alive().get(id).map(|(session, _)| session.clone()))))
    }

    fn delete<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool>> {
        Box::pin(ready(Ok(self.alive().remove(id).is_some())))
    }

    fn delete_all<'a>(&'a self, subject: &'a str) -> BoxFuture<'a, Result<u64>> {
        let mut sessions = self.alive();
        let before = sessions.len();
        sessions.retain(|_, (session, _)| session.subject != subject);
        Box::pin(ready(Ok((before - sessions.len()) as u64)))
    }
}
