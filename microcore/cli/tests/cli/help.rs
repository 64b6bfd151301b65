//! The help and the completions of the program.

use std::path::Path;

use crate::support::{microcore, printed};

#[test]
fn the_help_of_every_command_has_an_example() {
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
            assert!(script.contains(word), "{shell} does not complete {word}");
        }
    }
    assert_eq!(microcore(here, &["completions", "tcsh"]).status.code(), Some(2));
}

#[test]
fn output_that_is_not_a_terminal_has_no_colours() {
    let output = microcore(Path::new("."), &["nwe"]);
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(text.contains("nwe") && !text.contains('\u{1b}'), "{text:?}");
}
