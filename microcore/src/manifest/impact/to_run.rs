//! Which tests have to do with it: those that name what the touched plugins
//! declare. Found by reading, so it is a hint and says what it looked for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde::Serialize;

use crate::meta::PluginMeta;

/// The tests to run first.
#[derive(Debug, Serialize)]
pub struct Tests {
    /// Where was looked: every `tests` folder below it.
    pub below: String,
    /// How many files were read.
    pub files: usize,
    /// What was looked for, sorted.
    pub looked_for: Vec<String>,
    /// The files that name something of it, sorted.
    pub found: Vec<TestFile>,
}

/// A file of tests.
#[derive(Debug, Serialize)]
pub struct TestFile {
    /// The file.
    pub file: String,
    /// What it names.
    pub names: Vec<String>,
    /// How to run it.
    pub run: String,
}

/// Looks through the `tests` folders of the workspace that holds this package.
pub(super) fn tests(root: &Path, plugins: &[&PluginMeta], thing: &str) -> Tests {
    let words = words(plugins, thing);
    let searched: Vec<(&String, Regex)> =
        words.iter().filter_map(|word| Some((word, Regex::new(&pattern(word)).ok()?))).collect();
    let top = workspace(root);
    let mut files = Vec::new();
    collect(top, false, &mut files);
    files.sort();
    let found = files.iter().filter_map(|path| {
        let text = fs::read_to_string(path).ok()?;
        let named = searched.iter().filter(|(_, pattern)| pattern.is_match(&text));
        let names: Vec<String> = named.map(|(word, _)| (*word).clone()).collect();
        let file = path.strip_prefix(top).unwrap_or(path).to_string_lossy().replace('\\', "/");
        (!names.is_empty()).then(|| TestFile { file, names, run: command(path, top) })
    });
    let found = found.collect();
    Tests { below: top.display().to_string(), files: files.len(), looked_for: words, found }
}

/// Paths of routes, names of events and questions, and the thing itself.
fn words(plugins: &[&PluginMeta], thing: &str) -> Vec<String> {
    let path = thing.split_once(' ').map_or(thing, |(_, path)| path);
    let mut words = BTreeSet::from([path.to_owned()]);
    for plugin in plugins {
        words.extend(plugin.routes.iter().map(|own| own.path.to_owned()));
        words.extend(plugin.websockets.iter().map(|own| own.path.to_owned()));
        words.extend(plugin.events.iter().map(|own| own.name.to_owned()));
        words.extend(plugin.answers.iter().map(|own| own.ask.to_owned()));
    }
    words.into_iter().collect()
}

/// The word as a whole; any value stands for a parameter of a path.
fn pattern(word: &str) -> String {
    let mut pattern = r"(?:^|\W)".to_owned();
    for (index, part) in word.split('{').enumerate() {
        let literal = match part.split_once('}') {
            Some((_, rest)) if index > 0 => {
                pattern.push_str(r#"[^/\s"?]+"#);
                rest
            }
            _ => part,
        };
        pattern.push_str(&regex::escape(literal));
    }
    pattern + r"(?:[^\w/.-]|$)"
}

/// The folder with the lock file: that of the workspace, or of the package.
fn workspace(root: &Path) -> &Path {
    root.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap_or(root)
}

/// Every file of Rust in the `tests` folder of a package.
fn collect(folder: &Path, inside: bool, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let is_package = package(&folder.join("Cargo.toml")).is_some();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // A link may lead in a circle.
        if name.starts_with('.') || name == "target" || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            collect(&path, inside && !is_package || is_package && name == "tests", files);
        } else if inside && name.ends_with(".rs") {
            files.push(path);
        }
    }
}

/// `cargo test` for the program that this file is part of.
fn command(file: &Path, top: &Path) -> String {
    let mut folders = file.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
    let package = folders.find_map(|folder| Some((folder, package(&folder.join("Cargo.toml"))?)));
    let Some((folder, name)) = package else { return "cargo test".to_owned() };
    let inside = file.strip_prefix(folder.join("tests")).ok();
    let target = inside.and_then(|inside| inside.components().next());
    let target = target.map(|first| first.as_os_str().to_string_lossy().into_owned());
    match target {
        Some(target) => format!("cargo test -p {name} --test {}", target.trim_end_matches(".rs")),
        None => format!("cargo test -p {name}"),
    }
}

/// The name that a manifest gives to its package.
fn package(manifest: &Path) -> Option<String> {
    let text = fs::read_to_string(manifest).ok()?;
    let mut lines = text.lines().map(str::trim).skip_while(|line| *line != "[package]").skip(1);
    let named = lines.find_map(|line| line.strip_prefix("name")?.trim_start().strip_prefix('='));
    Some(named?.trim().trim_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_with_any_value_in_it_and_not_inside_of_a_longer_one() {
        let finds = |word: &str, text: &str| Regex::new(&pattern(word)).unwrap().is_match(text);
        for text in ["\"/users\"", "{base}/users?limit=1", "GET /users HTTP", "/users"] {
            assert!(finds("/users", text), "{text}");
        }
        for text in ["/users/1", "/users.json", "/superusers", "/users-old", "users"] {
            assert!(!finds("/users", text), "{text}");
        }
        assert!(finds("/orders/{id}/lines", "get(\"/orders/7/lines\")"));
        assert!(finds("/orders/{id}", "format!(\"/orders/{id}\")"));
        assert!(!finds("/orders/{id}/lines", "/orders/7"));
        assert!(finds("order.placed", "on(\"order.placed\")"));
        assert!(!finds("order.placed", "order.placed.again"));
    }
}
