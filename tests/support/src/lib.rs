//! What tests of several crates share. Real backends: found by URL, at the usual
//! local port, or started from their binaries in a temporary folder. And cargo, for
//! packages that a test writes.
#![allow(clippy::panic, clippy::print_stdout)] // a test stops with a message

mod nested;
mod postgres;
mod process;

pub use nested::{cargo, copy, outside_of_cargo};
pub use postgres::Postgres;

/// Says that a test was skipped and how to run it. Where
/// `MICROCORE_REQUIRE_BACKENDS=1`, as in CI, a skip is a failure.
///
/// # Panics
/// If backends are required.
pub fn skip(what: &str, how: &str) {
    let required = std::env::var("MICROCORE_REQUIRE_BACKENDS").is_ok_and(|value| value == "1");
    assert!(!required, "{what} is required and was not found: {how}");
    println!("SKIPPED: no {what}; {how}");
}
