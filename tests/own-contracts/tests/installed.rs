//! An application that installs implementations of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use microcore_test_support::until;
use std::sync::Arc;

use microcore::App;
use microcore::config::Configuration;
use microcore::store::{Condition, DeadLetters, Expiry, FileStore, StateStore, Ticks};
use microcore::trace::TraceKind;
use own_contracts::{
    Log, OwnDeadLetters, OwnExporter, OwnFiles, OwnSessions, OwnState, OwnTicks, OwnTransport,
};

microcore::app! { plugins: [keeper, failing] }

/// Keeps what it is given, in every tool that has a store.
#[microcore::plugin]
mod keeper {
    use microcore::prelude::*;

    #[on_start]
    async fn copy(state: State, auth: Auth, files: Files) -> Result<()> {
        let found: Option<String> = state.get("given").await?;
        state.set("found", &found).await?;
        files.put("copies/found.txt", "found").await?;
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

/// With a folder for the files that go to no installed store.
fn application() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = Configuration::empty()
        .with("http", "bind", "127.0.0.1:0")
        .with("http", "workers", 1)
        .with("files", "root", folder.path().to_str().unwrap())
        .with("auth", "secret", "0123456789abcdef0123456789abcdef");
    (app().config(config), folder)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn state_and_sessions_are_in_the_state_store_that_is_installed() {
    let (app, _folder) = application();
    let store = Arc::new(OwnState::default());
    let given = "\"by the test\"".to_owned();
    store.set("installed", "given", given, Condition::Always, Expiry::Never).await.unwrap();
    let running = app.state_store(store.clone()).start().await.unwrap();
    let found = store.get("installed", "found").await.unwrap();
    assert_eq!(found.as_deref(), Some("\"by the test\""));
    let sessions = store.keys("microcore.session", "").await.unwrap();
    assert_eq!(sessions.len(), 1);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sessions_are_in_the_session_store_that_is_installed() {
    let (app, _folder) = application();
    let (state, sessions) = (Arc::new(OwnState::default()), Arc::new(OwnSessions::default()));
    let app = app.state_store(state.clone()).session_store(sessions.clone());
    let running = app.start().await.unwrap();
    assert_eq!(sessions.subjects(), ["ada"]);
    assert!(state.keys("microcore.session", "").await.unwrap().is_empty());
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_in_the_file_store_that_is_installed() {
    let (app, folder) = application();
    let files = Arc::new(OwnFiles::default());
    let running = app.file_store(files.clone()).start().await.unwrap();
    let found = files.list("").await.unwrap();
    let names: Vec<_> = found.iter().map(|file| (file.name.as_str(), file.size)).collect();
    assert_eq!(names, [("installed/copies/found.txt", 5)]);
    running.stop().await;
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "a folder was used too");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn dead_letters_are_in_the_store_that_is_installed() {
    let (app, _folder) = application();
    let letters = Arc::new(OwnDeadLetters::default());
    let running = app.dead_letters(letters.clone()).start().await.unwrap();
    until("the dead letter", || async { !letters.list(1).await.unwrap().is_empty() }).await;
    let letter = letters.list(1).await.unwrap().remove(0);
    assert!(letter.error.contains("7 cannot be handled"), "{}", letter.error);
    let listed = running.bus().dead_letters(10).await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].id, letter.id);
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ticks_are_claimed_where_the_application_says() {
    let (app, _folder) = application();
    let ticks = Arc::new(OwnTicks::default());
    let running = app.ticks(ticks.clone()).start().await.unwrap();
    until("the tick", || async { !ticks.jobs().is_empty() }).await;
    let job = ticks.jobs().remove(0);
    assert!(job.ends_with("keeper::tick"), "{job}");
    assert!(ticks.last(&job).await.unwrap().is_some());
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_are_carried_by_the_transport_that_is_installed() {
    let (app, _folder) = application();
    let log = Arc::new(Log::default());
    let letters = Arc::new(OwnDeadLetters::default());
    let app = app.dead_letters(letters.clone());
    let running = app.transport(Arc::new(OwnTransport::new(log.clone()))).start().await.unwrap();
    until("the dead letter", || async { !letters.list(1).await.unwrap().is_empty() }).await;
    running.stop().await;
    assert_eq!((log.sent(), log.waiting()), (1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_trace_was_exported_when_the_application_has_stopped() {
    let (app, _folder) = application();
    let exporter = Arc::new(OwnExporter::default());
    let running = app.exporter(exporter.clone()).start().await.unwrap();
    let traces = running.bus().traces().clone();
    running.stop().await;
    let exported = exporter.nodes();
    assert_eq!(exported.len(), traces.nodes().len());
    let event = exported.iter().find(|node| node.kind == TraceKind::Event).unwrap();
    assert_eq!(event.name, "thing.failed");
    let hook = exported.iter().find(|node| Some(&node.id) == event.cause.as_ref()).unwrap();
    assert_eq!(hook.kind, TraceKind::Hook);
}
