//! What the program reports about itself.

use std::path::Path;

use crate::support::{microcore, printed};

#[test]
fn every_command_teaches_with_an_example() {
    let here = Path::new(".");
    for command in [
        &["new"][..],
        &["add"],
        &["add", "feature"],
        &["add", "domain"],
        &["add", "tool"],
        &["add", "migration"],
        &["expand"],
        &["completions"],
    ] {
        let help = printed(here, &[command, &["--help"]].concat());
        let example = format!("cargo microcore {} ", command.join(" "));
        let (_, examples) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{help}"));
        assert!(examples.contains(&example), "{help}");
    }
}

#[test]
fn shells_complete_every_command() {
    let here = Path::new(".");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = printed(here, &["completions", shell]);
        for word in ["cargo-microcore", "expand", "migration", "demo"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    assert_eq!(microcore(here, &["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn what_is_no_terminal_gets_no_colours() {
    let output = microcore(Path::new("."), &["nwe"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("nwe") && !text.contains('\u{1b}'), "{text:?}");
}
