//! The codes of the macros, of the pages and of the messages are those of the catalogue.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use microcore::Code;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn known() -> BTreeSet<&'static str> {
    Code::ALL.iter().map(|code| code.as_str()).collect()
}

#[test]
fn the_macros_use_codes_of_the_catalogue() {
    for code in microcore_expand::Code::ALL {
        assert!(known().contains(code.as_str()), "{} is in no table", code.as_str());
    }
}

#[test]
fn every_code_has_a_page_and_a_row_and_every_page_a_code() {
    let index = std::fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    for code in Code::ALL {
        let row = format!("| [{code}]({code}.md) | {} | {} |", code.title(), code.found_by());
        assert!(index.contains(&row), "no row: {row}");
    }
    for entry in std::fs::read_dir(root().join("docs/errors")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".md");
        assert!(code == "README" || known().contains(code), "{name} explains no code");
    }
}

/// What rustc says without a number.
const RUSTC: &[&str] = &["`self` parameter is only", "future cannot be sent", "error: expected "];

/// The first line of every mistake carries a code of the table, or is rustc's.
#[test]
fn every_message_carries_a_code_of_the_table() {
    let mut seen = BTreeSet::new();
    for folder in std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
        let Ok(cases) = std::fs::read_dir(folder.unwrap().path().join("fail")) else { continue };
        for case in cases {
            let path = case.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "stderr") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| line.starts_with("error")) {
                let numbered = line.starts_with("error[E0") && !line.contains("MC0");
                let rustc = numbered || RUSTC.iter().any(|words| line.contains(words));
                let message = line.trim_start_matches("error[E0080]: evaluation panicked: ");
                let message = message.trim_start_matches("error[E0277]: ");
                let message = message.trim_start_matches("error: ");
                let code = message.split(':').next().unwrap_or_default();
                assert!(rustc || known().contains(code), "{}: {line}", path.display());
                seen.insert(code.to_owned());
            }
        }
    }
    // What no compiler sees: what the linker dropped, settings, and the order of migrations.
    for code in known().into_iter().filter(|code| !["MC015", "MC018", "MC019"].contains(code)) {
        assert!(seen.contains(code), "no case shows {code}");
    }
}

/// The lines of each message of ours in a `.stderr`, without rustc's indentation.
fn messages(text: &str) -> Vec<Vec<&str>> {
    let mut messages = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(at) = line.find("MC0").filter(|_| line.starts_with("error")) else { continue };
        let rest = lines.by_ref().map(str::trim).take_while(|line| !line.starts_with("--> "));
        messages.push(std::iter::once(&line[at..]).chain(rest).collect());
    }
    messages
}

/// A message is one sentence; below it, each on its own line, the places and the fixes.
#[test]
fn every_message_is_a_sentence_with_the_places_and_the_fixes_below() {
    let mut wrong = Vec::new();
    for folder in std::fs::read_dir(env!("CARGO_MANIFEST_DIR")).unwrap() {
        let Ok(cases) = std::fs::read_dir(folder.unwrap().path().join("fail")) else { continue };
        for path in cases.map(|case| case.unwrap().path()) {
            if path.extension().is_none_or(|extension| extension != "stderr") {
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            for message in messages(&text) {
                let (sentence, below) = message.split_first().unwrap();
                let place = |line: &str| {
                    let (place, _) = line.split_once(": ")?;
                    let (file, number) = place.rsplit_once(':')?;
                    (file.ends_with(".rs") && number.parse::<u32>().is_ok()).then_some(())
                };
                let short = sentence.split_whitespace().count() <= 25 && !sentence.contains("; ");
                let known = |line: &&str| line.starts_with("help: ") || place(line).is_some();
                if !short || !below.iter().all(known) {
                    wrong.push(format!("{}: {message:#?}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
