//! The codes are one table: what the macros say, the pages, and the messages.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use microcore::check::CODES;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn known() -> BTreeSet<&'static str> {
    CODES.iter().map(|code| code.code).collect()
}

#[test]
fn the_macros_say_codes_of_the_table() {
    for code in microcore_expand::Code::ALL {
        assert!(known().contains(code.as_str()), "{} is in no table", code.as_str());
    }
}

#[test]
fn every_code_has_a_page_and_a_row_and_no_page_is_left_over() {
    let index = std::fs::read_to_string(root().join("docs/errors/README.md")).unwrap();
    for code in CODES {
        let code = code.code;
        assert!(index.contains(&format!("| [{code}]({code}.md) |")), "{code} has no row");
    }
    for entry in std::fs::read_dir(root().join("docs/errors")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.trim_end_matches(".md");
        assert!(code == "README" || known().contains(code), "{name} explains no code");
    }
    for code in CODES {
        assert!(code.page.starts_with(&format!("# {}", code.code)), "{} opens wrongly", code.code);
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
    // Rust's own privacy, and what only a linker can do.
    for code in known().into_iter().filter(|code| !["MC015"].contains(code)) {
        assert!(seen.contains(code), "no case shows {code}");
    }
}
