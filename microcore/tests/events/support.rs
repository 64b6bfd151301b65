//! Subscribers, written as the macros expand them.

pub use microcore_test_support::until;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use microcore::Result;
use microcore::call::Mounted;
use microcore::call::{AskCall, EventCall, SubscriberFn};
use microcore::events::{Bus, Envelope, EventConfig};
use microcore::meta::MountError;
use microcore::meta::{AnswerMeta, HandlerMeta, PluginMeta, SourceLocation, SubscriptionMeta};
use microcore::schema::Shape;
use microcore::tool::Proxy;
use microcore::tools::db::{Db, DbConfig};
use microcore_test_support::Postgres;
use serde_json::value::RawValue;

pub const LOCATION: SourceLocation =
    SourceLocation { file: "tests/events/support.rs", line: 1, column: 1 };
pub const EVENT: &str = "thing.happened";

pub static PLUGIN: PluginMeta =
    PluginMeta::new("listener", "app::domains::tests::listener", "app", LOCATION);

/// What a subscription says; changed by each test as it needs.
pub struct Sub {
    pub event: &'static str,
    pub name: &'static str,
    pub retries: u32,
    pub backoff_ms: u64,
    pub timeout_ms: u64,
    pub group: &'static str,
    pub broadcast: bool,
    pub once: bool,
    pub needs: Vec<Arc<Proxy>>,
}

impl Default for Sub {
    fn default() -> Self {
        Self {
            event: EVENT,
            name: "on_thing",
            retries: 0,
            backoff_ms: 1,
            timeout_ms: 0,
            group: "",
            broadcast: false,
            once: false,
            needs: Vec::new(),
        }
    }
}

pub const fn handler(name: &'static str) -> HandlerMeta {
    HandlerMeta::new(name, LOCATION)
}

impl Sub {
    pub fn mounted(self, call: SubscriberFn) -> Mounted<SubscriptionMeta, SubscriberFn> {
        let meta = Box::leak(Box::new(
            SubscriptionMeta::new(handler(self.name), self.event, &Shape::Any, |_| {
                Err(MountError::Signature("it is mounted already".to_owned()))
            })
            .retries(self.retries)
            .backoff_ms(self.backoff_ms)
            .timeout_ms(self.timeout_ms)
            .group(self.group)
            .broadcast(self.broadcast)
            .once(self.once)
            .event_location(LOCATION),
        ));
        Mounted::new(&PLUGIN, meta, call, self.needs)
    }

    /// Subscribes a function of the call.
    pub fn on<F>(self, bus: &Bus, handle: impl Fn(EventCall) -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        bus.subscribe(self.mounted(Box::new(move |call| Box::pin(handle(call)))));
    }
}

/// Answers a question with a function of the call.
pub fn answer<F>(
    bus: &Bus,
    ask: &'static str,
    handle: impl Fn(AskCall) -> F + Send + Sync + 'static,
) where
    F: Future<Output = Result<Box<RawValue>>> + Send + 'static,
{
    let meta = Box::leak(Box::new(
        AnswerMeta::new(handler("answer"), ask, &Shape::Any, &Shape::Any, |_| {
            Err(MountError::NoTool { capability: "none" })
        })
        .ask_location(LOCATION),
    ));
    let call: microcore::call::AnswerFn = Box::new(move |call| Box::pin(handle(call)));
    bus.answer(Mounted::new(&PLUGIN, meta, call, Vec::new()));
}

pub fn json(value: impl serde::Serialize) -> Box<RawValue> {
    serde_json::value::to_raw_value(&value).unwrap()
}

pub fn event(payload: impl serde::Serialize) -> Envelope {
    Envelope::new(EVENT, "tests::publisher", &payload).unwrap()
}

pub fn keyed(key: &str, payload: impl serde::Serialize) -> Envelope {
    Envelope { key: Some(key.into()), ..event(payload) }
}

pub fn bus() -> Bus {
    Bus::new(EventConfig::default())
}

/// What handlers saw, in order.
pub struct Seen<T>(Arc<Mutex<Vec<T>>>);

impl<T> Clone for Seen<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Clone> Seen<T> {
    pub fn new() -> Self {
        Self(Arc::default())
    }

    pub fn add(&self, value: T) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(value);
    }

    pub fn all(&self) -> Vec<T> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Waits until there are so many, for at most ten seconds.
    pub async fn wait(&self, count: usize) -> Vec<T> {
        until(&format!("{count} seen"), || async { self.len() >= count }).await;
        self.all()
    }
}

pub async fn ms(ms: u64) {
    tokio::time::sleep(Duration::from_millis(ms)).await;
}

/// Runs a test against a fresh SQLite file, and against a new database of a
/// PostgreSQL server.
#[macro_export]
macro_rules! on_each_engine {
    ($test:ident, $name:ident) => {
        mod $test {
            mod $name {
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_sqlite() -> microcore::Result<()> {
                    let (_folder, db) = $crate::support::sqlite().await;
                    super::super::$test(db).await
                }

                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn on_postgres() -> microcore::Result<()> {
                    match $crate::support::postgres().await {
                        Some(db) => super::super::$test(db).await,
                        None => Ok(()), // it has said so, or failed where that is asked for
                    }
                }
            }
        }
    };
}

/// A database in a file of its own, with the framework's tables.
pub async fn sqlite() -> (tempfile::TempDir, Db) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let db = Db::open(DbConfig::new(url), microcore::events::MIGRATIONS).await.unwrap();
    (folder, db)
}

/// A new database, with the framework's tables; `None` where there is no server.
pub async fn postgres() -> Option<Db> {
    let url = Postgres::shared().await?.database().await;
    Some(Db::open(DbConfig::new(url), microcore::events::MIGRATIONS).await.unwrap())
}
