//! The contract of `DeadLetters`.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::json;
use uuid::Uuid;

use super::report::{Failure, Report, ensure, ensure_eq};
use super::wait::spawned;
use microcore_core::event::{Envelope, event_id};
use microcore_core::store::{DeadLetter, DeadLetters, DeadReason};

/// Many at once.
const MANY: usize = 32;

type Outcome = Result<(), Failure>;

/// Holds a store to the contract of [`DeadLetters`]. The store must have room for ten
/// letters; the suite removes those that it adds.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// use std::sync::Arc;
/// use microcore::{conformance, events::MemoryDeadLetters};
///
/// let report = conformance::dead_letters(Arc::new(MemoryDeadLetters::new(100))).await;
/// assert!(report.passed(), "{report}");
/// # });
/// ```
pub async fn dead_letters(letters: Arc<dyn DeadLetters>) -> Report {
    let mut report = Report::new("DeadLetters");
    let letters = &letters;
    report.case("a dead letter is read as it was stored", same(letters)).await;
    report.case("the newest dead letters are listed first, up to a limit", list(letters)).await;
    report.case("a dead letter that is added twice is stored once", again(letters)).await;
    report.case("a dead letter is removed once", remove(letters)).await;
    report.case("of many concurrent removals one succeeds", race(letters)).await;
    report
}

fn letter(reason: DeadReason) -> Result<DeadLetter, Failure> {
    let payload = json!({ "text": "ä\"\\\n", "big": u64::MAX, "list": [1, 2.5, null] });
    let mut envelope = Envelope::new("conformance.happened", "conformance::publisher", &payload)?;
    envelope.key = Some("käy".into());
    envelope.headers.insert("name".to_owned(), "a value".to_owned());
    let now = event_id(Utc::now());
    Ok(DeadLetter {
        id: now,
        envelope,
        subscriber: "conformance::plugin::on_happened".to_owned(),
        error: "the handler failed: \"because\"".to_owned(),
        attempts: 3,
        // Some databases keep milliseconds.
        failed_at: DateTime::UNIX_EPOCH + TimeDelta::milliseconds(1_700_000_000_123),
        reason,
    })
}

async fn same(letters: &Arc<dyn DeadLetters>) -> Outcome {
    let reasons =
        [DeadReason::Failed, DeadReason::Panicked, DeadReason::TimedOut, DeadReason::Unreadable];
    for reason in reasons {
        let letter = letter(reason)?;
        letters.add(letter.clone()).await?;
        let found = letters.get(letter.id).await?;
        ensure_eq!(found.as_ref().map(text), Some(text(&letter)));
        letters.remove(letter.id).await?;
    }
    ensure!(
        letters.get(Uuid::new_v4()).await?.is_none(),
        "a dead letter that was never added exists"
    );
    Ok(())
}

async fn list(letters: &Arc<dyn DeadLetters>) -> Outcome {
    let mut ids = Vec::new();
    for _ in 0..4 {
        let letter = letter(DeadReason::Failed)?;
        ids.insert(0, letter.id);
        letters.add(letter).await?;
    }
    let listed: Vec<_> = letters.list(3).await?.into_iter().map(|letter| letter.id).collect();
    ensure_eq!(listed, ids[..3]);
    for id in ids {
        letters.remove(id).await?;
    }
    Ok(())
}

/// Who adds a letter cannot know whether an attempt that failed has stored it.
async fn again(letters: &Arc<dyn DeadLetters>) -> Outcome {
    let letter = letter(DeadReason::Failed)?;
    letters.add(letter.clone()).await?;
    letters.add(letter.clone()).await?;
    let listed = letters.list(10).await?;
    ensure_eq!(listed.iter().filter(|other| other.id == letter.id).count(), 1);
    letters.remove(letter.id).await?;
    ensure!(letters.get(letter.id).await?.is_none(), "the dead letter exists after it was removed");
    Ok(())
}

async fn remove(letters: &Arc<dyn DeadLetters>) -> Outcome {
    let (one, other) = (letter(DeadReason::Failed)?, letter(DeadReason::Failed)?);
    let (id, other_id) = (one.id, other.id);
    letters.add(one).await?;
    letters.add(other).await?;
    ensure_eq!(letters.remove(id).await?, true);
    ensure_eq!(letters.remove(id).await?, false);
    ensure!(letters.get(other_id).await?.is_some(), "another dead letter was removed too");
    letters.remove(other_id).await?;
    Ok(())
}

async fn race(letters: &Arc<dyn DeadLetters>) -> Outcome {
    let letter = letter(DeadReason::Failed)?;
    let id = letter.id;
    letters.add(letter).await?;
    let removals = join_all((0..MANY).map(|_| {
        let letters = Arc::clone(letters);
        spawned(async move { letters.remove(id).await })
    }));
    let won = removals.await.into_iter().collect::<Result<Vec<bool>, _>>()?;
    ensure_eq!(won.iter().filter(|won| **won).count(), 1);
    Ok(())
}

fn text(letter: &DeadLetter) -> String {
    serde_json::to_string(letter).unwrap_or_default()
}
