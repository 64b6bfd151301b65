//! Quotes, doctests and links.

use crate::page::{pages, root};

/// The text without the spaces that all its lines begin with.
fn dedent(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let indent = lines.map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    text.lines().map(|line| line.get(indent..).unwrap_or("").to_owned() + "\n").collect()
}

/// Whether `quote` equals whole lines of `text`, at any indentation.
fn contains_lines(text: &str, quote: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let count = quote.lines().count();
    let quote = dedent(quote);
    lines.windows(count.max(1)).any(|part| dedent(&part.join("\n")) == quote)
}

#[test]
fn quotes_equal_their_files() {
    let mut wrong = Vec::new();
    for page in pages() {
        for block in page.blocks() {
            let Some(file) = block.file() else { continue };
            let Ok(text) = std::fs::read_to_string(root().join(file)) else {
                wrong.push(format!("{}: there is no {file}", page.at(&block)));
                continue;
            };
            let whole = file.ends_with(".stderr") && text.trim_end() == block.text.trim_end();
            let part = !file.ends_with(".stderr") && contains_lines(&text, &block.text);
            if !whole && !part {
                wrong.push(format!("{}: differs from {file}", page.at(&block)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// rustdoc treats a block without an info string as Rust, and skips `ignore`.
/// Everything else is compiled: see `build.rs`.
#[test]
fn every_block_has_an_info_string_and_none_is_ignored() {
    let mut wrong = Vec::new();
    for page in pages() {
        for block in page.blocks() {
            if block.kind.is_empty() {
                wrong.push(format!("{}: has no info string", page.at(&block)));
            } else if block.kind.contains("ignore") {
                wrong.push(format!("{}: is not compiled", page.at(&block)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The targets of `[text](target)`.
fn links(text: &str) -> Vec<&str> {
    let rest = text.split("](").skip(1);
    rest.filter_map(|rest| rest.split(')').next()).collect()
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    let letters = heading.trim_start_matches('#').trim().to_lowercase();
    let letters = letters.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    letters.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn every_link_resolves() {
    let mut wrong = Vec::new();
    for page in pages() {
        let mut prose = page.text.clone();
        for block in page.blocks() {
            prose = prose.replace(&block.text, "");
        }
        for link in links(&prose) {
            if link.contains("://") {
                continue;
            }
            let (file, part) = link.split_once('#').unwrap_or((link, ""));
            let path = root().join(&page.name);
            let path = if file.is_empty() { path } else { path.with_file_name("").join(file) };
            let exists = path.exists();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let known = part.is_empty()
                || text.lines().any(|line| line.starts_with('#') && anchor(line) == part);
            if !exists || !known {
                wrong.push(format!("{}: {link}", page.name));
            }
        }
    }
    assert!(wrong.is_empty(), "broken links:\n{}", wrong.join("\n"));
}

#[test]
fn quotes_are_found_at_any_indentation_and_changes_are_detected() {
    let file = "mod a {\n    fn b() {\n        c();\n    }\n}\n";
    assert!(contains_lines(file, "fn b() {\n    c();\n}\n"));
    assert!(!contains_lines(file, "fn b() {\n    d();\n}\n"));
    assert!(!contains_lines(file, "fn b() {\nc();\n}\n"));
}
