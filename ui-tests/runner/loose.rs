//! The cases under another compiler than the one whose texts are committed.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::fixtures;
use super::places::differences;

/// Names the folder of copied cases to the run that compiles them.
pub const COPIES: &str = "UI_COPIES";

/// Compiles copies of the cases, lets trybuild write the compiler's output beside them,
/// and compares codes and locations. Returns a paragraph for each case that differs.
pub fn check() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let copies = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui-cases");
    for folder in folders(root) {
        let to = copies.join(folder.strip_prefix(root).expect("it is below the root"));
        fixtures::mirror(&folder, &to).expect("the cases are copied");
    }
    // trybuild reads the variable of its own process, and setting one there is unsafe.
    let status = Command::new(std::env::current_exe().expect("the test has a path"))
        .args(["--exact", "errors_match_the_expected_messages", "--nocapture"])
        .env("TRYBUILD", "overwrite")
        .env(COPIES, &copies)
        .status()
        .expect("the test runs itself");
    let mut found = Vec::new();
    if !status.success() {
        found.push("a case compiles that must not, or could not be compiled".to_owned());
    }
    for folder in folders(root) {
        let texts = std::fs::read_dir(&folder).expect("the folder is there");
        for text in texts.map(|entry| entry.expect("it is readable").path()) {
            if text.extension().is_some_and(|extension| extension == "stderr") {
                let name = text.strip_prefix(root).expect("it is below the root");
                let read = |path: &Path| std::fs::read_to_string(path).expect("it is readable");
                let lines = differences(&read(&text), &read(&copies.join(name)));
                if !lines.is_empty() {
                    found.push(format!("{}\n  {}", name.display(), lines.join("\n  ")));
                }
            }
        }
    }
    found
}

/// Every folder of mistakes.
fn folders(root: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(root).expect("the package is there");
    let folders = all.map(|entry| entry.expect("it is readable").path().join("fail"));
    folders.filter(|folder| folder.is_dir()).collect()
}
