//! An application that installs implementations of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::{BoxFuture, ready};
use microcore::config::Configuration;
use microcore::events::{DeadLetter, DeadLetters};
use microcore::schedule::Ticks;
use microcore::tools::state::{Condition, Expiry, StateStore};
use microcore::{App, Result};
use own_store::OwnStore;
use uuid::Uuid;

microcore::app! { plugins: [keeper, failing] }

/// Reads and writes state, and opens a session.
#[microcore::plugin]
mod keeper {
    use microcore::prelude::*;

    #[on_start]
    async fn copy(state: State, auth: Auth) -> Result<()> {
        let found: Option<String> = state.get("given").await?;
        state.set("found", &found).await?;
        auth.start_session("ada", &[]).await.map(drop)
    }

    #[schedule(every = "1s")]
    async fn tick() -> Result<()> {
        Ok(())
    }
}

/// Publishes what it cannot handle.
#[microcore::plugin]
mod failing {
    use microcore::prelude::*;

    /// Something that fails.
    #[event("thing.failed")]
    struct Thing {
        number: u8,
    }

    #[view]
    struct Seen {
        number: u8,
    }

    #[on_start]
    async fn publish(thing: Emit<Thing>) -> Result<()> {
        thing.emit(Thing { number: 7 }).await
    }

    #[on_event("thing.failed")]
    async fn fail(seen: Seen) -> Result<()> {
        Err(Error::internal(format!("{} cannot be handled", seen.number)))
    }
}

#[derive(Default)]
struct Letters(Mutex<Vec<DeadLetter>>);

impl DeadLetters for Letters {
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>> {
        self.0.lock().unwrap().push(letter);
        Box::pin(ready(Ok(())))
    }

    fn list(&self, limit: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        let letters = self.0.lock().unwrap().iter().rev().take(limit).cloned().collect();
        Box::pin(ready(Ok(letters)))
    }

    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>> {
        let letter = self.0.lock().unwrap().iter().find(|letter| letter.id == id).cloned();
        Box::pin(ready(Ok(letter)))
    }

    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>> {
        let mut letters = self.0.lock().unwrap();
        let before = letters.len();
        letters.retain(|letter| letter.id != id);
        Box::pin(ready(Ok(letters.len() < before)))
    }
}

/// Notes who asked for a tick, and gives none.
#[derive(Default)]
struct Claims(Mutex<Vec<String>>);

impl Ticks for Claims {
    fn claim<'a>(&'a self, job: &'a str, _: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        self.0.lock().unwrap().push(job.to_owned());
        Box::pin(ready(Ok(false)))
    }

    fn last<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>> {
        Box::pin(ready(Ok(None)))
    }
}

fn application() -> App {
    let settings = Configuration::empty()
        .with("http", "bind", "127.0.0.1:0")
        .with("http", "workers", 1)
        .with("auth", "secret", "0123456789abcdef0123456789abcdef");
    app().config(settings)
}

async fn until(holds: impl Fn() -> bool) {
    for _ in 0..500 {
        if holds() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("timed out waiting");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn state_and_sessions_lie_in_the_store_that_the_application_installs() {
    let store = Arc::new(OwnStore::default());
    let given = "\"by the test\"".to_owned();
    store.set("installed", "given", given, Condition::Always, Expiry::Never).await.unwrap();
    let running = application().state_store(store.clone()).start().await.unwrap();
    let found = store.get("installed", "found").await.unwrap();
    assert_eq!(found.as_deref(), Some("\"by the test\""));
    let sessions = store.keys("microcore.session", "").await.unwrap();
    assert_eq!(sessions.len(), 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dead_letters_go_where_the_application_says() {
    let letters = Arc::new(Letters::default());
    let running = application().dead_letters(letters.clone()).start().await.unwrap();
    until(|| !letters.0.lock().unwrap().is_empty()).await;
    let letter = letters.0.lock().unwrap()[0].clone();
    assert!(letter.error.contains("7 cannot be handled"), "{}", letter.error);
    let listed = running.bus().dead_letters(10).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].id, letter.id);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticks_are_claimed_where_the_application_says() {
    let ticks = Arc::new(Claims::default());
    let running = application().ticks(ticks.clone()).start().await.unwrap();
    until(|| !ticks.0.lock().unwrap().is_empty()).await;
    let job = ticks.0.lock().unwrap()[0].clone();
    assert!(job.ends_with("keeper::tick"), "{job}");
    running.stop().await;
}
