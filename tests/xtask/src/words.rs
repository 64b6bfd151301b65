//! `words`: phrases that are not standard terms, listed in `words.toml` beside this crate.
//!
//! Comments, documentation and messages are searched as running text: a phrase is found
//! across line breaks and comment markers. Names are searched too, as far as a phrase is
//! written as one.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use regex::Regex;
use serde::Deserialize;

use crate::{Result, run};

const LIST: &str = "tests/xtask/words.toml";

/// What is read: prose, code, expected messages, templates, workflows.
const ENDINGS: &[&str] = &["md", "rs", "stderr", "txt", "yml", "sql", "html", "js"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    phrase: Vec<Phrase>,
    #[serde(default)]
    allow: Vec<Allow>,
}

/// A phrase that must not occur.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Phrase {
    /// A regular expression, matched without regard to case.
    find: String,
    /// What to write.
    write: String,
}

/// An exception: a place where a phrase is allowed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Allow {
    /// A file, or a folder that ends with `/`.
    path: String,
    /// Text around the phrase; without one the whole file is meant.
    #[serde(default)]
    text: String,
    /// Why it may stay.
    reason: String,
}

/// An occurrence that is not allowed.
#[derive(Debug, PartialEq, Eq)]
struct Hit {
    line: usize,
    found: String,
    /// The index of its phrase.
    phrase: usize,
}

pub(crate) fn run(only_count: bool) -> Result {
    let root = run::root();
    let list: List = toml::from_str(&std::fs::read_to_string(root.join(LIST))?)?;
    let finder = Finder::new(&list)?;
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut used = vec![false; list.allow.len()];
    for path in files(&root)? {
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        let name = path.to_string_lossy().replace('\\', "/");
        for hit in finder.hits(&name, &text, &mut used) {
            *counts.entry(hit.phrase).or_default() += 1;
            if !only_count {
                let write = &list.phrase[hit.phrase].write;
                println!("{name}:{}: `{}`; write: {write}", hit.line, hit.found);
            }
        }
    }
    if only_count {
        for (phrase, count) in &counts {
            println!("{count:5}  {}", list.phrase[*phrase].find);
        }
    }
    let unused = list.allow.iter().zip(used).filter(|(_, used)| !used);
    let unused: Vec<_> =
        unused.map(|(allow, _)| format!("{}: {}", allow.path, allow.text)).collect();
    let total: usize = counts.values().sum();
    if total > 0 {
        return Err(format!("{total} forbidden phrases; {LIST} lists them").into());
    }
    if !unused.is_empty() {
        return Err(format!("{LIST} allows what does not occur: {}", unused.join("; ")).into());
    }
    Ok(())
}

/// The files of the repository that are searched, relative to its root.
fn files(root: &Path) -> Result<Vec<PathBuf>> {
    let args = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listed = run::output(Command::new("git").args(args).current_dir(root))?;
    let is_read = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        ENDINGS.contains(&ending)
    };
    Ok(listed.lines().map(PathBuf::from).filter(is_read).collect())
}

struct Finder<'a> {
    phrases: Vec<Regex>,
    allow: &'a [Allow],
}

impl<'a> Finder<'a> {
    fn new(list: &'a List) -> Result<Self> {
        if let Some(allow) = list.allow.iter().find(|allow| allow.reason.is_empty()) {
            return Err(
                format!("{LIST} allows something in {} without a reason", allow.path).into()
            );
        }
        let compile = |phrase: &Phrase| Regex::new(&format!(r"(?i)\b(?:{})\b", phrase.find));
        Ok(Self {
            phrases: list.phrase.iter().map(compile).collect::<std::result::Result<_, _>>()?,
            allow: &list.allow,
        })
    }

