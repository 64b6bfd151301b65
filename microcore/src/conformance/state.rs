//! The contract of `State`.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::future::join_all;
use serde_json::json;

use super::report::{Failure, Report, ensure, ensure_eq};
use super::wait::spawned;
use crate::tools::State;
use microcore_core::error::Kind;

/// A time to live that is long enough to observe, and short enough to wait for.
const BRIEF: Duration = Duration::from_millis(1000);
/// After this time [`BRIEF`] has expired on every store.
const OVER: Duration = Duration::from_millis(1300);
/// The number of concurrent callers.
const MANY: usize = 32;

type Outcome = Result<(), Failure>;

/// Tests a store against the contract of [`State`]. Works in namespaces within that of
/// `state`, whose names begin with `conformance`, and clears them.
pub async fn state(state: &State) -> Report {
    let mut report = Report::new("State");
    let space = |name: &str| state.namespace(&format!("conformance-{name}"));
    report.case("values are read as they were written", values(space("values"))).await;
    report.case("a value of another type is an error", other_type(space("types"))).await;
    report.case("a value expires after its time to live", expiry(space("ttl"))).await;
    report.case("of many writers to a free key one succeeds", absent(space("absent"))).await;
    report
        .case("compare_and_set replaces only the expected value", compare(space("compare")))
        .await;
    report.case("of many concurrent replacements one succeeds", race(space("race"))).await;
    report.case("of many concurrent takes one gets the value", take(space("take"))).await;
    report.case("no increment is lost", counters(space("counters"))).await;
    report
        .case("a counter's time to live starts with its first increment", window(space("window")))
        .await;
    report.case("a value that is not a number is not changed", uncountable(space("words"))).await;
    report.case("keys are listed by prefix, in order", keys(space("keys"))).await;
    report.case("namespaces are isolated", namespaces(space("spaces"))).await;
    report
}

async fn values(state: State) -> Outcome {
    state.clear().await?;
    ensure_eq!(state.get::<String>("none").await?, None);
    let document =
        json!({"text": "ä\"\\\n", "list": [1, 2.5, null, true], "deep": {"b": 1, "a": {}}});
    state.set("document", &document).await?;
    ensure_eq!(state.get("document").await?, Some(document));
    state.set("big", &i64::MAX).await?;
    ensure_eq!(state.get("big").await?, Some(i64::MAX));
    state.set("none at all", &None::<u8>).await?;
    ensure_eq!(state.get::<Option<u8>>("none at all").await?, Some(None));
    state.set("", "the empty key").await?;
    ensure_eq!(state.get("").await?, Some("the empty key".to_owned()));
    ensure_eq!(state.delete("big").await?, true);
    ensure_eq!(state.delete("big").await?, false);
    ensure_eq!(state.clear().await?, 3);
    ensure_eq!(state.get::<String>("").await?, None);
    Ok(())
}

async fn other_type(state: State) -> Outcome {
    state.set("word", "seven").await?;
    fails(&state.get::<u8>("word").await, Kind::Internal)?;
    state.clear().await?;
    Ok(())
}

async fn expiry(state: State) -> Outcome {
    state.set_for("brief", &1, BRIEF).await?;
    state.set_for("kept", &1, BRIEF).await?;
    state.set("kept", &2).await?;
    state.set_if_absent("guard", &1, Some(BRIEF)).await?;
    let left = state.expires_in("brief").await?;
    ensure!(left.is_some_and(|left| left <= BRIEF), "the time left is {left:?}");
    ensure_eq!(state.expires_in("kept").await?, None);
    ensure_eq!(state.expires_in("none").await?, None);
    tokio::time::sleep(OVER).await;
    ensure_eq!(state.get::<i32>("brief").await?, None);
    ensure_eq!(state.get("kept").await?, Some(2));
    ensure_eq!(state.delete("brief").await?, false);
    ensure_eq!(state.set_if_absent("guard", &2, None).await?, true);
    ensure_eq!(state.keys("").await?, ["guard", "kept"]);
    state.clear().await?;
    Ok(())
}

async fn absent(state: State) -> Outcome {
    let tries = join_all((0..MANY).map(|n| {
        let state = state.clone();
        spawned(async move { state.set_if_absent("first", &n, None).await })
    }));
    let won = tries.await.into_iter().collect::<Result<Vec<bool>, _>>()?;
    ensure_eq!(won.iter().filter(|won| **won).count(), 1);
    let winner = won.iter().position(|won| *won);
    ensure_eq!(state.get::<usize>("first").await?, winner);
    state.clear().await?;
    Ok(())
}

