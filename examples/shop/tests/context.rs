//! The committed AI_CONTEXT.md is up to date.

use std::process::{Command, Output};

fn shop(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_shop")).args(args).output().expect("the shop runs")
}

#[test]
fn the_committed_context_is_up_to_date() {
    let output = shop(&["context", "--check"]);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    assert!(printed.ends_with("AI_CONTEXT.md is up to date\n"), "{printed}");
}

#[test]
fn the_context_is_deterministic_to_the_byte() {
    let first = shop(&["context", "--stdout"]).stdout;
    assert!(first == shop(&["context", "--stdout"]).stdout);
    let committed = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/AI_CONTEXT.md"));
    assert!(first == committed.expect("the committed file"));
}
