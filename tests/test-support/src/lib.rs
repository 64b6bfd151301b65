//! Shared by the tests of several crates: real backends, found by URL or at the default
//! local port, or started from their binaries in a temporary folder; and cargo, for
//! packages that a test writes.
#![allow(clippy::panic)] // a test stops with a message

use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Mutex, PoisonError};

mod nested;
mod postgres;
mod process;
mod wait;

pub use nested::{cargo, copy, outside_of_cargo};
pub use postgres::Postgres;
pub use wait::{WAIT_LIMIT, until, wait_for};

/// Reports that a test was skipped and how to run it, once a process, past the test
/// harness, which shows the output of failed tests only. Where
/// `MICROCORE_REQUIRE_BACKENDS=1`, as in CI, a skip is a failure.
///
/// # Panics
/// If backends are required.
pub fn skip(what: &str, how: &str) {
    let required = std::env::var("MICROCORE_REQUIRE_BACKENDS").is_ok_and(|value| value == "1");
    assert!(!required, "{what} is required and was not found: {how}");
    static REPORTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if REPORTED.lock().unwrap_or_else(PoisonError::into_inner).insert(what.to_owned()) {
        // If standard error is closed, the report is lost, which is acceptable.
        let _ = writeln!(std::io::stderr(), "SKIPPED: no {what}; {how}");
    }
}