async fn compare(state: State) -> Outcome {
    ensure_eq!(state.compare_and_set("key", &1, &2).await?, false);
    ensure_eq!(state.get::<i32>("key").await?, None);
    state.set_for("key", &1, BRIEF).await?;
    ensure_eq!(state.compare_and_set("key", &2, &3).await?, false);
    ensure_eq!(state.compare_and_set("key", &1, &3).await?, true);
    ensure_eq!(state.get("key").await?, Some(3));
    ensure!(state.expires_in("key").await?.is_some(), "the time to live is gone");
    // Maps are equal whatever order they iterate in.
    let map = || (0..20).map(|n| (n.to_string(), n)).collect::<HashMap<_, _>>();
    state.set("map", &map()).await?;
    ensure_eq!(state.compare_and_set("map", &map(), &HashMap::new()).await?, true);
    state.clear().await?;
    Ok(())
}

async fn race(state: State) -> Outcome {
    state.set("turn", &usize::MAX).await?;
    let tries = join_all((0..MANY).map(|n| {
        let state = state.clone();
        spawned(async move { state.compare_and_set("turn", &usize::MAX, &n).await })
    }));
    let won = tries.await.into_iter().collect::<Result<Vec<bool>, _>>()?;
    ensure_eq!(won.iter().filter(|won| **won).count(), 1);
    state.clear().await?;
    Ok(())
}

async fn take(state: State) -> Outcome {
    state.set("once", "token").await?;
    let tries = join_all((0..MANY).map(|_| {
        let state = state.clone();
        spawned(async move { state.take::<String>("once").await })
    }));
    let got = tries.await.into_iter().collect::<Result<Vec<_>, _>>()?;
    ensure_eq!(got.iter().flatten().collect::<Vec<_>>(), ["token"]);
    state.clear().await?;
    Ok(())
}

async fn counters(state: State) -> Outcome {
    let steps = join_all((0..MANY).map(|_| {
        let state = state.clone();
        spawned(async move { state.increment("count", 3, None).await })
    }));
    let mut sums = steps.await.into_iter().collect::<Result<Vec<i64>, _>>()?;
    sums.sort_unstable();
    ensure_eq!(sums, (1..=MANY as i64).map(|n| n * 3).collect::<Vec<_>>());
    ensure_eq!(state.increment("count", -96, None).await?, 0);
    ensure_eq!(state.get("count").await?, Some(0));
    state.set("count", &40).await?;
    ensure_eq!(state.increment("count", 2, None).await?, 42);
    state.clear().await?;
    Ok(())
}

async fn window(state: State) -> Outcome {
    let window = Some(BRIEF);
    ensure_eq!(state.increment("calls", 1, window).await?, 1);
    tokio::time::sleep(BRIEF / 2).await;
    ensure_eq!(state.increment("calls", 1, window).await?, 2);
    tokio::time::sleep(OVER - BRIEF / 2).await;
    ensure_eq!(state.increment("calls", 1, window).await?, 1);
    state.clear().await?;
    Ok(())
}

async fn uncountable(state: State) -> Outcome {
    state.set("word", "seven").await?;
    fails(&state.increment("word", 1, None).await, Kind::Conflict)?;
    ensure_eq!(state.get("word").await?, Some("seven".to_owned()));
    state.set("end", &i64::MAX).await?;
    fails(&state.increment("end", 1, None).await, Kind::Conflict)?;
    ensure_eq!(state.get("end").await?, Some(i64::MAX));
    state.clear().await?;
    Ok(())
}

async fn keys(state: State) -> Outcome {
    for key in ["b/2", "a/1", "b/1", "b%", "b*"] {
        state.set(key, &1).await?;
    }
    ensure_eq!(state.keys("b/").await?, ["b/1", "b/2"]);
    ensure_eq!(state.keys("").await?, ["a/1", "b%", "b*", "b/1", "b/2"]);
    // What some stores read as patterns is text here.
    ensure_eq!(state.keys("b*").await?, ["b*"]);
    ensure_eq!(state.keys("%").await?, Vec::<String>::new());
    state.clear().await?;
    Ok(())
}

async fn namespaces(state: State) -> Outcome {
    let (one, other) = (state.namespace("1"), state.namespace("2"));
    one.set("key", &1).await?;
    ensure_eq!(other.get::<i32>("key").await?, None);
    ensure_eq!(state.get::<i32>("key").await?, None);
    ensure_eq!(other.clear().await?, 0);
    ensure_eq!(state.clear().await?, 0);
    ensure_eq!(one.get("key").await?, Some(1));
    ensure_eq!(one.clear().await?, 1);
    Ok(())
}

fn fails<T>(result: &crate::Result<T>, kind: Kind) -> Outcome {
    let found = result.as_ref().err().map(crate::Error::kind);
    ensure!(found == Some(kind), "the outcome is {found:?}, expected {kind:?}");
    Ok(())
}
