//! The state store in memory, tested against the contract of `State`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use microcore::tools::State;
use microcore::tools::state::{Condition, Expiry, MemoryStore, StateStore};
use microcore::{Result, conformance};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_store_of_one_process_conforms() {
    let report = conformance::state(&State::new(Arc::new(MemoryStore::new()), "test")).await;
    assert!(report.passed(), "{report}");
    assert_eq!(report.cases.len(), 12);
}

/// Ignores conditions and times to live, as a broken store does.
struct Broken(MemoryStore);

impl StateStore for Broken {
    fn get<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        self.0.get(space, key)
    }

    fn take<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<Option<String>>> {
        self.0.get(space, key)
    }

    fn set<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        value: String,
        _: Condition<'a>,
        _: Expiry,
    ) -> BoxFuture<'a, Result<bool>> {
        self.0.set(space, key, value, Condition::Always, Expiry::Never)
    }

    fn increment<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
        by: i64,
        _: Expiry,
    ) -> BoxFuture<'a, Result<i64>> {
        self.0.increment(space, key, by, Expiry::Never)
    }

    fn delete<'a>(&'a self, space: &'a str, key: &'a str) -> BoxFuture<'a, Result<bool>> {
        self.0.delete(space, key)
    }

    fn keys<'a>(&'a self, space: &'a str, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>>> {
        self.0.keys(space, prefix)
    }

    fn expires_in<'a>(
        &'a self,
        space: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<Duration>>> {
        self.0.expires_in(space, key)
    }

    fn clear<'a>(&'a self, space: &'a str) -> BoxFuture<'a, Result<u64>> {
        self.0.clear(space)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_state_store_does_not_conform() {
    let store = Broken(MemoryStore::new());
    let report = conformance::state(&State::new(Arc::new(store), "test")).await;
    let failed: Vec<_> = report.failures().map(|case| case.name).collect();
    assert_eq!(
        failed,
        [
            "a value expires after its time to live",
            "of many writers to a free key one succeeds",
            "compare_and_set replaces only the expected value",
            "of many concurrent replacements one succeeds",
            "of many concurrent takes one gets the value",
            "a counter's time to live starts with its first increment",
        ],
        "{report}"
    );
}
