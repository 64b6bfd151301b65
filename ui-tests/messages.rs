//! Compiles every case: `fail/` must be refused with exactly the message beside
//! it, `pass/` must be allowed. `UI_ONLY=duplicate` runs those with that in their
//! name, `UI_ONLY=route/fail/duplicate.rs` one, or all that a pattern matches.
//!
//! The messages are those of one release of rustc. On another, the same errors must
//! be at the same locations; their texts are not compared.

mod runner;

use runner::compiler::{EXPECTED, Release};
use runner::{fixtures, loose};
use trybuild::TestCases;

/// What to compile of `fail` or `pass`, as a pattern; nothing where none is wanted.
fn wanted(folder: &str) -> Option<String> {
    match std::env::var("UI_ONLY") {
        Err(_) => Some(format!("*/{folder}/*.rs")),
        Ok(part) if !part.contains('/') => {
            let pattern = format!("*/{folder}/*{part}*.rs");
            has_cases(folder, &part).then_some(pattern)
        }
        Ok(only) => {
            let is_meant = only.contains(&format!("/{folder}/")) && only.ends_with(".rs");
            is_meant.then_some(only)
        }
    }
}

/// Whether a case of that folder has `part` in its name.
fn has_cases(folder: &str, part: &str) -> bool {
    let root = std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).expect("the package is there");
    root.filter_map(|entry| std::fs::read_dir(entry.ok()?.path().join(folder)).ok())
        .flatten()
        .filter_map(Result::ok)
        .any(|case| {
            let name = case.file_name().into_string().unwrap_or_default();
            name.strip_suffix(".rs").is_some_and(|name| name.contains(part))
        })
}

// Two tests, because cases that only fail are checked in one go.

#[test]
fn errors_match_the_expected_messages() {
    let Some(cases) = wanted("fail") else { return };
    fixtures::copy_all();
    if let Ok(copies) = std::env::var(loose::COPIES) {
        return TestCases::new().compile_fail(format!("{copies}/{cases}"));
    }
    let running = Release::running();
    if running == EXPECTED {
        return TestCases::new().compile_fail(cases);
    }
    println!(
        "the expected messages are those of rustc {EXPECTED}, and this is rustc {running}: \
         codes and locations are compared, texts are not"
    );
    let found = loose::check();
    assert!(found.is_empty(), "other errors than expected:\n{}", found.join("\n"));
}

#[test]
fn what_must_stay_allowed_is() {
    if let Some(cases) = wanted("pass") {
        fixtures::copy_all();
        TestCases::new().pass(cases);
    }
}