    /// What is forbidden in a file. `used` notes which exceptions were needed.
    fn hits(&self, path: &str, text: &str, used: &mut [bool]) -> Vec<Hit> {
        let running = Running::new(text);
        let mut hits = Vec::new();
        for (phrase, regex) in self.phrases.iter().enumerate() {
            for found in regex.find_iter(&running.text) {
                let around = running.around(found.start(), found.end());
                let allowed = self.allow.iter().position(|allow| {
                    let here = path == allow.path
                        || (allow.path.ends_with('/') && path.starts_with(&allow.path));
                    here && around.contains(&allow.text)
                });
                match allowed {
                    Some(index) => used[index] = true,
                    None => hits.push(Hit {
                        line: running.line(found.start()),
                        found: found.as_str().to_owned(),
                        phrase,
                    }),
                }
            }
        }
        hits.sort_by_key(|hit| hit.line);
        hits
    }
}

/// A file as one line: breaks with their indentation and comment markers are spaces.
struct Running {
    text: String,
    /// Where each line begins in `text`.
    starts: Vec<usize>,
}

impl Running {
    fn new(file: &str) -> Self {
        let (mut text, mut starts) = (String::with_capacity(file.len()), Vec::new());
        for line in file.lines() {
            let words = line.trim_start();
            let markers = |c: char| matches!(c, '/' | '!' | '*' | '#' | '>' | '-');
            let words = match words.strip_prefix("//").or_else(|| words.strip_prefix("--")) {
                Some(comment) => comment.trim_start_matches(markers).trim_start(),
                None => words,
            };
            starts.push(text.len());
            // A string may go on after `\` at the end of a line.
            text.push_str(words.trim_end().trim_end_matches('\\').trim_end());
            text.push(' ');
        }
        Self { text, starts }
    }

    fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// The text of 60 bytes before and after.
    fn around(&self, start: usize, end: usize) -> &str {
        let from = (0..=start.saturating_sub(60)).rev().find(|&at| self.text.is_char_boundary(at));
        let to = (end + 60..=self.text.len()).find(|&at| self.text.is_char_boundary(at));
        &self.text[from.unwrap_or(0)..to.unwrap_or(self.text.len())]
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn list() -> List {
        toml::from_str(
            r#"
            [[phrase]]
            find = "held against"
            write = "checked against"
            [[phrase]]
            find = "mend(s|ed|ing)?"
            write = "fix"
            [[allow]]
            path = "docs/"
            text = "mend a fence"
            reason = "fences are mended"
            "#,
        )
        .unwrap()
    }

    fn found(path: &str, text: &str) -> Vec<(usize, String)> {
        let list = list();
        let hits = Finder::new(&list).unwrap().hits(path, text, &mut [false]);
        hits.into_iter().map(|hit| (hit.line, hit.found)).collect()
    }

    #[test]
    fn a_phrase_is_found_across_lines_of_a_comment_and_of_a_string() {
        let hits = found("a.rs", "fn a() {}\n    /// It is held\n    /// against it.\n");
        assert_eq!(hits, [(2, "held against".to_owned())]);
        let hits = found("a.rs", "let text = \"held \\\n    against\";\n// Mended.\n");
        assert_eq!(hits, [(1, "held against".to_owned()), (3, "Mended".to_owned())]);
    }

    #[test]
    fn parts_of_words_and_of_names_are_not_found() {
        assert_eq!(found("a.rs", "// I recommend amendments\nfn mend_all() {}\n"), []);
    }

    #[test]
    fn an_exception_holds_in_its_place_only() {
        let list = list();
        let finder = Finder::new(&list).unwrap();
        let mut used = [false];
        assert_eq!(finder.hits("docs/a.md", "They mend a fence.\n", &mut used), []);
        assert!(used[0]);
        assert_eq!(finder.hits("a.md", "They mend a fence.\n", &mut used).len(), 1);
        assert_eq!(finder.hits("docs/a.md", "They mend it.\n", &mut used).len(), 1);
    }

    #[test]
    fn an_exception_needs_a_reason() {
        let mut list = list();
        list.allow[0].reason.clear();
        assert!(Finder::new(&list).is_err());
    }
}
