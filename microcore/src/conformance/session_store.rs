//! The contract of `SessionStore`.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::report::{Failure, Report, ensure, ensure_eq};
use super::wait::until;
use microcore_core::store::{SessionStore, StoredSession};

const LONG: Duration = Duration::from_secs(3600);

type Outcome = Result<(), Failure>;

/// Holds a store to the contract of [`SessionStore`]. The suite ends the sessions that it
/// opens.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// use std::sync::Arc;
/// use microcore::conformance;
/// use microcore::tools::{auth::StateSessions, state::MemoryStore};
///
/// let store = StateSessions::new(Arc::new(MemoryStore::new()));
/// let report = conformance::session_store(Arc::new(store)).await;
/// assert!(report.passed(), "{report}");
/// # });
/// ```
pub async fn session_store(store: Arc<dyn SessionStore>) -> Report {
    let mut report = Report::new("SessionStore");
    let store = &*store;
    report.case("a session is read as it was stored", same(store)).await;
    report.case("a session expires after its time to live", expiry(store)).await;
    report.case("a deleted session does not exist", delete(store)).await;
    report
        .case("deleting the sessions of an account keeps those of others", delete_all(store))
        .await;
    report
}

fn id() -> String {
    format!("conformance{}", Uuid::new_v4().simple())
}

fn session(subject: &str) -> StoredSession {
    let roles = vec!["admin".to_owned(), "ärzte".to_owned()];
    StoredSession { subject: subject.to_owned(), roles }
}

async fn same(store: &dyn SessionStore) -> Outcome {
    let (id, none) = (id(), id());
    for session in [session("ä\"\\ '%*"), StoredSession { roles: Vec::new(), ..session("") }] {
        store.create(&id, session.clone(), LONG).await?;
        ensure_eq!(store.read(&id).await?, Some(session));
        store.delete(&id).await?;
    }
    ensure_eq!(store.read(&none).await?, None);
    Ok(())
}

async fn expiry(store: &dyn SessionStore) -> Outcome {
    let (brief, long) = (id(), id());
    store.create(&brief, session("brief"), Duration::from_millis(200)).await?;
    store.create(&long, session("long"), LONG).await?;
    until("the end of a session", async || {
        store.read(&brief).await.is_ok_and(|found| found.is_none())
    })
    .await?;
    ensure!(store.read(&long).await?.is_some(), "a session ended before its time");
    ensure_eq!(store.delete(&brief).await?, false);
    ensure_eq!(store.delete(&long).await?, true);
    Ok(())
}

async fn delete(store: &dyn SessionStore) -> Outcome {
    let (one, other) = (id(), id());
    store.create(&one, session("a"), LONG).await?;
    store.create(&other, session("a"), LONG).await?;
    ensure_eq!(store.delete(&one).await?, true);
    ensure_eq!(store.delete(&one).await?, false);
    ensure_eq!(store.read(&one).await?, None);
    ensure!(store.read(&other).await?.is_some(), "another session has ended too");
    store.delete(&other).await?;
    Ok(())
}

async fn delete_all(store: &dyn SessionStore) -> Outcome {
    let account = format!("conformance/{}", Uuid::new_v4());
    let longer = format!("{account}/2");
    let ids = [id(), id(), id()];
    for id in &ids[..2] {
        store.create(id, session(&account), LONG).await?;
    }
    store.create(&ids[2], session(&longer), LONG).await?;
    ensure_eq!(store.delete_all(&account).await?, 2);
    ensure_eq!(store.delete_all(&account).await?, 0);
    ensure_eq!(store.read(&ids[0]).await?, None);
    ensure!(store.read(&ids[2]).await?.is_some(), "a session of another account has ended");
    ensure_eq!(store.delete_all(&longer).await?, 1);
    Ok(())
}
