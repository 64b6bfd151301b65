//! The store, tested against the contract of the framework's own store.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use microcore::conformance;
use microcore::tools::State;
use own_store::OwnStore;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_own_store_conforms() {
    let report = conformance::state(&State::new(Arc::new(OwnStore::default()), "test")).await;
    assert!(report.passed(), "{report}");
    assert_eq!(report.cases.len(), 12);
}

#[test]
fn the_own_store_has_less_than_sixty_lines_of_code() {
    let code = include_str!("../src/lib.rs").lines().map(str::trim);
    let code = code.filter(|line| !line.is_empty() && !line.starts_with("//"));
    assert!(code.count() < 60);
}

#[test]
fn the_own_store_needs_no_crate_of_microcore_but_the_core() {
    let manifest = include_str!("../Cargo.toml");
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let (needed, _) = rest.split_once('[').unwrap();
    let needed: Vec<_> = needed.lines().filter(|line| line.contains("microcore")).collect();
    assert_eq!(needed, ["microcore-core.workspace = true"]);
}
