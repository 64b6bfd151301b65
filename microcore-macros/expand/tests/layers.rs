//! Imports run downwards: parse → model → check → expand. Each folder or file below
//! `src` is a layer, which imports from those below it only; a folder within a layer
//! does not depend on the folder around it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// From the lowest to the highest.
const LAYERS: &[&str] = &[
    "annotated",
    "parse",
    "errors",
    "attr",
    "sql",
    "context",
    "package",
    "krate",
    "fragment",
    "tokens",
    "handlers",
    "model",
    "check",
    "expand",
    "editor",
    "tool",
    "app",
    "read",
    "show",
    "lib",
];

/// Whether it is a module of the user's crate, which the macros write.
fn is_written(target: &[String]) -> bool {
    target.first().is_some_and(|first| first.starts_with("__") || first == "domains")
}

/// The imports of a file that do not run downwards: its path below `src`, and its text.
fn upwards(file: &Path, text: &str) -> Vec<String> {
    let module = module_of(file);
    let folder = folder_of(file);
    let mut wrong = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line == "#[cfg(test)]" {
            // Tests may look at everything.
            break;
        }
        for target in imports(line, &module) {
            if is_written(&target) {
                continue;
            }
            let problem = match (rank(target.first()), rank(module.first())) {
                (None, _) => "it is in no layer",
                (_, None) => "this file is in no layer",
                (Some(other), Some(own)) if other > own => "its layer is above",
                (Some(other), Some(own)) if other == own && !target.starts_with(&folder) => {
                    "it is outside of the folder"
                }
                _ => continue,
            };
            let place = format!("{}:{}", file.display(), number + 1);
            wrong.push(format!("{place}: {}: {problem}", target.join("::")));
        }
    }
    wrong
}

/// The modules that the line names by `crate::` or `super::`.
fn imports(line: &str, module: &[String]) -> Vec<Vec<String>> {
    let is_text = line.contains('"') || line.trim_start().starts_with("//");
    if is_text || line.contains("$crate") || line.contains("crate::*") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').collect();
    for word in words {
        let mut path: Vec<String> = match word.split("::").next() {
            Some("crate") => Vec::new(),
            Some("super") => module.to_vec(),
            _ => continue,
        };
        for part in word.split("::").filter(|part| !part.is_empty() && *part != "crate") {
            match part {
                "super" => drop(path.pop()),
                part => path.push(part.to_owned()),
            }
        }
        if word.contains("::") {
            found.push(path);
        }
    }
    found
}

/// `[check, names]` of `check/names.rs`, `[check]` of `check/mod.rs`.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<String> = file.with_extension("").iter().map(name).collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

fn folder_of(file: &Path) -> Vec<String> {
    file.parent().into_iter().flatten().map(name).collect()
}

fn rank(layer: Option<&String>) -> Option<usize> {
    LAYERS.iter().position(|name| Some(*name) == layer.map(String::as_str))
}

fn name(part: &OsStr) -> String {
    part.to_string_lossy().into_owned()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        match path.is_dir() {
            true => files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn imports_run_downwards() {
    let mut found = Vec::new();
    files(Path::new("src"), &mut found);
    assert!(found.len() > 50, "the sources are not here");
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).unwrap_or_default();
        wrong.extend(upwards(path.strip_prefix("src").unwrap_or(&path), &text));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_import_that_runs_upwards_is_found() {
    let is_wrong = |file: &str, line: &str| !upwards(Path::new(file), line).is_empty();
    for (file, line) in [
        ("model/plugin.rs", "use crate::check::Names;"),
        ("model/plugin.rs", "    && crate::app::plugins(&file).count() == 1"),
        ("show/plugin.rs", "    let read = crate::read_it();"),
        ("check/sql/text.rs", "use super::super::names;"),
        ("check/sql/mod.rs", "use super::names;"),
        ("check/sql/text.rs", "use crate::check::names::Names;"),
    ] {
        assert!(is_wrong(file, line), "{file}: {line}");
    }
    for (file, line) in [
        ("check/sql/text.rs", "use super::bindings::Bindings;"),
        ("check/names.rs", "use super::{other, another};"),
        ("check/mod.rs", "use crate::model::Plugin;"),
        ("check/mod.rs", "// See crate::show."),
    ] {
        assert!(!is_wrong(file, line), "{file}: {line}");
    }
}
