//! The errors of `cargo check` for each copy.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::case::Case;
use crate::copies;

/// An error of the compiler.
#[derive(Debug)]
pub struct Mistake {
    /// What reported it: `macro`, `check`, `rustc` or `app!`.
    pub found_by: &'static str,
    /// The code at its beginning, or nothing.
    pub code: String,
    /// The file it is in, from the shop's folder.
    pub file: String,
    /// The underlined text.
    pub at: String,
    /// The whole message, as shown.
    pub shown: String,
}

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    package_id: String,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    code: Option<Code>,
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    is_primary: bool,
    text: Vec<Source>,
}

#[derive(Deserialize)]
struct Source {
    text: String,
    highlight_start: usize,
    highlight_end: usize,
}

/// Writes a copy of the shop with the change of each case, checks all copies at once, and
/// returns the errors of each.
pub fn check(cases: &[Case], folder: &Path, root: &Path) -> BTreeMap<String, Vec<Mistake>> {
    copies::write(folder, cases, root);
    let output = microcore_test_support::cargo()
        .args(["check", "--workspace", "--keep-going", "--offline", "--message-format=json"])
        .arg("--target-dir")
        .arg(target(folder))
        .current_dir(folder)
        // The copies are compiled once, so incremental compilation would not help.
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut mistakes_by_case: BTreeMap<String, Vec<Mistake>> = BTreeMap::new();
    let mut seen = 0;
    for line in text.lines() {
        let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
        let Some(slug) = slug(&line.package_id, folder) else { continue };
        seen += 1;
        let mistakes = mistakes_by_case.entry(slug).or_default();
        mistakes.extend(line.message.as_ref().and_then(Message::mistake));
    }
    assert!(seen > 0, "nothing was checked:\n{}", String::from_utf8_lossy(&output.stderr));
    mistakes_by_case
}

/// The folder of build results that the tests themselves were built in.
fn target(folder: &Path) -> PathBuf {
    let tmp = folder.ancestors().find(|above| above.ends_with("tmp")).unwrap();
    tmp.parent().unwrap().to_owned()
}

/// `path+file:///…/cases/the-slug#0.1.0`
fn slug(package: &str, folder: &Path) -> Option<String> {
    let cases = folder.join("cases");
    let (_, path) = package.split_once(cases.to_str()?)?;
    let end = path.find('#')?;
    Some(path[1..end].to_owned())
}

impl Message {
    fn mistake(&self) -> Option<Mistake> {
        let primary = self.spans.iter().find(|span| span.is_primary)?;
        if self.level != "error" {
            return None;
        }
        let message = self.message.trim_start_matches("evaluation panicked: ");
        let code = message.split(':').next().filter(|code| code.starts_with("MC"));
        let file = match primary.file_name.split_once("cases/") {
            Some((_, path)) => path.split_once('/').map_or(path, |(_, path)| path),
            None => &primary.file_name,
        };
        let found_by = match (&self.code, code) {
            (Some(code), _) if code.code == "E0080" => "check",
            (None, Some(_)) if file == "src/main.rs" => "app!",
            (None, Some(_)) => "macro",
            _ => "rustc",
        };
        let underlined = primary.text.iter().map(|source| {
            let letters = source.text.chars().skip(source.highlight_start - 1);
            letters.take(source.highlight_end - source.highlight_start).collect::<String>()
        });
        Some(Mistake {
            found_by,
            code: code.unwrap_or_default().to_owned(),
            file: file.to_owned(),
            at: underlined.collect::<Vec<_>>().join("\n"),
            shown: self.rendered.clone().unwrap_or_else(|| self.message.clone()),
        })
    }
}
