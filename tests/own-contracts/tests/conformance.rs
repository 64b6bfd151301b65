//! The implementations, tested against the contracts of the framework's own.
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use microcore::conformance::{self, Report};
use microcore::tools::State;
use own_contracts::{Log, OwnDeadLetters, OwnFiles, OwnSessions, OwnState, OwnTicks, OwnTransport};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_own_state_store_conforms() {
    let report = conformance::state(&State::new(Arc::new(OwnState::default()), "test")).await;
    assert!(report.passed(), "{report}");
    assert_eq!(report.cases.len(), 12);
}

fn conforms(report: &Report, cases: usize) {
    assert!(report.passed(), "{report}");
    assert_eq!(report.cases.len(), cases);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_own_stores_conform() {
    conforms(&conformance::dead_letters(Arc::new(OwnDeadLetters::default())).await, 5);
    conforms(&conformance::session_store(Arc::new(OwnSessions::default())).await, 4);
    conforms(&conformance::file_store(Arc::new(OwnFiles::default())).await, 10);
    conforms(&conformance::ticks(Arc::new(OwnTicks::default())).await, 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_own_transport_conforms() {
    let make = || Arc::new(OwnTransport::new(Arc::new(Log::default())));
    conforms(&conformance::transport(make).await, 7);
}

#[test]
fn the_own_state_store_has_less_than_sixty_lines_of_code() {
    let code = include_str!("../src/state.rs").lines().map(str::trim);
    let code = code.filter(|line| !line.is_empty() && !line.starts_with("//"));
    assert!(code.count() < 60);
}

#[test]
fn the_own_implementations_need_no_crate_of_microcore_but_the_core() {
    let manifest = include_str!("../Cargo.toml");
    let (_, rest) = manifest.split_once("[dependencies]").unwrap();
    let (needed, _) = rest.split_once('[').unwrap();
    let needed: Vec<_> = needed.lines().filter(|line| line.contains("microcore")).collect();
    assert_eq!(needed, ["microcore-core.workspace = true"]);
}
