//! The files and folders that the maps of the source name exist.

use std::path::Path;

use crate::page::{pages, root};

/// The pages that say where something is.
const MAPS: [&str; 2] = ["CONTRIBUTING.md", "docs/architecture.md"];

/// What is not in this repository: a driver that the reader will write, and a file of the
/// user's application.
const ELSEWHERE: [&str; 2] = ["microcore/drivers/<name>", "microcore.toml"];

const EXTENSIONS: [&str; 7] = [".rs", ".toml", ".md", ".sql", ".json", ".yml", ".stderr"];

/// The paths between backticks: with a `/` inside, or the name of a file.
fn paths(text: &str) -> Vec<&str> {
    // Blocks of code are between fences of three.
    let prose = text.split("```").step_by(2).flat_map(|part| part.split('`').skip(1).step_by(2));
    let names_a_path = |quoted: &&str| {
        let is_word = !quoted.contains(char::is_whitespace) && !quoted.contains("::");
        let is_url_path = quoted.starts_with('/');
        let is_file =
            EXTENSIONS.iter().any(|end| quoted.len() > end.len() && quoted.ends_with(end));
        is_word && !is_url_path && (quoted.contains('/') || is_file)
    };
    prose.filter(names_a_path).collect()
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn alternatives(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let (choices, after) = rest.split_once('}').expect("a brace is closed");
    choices
        .split(',')
        .flat_map(|choice| alternatives(&format!("{before}{choice}{after}")))
        .collect()
}

/// Whether a name is the one of the pattern, in which `*` and `<kind>` stand for any text.
fn is_named(pattern: &str, name: &str) -> bool {
    let open = pattern.find(['*', '<']);
    let Some(open) = open else { return pattern == name };
    let (start, rest) = pattern.split_at(open);
    let end = match rest.strip_prefix('*') {
        Some(end) => end,
        None => rest.split_once('>').expect("a placeholder is closed").1,
    };
    let middle = name.strip_prefix(start);
    middle.is_some_and(|rest| rest.len() > end.len() && rest.ends_with(end))
}

/// Every file and folder below `folder`, but what is built or belongs to git.
fn tree(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if matches!(name, "target" | ".git") {
            continue;
        }
        found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
        if path.is_dir() {
            tree(&path, found);
        }
    }
}

/// Whether it is in the tree: from the root, or as the end of another path, as in "`b.rs`
/// beside it".
fn exists(pattern: &str, tree: &[String]) -> bool {
    let pattern: Vec<&str> = pattern.trim_end_matches('/').rsplit('/').collect();
    tree.iter().any(|path| {
        let names: Vec<&str> = path.rsplit('/').collect();
        names.len() >= pattern.len()
            && pattern.iter().zip(names).all(|(pattern, name)| is_named(pattern, name))
    })
}

#[test]
fn every_path_of_the_maps_exists() {
    let (mut all, mut missing, mut seen) = (Vec::new(), Vec::new(), 0);
    tree(&root(), &mut all);
    for page in pages().iter().filter(|page| MAPS.contains(&&*page.name)) {
        for path in paths(&page.text) {
            seen += 1;
            let elsewhere = ELSEWHERE.iter().any(|start| path.starts_with(start));
            let absent = alternatives(path).into_iter().filter(|path| !exists(path, &all));
            missing
                .extend(absent.filter(|_| !elsewhere).map(|path| format!("{}: {path}", page.name)));
        }
    }
    assert!(seen > 50, "only {seen} paths were found");
    assert!(missing.is_empty(), "these paths do not exist:\n{}", missing.join("\n"));
}

#[test]
fn paths_are_distinguished_from_other_code() {
    let text = "`a/b.rs`, `c.rs`, `/system`, `cargo a/b`, `x::y`, `.stderr`\n```sh\nd/e\n```\n`f/`";
    assert_eq!(paths(text), ["a/b.rs", "c.rs", "f/"]);
}

#[test]
fn patterns_match_whole_names_only() {
    let tree = ["a/b/one.rs", "a/b/two.rs"].map(str::to_owned);
    assert_eq!(alternatives("a/{b,c}/x.rs"), ["a/b/x.rs", "a/c/x.rs"]);
    assert!(exists("b/one.rs", &tree) && exists("a/b/<kind>.rs", &tree) && exists("*.rs", &tree));
    assert!(!exists("ne.rs", &tree) && !exists("c/one.rs", &tree) && !exists("b/<x>.sql", &tree));
}
