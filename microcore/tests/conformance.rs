//! Runs the conformance suites on the framework's implementations and on broken ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use futures_util::future::{BoxFuture, FutureExt, ready};
use futures_util::stream::{self, StreamExt};
use microcore::conformance::{self, Report};
use microcore::events::{
    ConsumerGroup, DbDeadLetters, DeadLetter, DeadLetters, Envelope, EventConfig, InProcess,
    MemoryDeadLetters, Transport,
};
use microcore::schedule::{DbTicks, MemoryTicks, Ticks};
use microcore::store::{SessionStore, StoredSession};
use microcore::tools::auth::StateSessions;
use microcore::tools::db::{Db, DbConfig};
use microcore::tools::files::{FileContent, FileInfo, FileStore, FolderStore};
use microcore::tools::state::MemoryStore;
use microcore::{Result, events, schedule};
use microcore_test_support::Postgres;
use uuid::Uuid;

/// A database of each engine that there is, with the tables of the framework.
async fn databases() -> (Vec<Db>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let mut all = vec![format!("sqlite://{}/a.db", folder.path().display())];
    if let Some(server) = Postgres::shared().await {
        all.push(server.database().await);
    }
    let mut databases = Vec::new();
    for url in all {
        let migrations = [events::MIGRATIONS, schedule::MIGRATIONS].into_iter().flatten();
        let migrations: Vec<_> = migrations.copied().collect();
        databases.push(Db::open(DbConfig::new(url), migrations.leak()).await.unwrap());
    }
    (databases, folder)
}

fn conforms(report: &Report, cases: usize) {
    assert!(report.passed(), "{report}");
    assert_eq!(report.cases.len(), cases);
}

