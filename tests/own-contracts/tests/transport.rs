//! The outbox, and applications that stop and start, over a custom transport.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use microcore_test_support::until;
use std::sync::Arc;

use microcore::config::Configuration;
use microcore::store::{Condition, Expiry, StateStore};
use microcore::tools::db::{Db, DbConfig};
use own_contracts::{Log, OwnState, OwnTransport};

microcore::app! { plugins: [notes] }

/// Writes a note at each start, and reads it unless it is to wait.
#[microcore::plugin]
mod notes {
    use std::time::Duration;

    use microcore::prelude::*;

    /// A note was written.
    #[event("note.written")]
    struct Note {
        number: i64,
    }

    #[view]
    struct Written {
        number: i64,
    }

    #[on_start]
    async fn write(db: Db, state: State, note: Emit<Note>) -> Result<()> {
        let number = state.increment("written", 1, None).await?;
        let mut tx = db.begin().await?;
        note.emit_in(&mut tx, Note { number }).await?;
        tx.commit().await
    }

    #[on_event("note.written")]
    async fn read(written: Written, state: State) -> Result<()> {
        state.set(&format!("begun/{}", written.number), &true).await?;
        while state.get::<bool>("wait").await?.is_some() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        state.set(&format!("read/{}", written.number), &true).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unsettled_event_of_the_outbox_is_delivered_by_the_next_application() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/a.db", folder.path().display());
    let (state, log) = (Arc::new(OwnState::default()), Arc::new(Log::default()));
    let application = || {
        let config = Configuration::empty()
            .with("http", "bind", "127.0.0.1:0")
            .with("http", "workers", 1)
            .with("events", "drain_ms", 0)
            .with("db", "url", url.as_str());
        let transport = Arc::new(OwnTransport::new(log.clone()));
        app().config(config).state_store(state.clone()).transport(transport)
    };
    let set = async |key| {
        let value = "true".to_owned();
        state.set("transport", key, value, Condition::Always, Expiry::Never).await.unwrap()
    };
    let has = async |key| state.get("transport", key).await.unwrap().is_some();

    set("wait").await;
    let running = application().start().await.unwrap();
    until("the first delivery", || async { has("begun/1").await }).await;
    // The log keeps the event, so the outbox need not.
    let db = Db::open(DbConfig::new(url.as_str()), &[]).await.unwrap();
    let rows = "SELECT count(*) FROM microcore_outbox";
    until("an empty outbox", || async { db.fetch_scalar::<i64>(rows, ()).await.unwrap() == 0 })
        .await;
    running.stop().await;
    assert!(!has("read/1").await);
    assert_eq!((log.sent(), log.waiting()), (1, 1), "the delivery is in the log again");

    state.take("transport", "wait").await.unwrap();
    let running = application().start().await.unwrap();
    until("both deliveries", || async { has("read/1").await && has("read/2").await }).await;
    running.stop().await;
    assert_eq!((log.sent(), log.waiting()), (2, 0));
}
