//! Compiles every case: `fail/` must be refused with exactly the message beside
//! it, `pass/` must be allowed. `UI_ONLY=route/fail/duplicate.rs` runs one, or
//! all that a pattern matches.

use trybuild::TestCases;

/// What to compile of the cases that `all` stands for.
fn wanted(all: &str, folder: &str) -> Option<String> {
    match std::env::var("UI_ONLY") {
        Ok(only) => (only.contains(folder) && only.ends_with(".rs")).then_some(only),
        Err(_) => Some(all.to_owned()),
    }
}

// Two tests, because cases that only fail are checked in one go.

#[test]
fn mistakes_are_refused_in_words_that_help() {
    if let Some(cases) = wanted("*/fail/*.rs", "/fail/") {
        TestCases::new().compile_fail(cases);
    }
}

#[test]
fn what_must_stay_allowed_is() {
    if let Some(cases) = wanted("*/pass/*.rs", "/pass/") {
        TestCases::new().pass(cases);
    }
}