fn failures(report: &Report) -> Vec<&'static str> {
    report.failures().map(|case| case.name).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticks_in_memory_and_in_a_database_conform() {
    conforms(&conformance::ticks(Arc::new(MemoryTicks::default())).await, 5);
    let (databases, _folder) = databases().await;
    for db in databases {
        conforms(&conformance::ticks(Arc::new(DbTicks::new(db))).await, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dead_letters_in_memory_and_in_a_database_conform() {
    conforms(&conformance::dead_letters(Arc::new(MemoryDeadLetters::new(10))).await, 5);
    let (databases, _folder) = databases().await;
    for db in databases {
        conforms(&conformance::dead_letters(Arc::new(DbDeadLetters::new(db))).await, 5);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_in_a_state_store_conform() {
    let store = StateSessions::new(Arc::new(MemoryStore::new()));
    conforms(&conformance::session_store(Arc::new(store)).await, 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_in_a_folder_conform() {
    let folder = tempfile::tempdir().unwrap();
    let store = FolderStore::new(folder.path().join("files"));
    conforms(&conformance::file_store(Arc::new(store)).await, 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_transport_within_a_process_conforms() {
    let make = || Arc::new(InProcess::new(&EventConfig::default()));
    conforms(&conformance::transport(make).await, 7);
}

/// Gives every tick to everybody, and remembers none.
struct BrokenTicks;

impl Ticks for BrokenTicks {
    fn claim<'a>(&'a self, _: &'a str, _: DateTime<Utc>) -> BoxFuture<'a, Result<bool>> {
        ready(Ok(true)).boxed()
    }

    fn last<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<DateTime<Utc>>>> {
        ready(Ok(None)).boxed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_ticks_do_not_conform() {
    let report = conformance::ticks(Arc::new(BrokenTicks)).await;
    assert_eq!(
        failures(&report),
        [
            "a tick is taken once",
            "a later tick can be taken, an earlier one cannot",
            "of many replicas one takes a tick",
            "the last tick is remembered",
        ],
        "{report}"
    );
}

/// Forgets attempts, lists the oldest first and without a limit, and says that it removed
/// what was not there.
struct BrokenDeadLetters(MemoryDeadLetters);

impl DeadLetters for BrokenDeadLetters {
    fn add(&self, letter: DeadLetter) -> BoxFuture<'_, Result<()>> {
        self.0.add(DeadLetter { attempts: 1, ..letter })
    }

    fn list(&self, _: usize) -> BoxFuture<'_, Result<Vec<DeadLetter>>> {
        let all = self.0.list(usize::MAX);
        async { Ok(all.await?.into_iter().rev().collect()) }.boxed()
    }

    fn get(&self, id: Uuid) -> BoxFuture<'_, Result<Option<DeadLetter>>> {
        self.0.get(id)
    }

    fn remove(&self, id: Uuid) -> BoxFuture<'_, Result<bool>> {
        async move { self.0.remove(id).await.map(|_| true) }.boxed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_dead_letter_store_does_not_conform() {
    let letters = BrokenDeadLetters(MemoryDeadLetters::new(10));
    let report = conformance::dead_letters(Arc::new(letters)).await;
    assert_eq!(
        failures(&report),
        [
            "a dead letter is read as it was stored",
            "the newest dead letters are listed first, up to a limit",
            "a dead letter is removed once",
            "of many concurrent removals one succeeds",
        ],
        "{report}"
    );
}

/// Forgets roles and whose a session is, and says that it ended what was not there.
struct BrokenSessions(StateSessions);

impl SessionStore for BrokenSessions {
    fn create<'a>(
        &'a self,
        id: &'a str,
        session: StoredSession,
        ttl: Duration,
    ) -> BoxFuture<'a, Result<()>> {
        self.0.create(id, StoredSession { roles: Vec::new(), ..session }, ttl)
    }

    fn read<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<StoredSession>>> {
        self.0.read(id)
    }

    fn delete<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<bool>> {
        async move { self.0.delete(id).await.map(|_| true) }.boxed()
    }

    fn delete_all<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<u64>> {
        ready(Ok(0)).boxed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_session_store_does_not_conform() {
    let store = BrokenSessions(StateSessions::new(Arc::new(MemoryStore::new())));
    let report = conformance::session_store(Arc::new(store)).await;
    assert_eq!(
        failures(&report),
        [
            "a session is read as it was stored",
            "a session expires after its time to live",
            "a deleted session does not exist",
            "deleting the sessions of an account keeps those of others",
        ],
        "{report}"
    );
}

/// Writes what arrived although the rest did not, and lists in no order.
struct BrokenFiles(FolderStore);

impl FileStore for BrokenFiles {
    fn put<'a>(&'a self, name: &'a str, content: FileContent<'a>) -> BoxFuture<'a, Result<u64>> {
        let complete = content.take_while(|piece| ready(piece.is_ok()));
        self.0.put(name, complete.boxed())
    }

    fn open<'a>(
        &'a self,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(FileInfo, FileContent<'static>)>> {
        async move {
            let (info, pieces) = self.0.open(name).await?;
            let whole = pieces.try_collect::<Vec<_>>().await?.concat();
            Ok((info, stream::iter([Ok(whole.into())]).boxed()))
        }
        .boxed()
    }

    fn stat<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<Option<FileInfo>>> {
        self.0.stat(name)
    }

    fn delete<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<bool>> {
        self.0.delete(name)
    }

    fn list<'a>(&'a self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<FileInfo>>> {
        async move { Ok(self.0.list(prefix).await?.into_iter().rev().collect()) }.boxed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_file_store_does_not_conform() {
    let folder = tempfile::tempdir().unwrap();
    let store = BrokenFiles(FolderStore::new(folder.path()));
    let report = conformance::file_store(Arc::new(store)).await;
    assert_eq!(
        failures(&report),
        [
            "an interrupted upload keeps the existing file",
            "a large file is streamed completely",
            "files are listed by prefix, in order",
        ],
        "{report}"
    );
}

/// Forgets keys, times and the second group, and waits for no settlement.
struct BrokenTransport(InProcess);

impl Transport for BrokenTransport {
    fn name(&self) -> &'static str {
        "careless"
    }

    fn is_durable(&self) -> bool {
        self.0.is_durable()
    }

    fn attach(&self, group: Arc<dyn ConsumerGroup>) {
        if !group.name().ends_with("two") {
            self.0.attach(group);
        }
    }

    fn start(&self) -> BoxFuture<'_, Result<()>> {
        self.0.start()
    }

    fn send(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        let envelope = Envelope { not_before: None, key: None, ..(*envelope).clone() };
        self.0.send(Arc::new(envelope))
    }

    fn send_durable(&self, envelope: Arc<Envelope>) -> BoxFuture<'_, Result<()>> {
        self.send(envelope)
    }

    fn stop(&self) -> BoxFuture<'_, ()> {
        self.0.stop()
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_transport_does_not_conform() {
    let make = || Arc::new(BrokenTransport(InProcess::new(&EventConfig::default())));
    let report = conformance::transport(make).await;
    assert_eq!(
        failures(&report),
        [
            "every group gets each event once",
            "an envelope arrives as it was sent",
            "an event is held until its time",
            "what is sent durably is accepted when it is settled",
            "what is sent durably and released is an error",
        ],
        "{report}"
    );
}
