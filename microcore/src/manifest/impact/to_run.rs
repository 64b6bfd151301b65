//! Which tests to run: those that name what the touched plugins declare. Found by text
//! search, so it is a hint, and reports what was searched for.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use regex::Regex;
use serde::Serialize;

use super::workspace::Workspace;
use microcore_core::meta::PluginMeta;

/// The tests to run first.
#[derive(Debug, Serialize)]
pub struct Tests {
    /// The folder that was searched: the test programs of the packages of this workspace.
    pub below: String,
    /// How many files were read.
    pub files: usize,
    /// What was searched for, sorted.
    pub looked_for: Vec<String>,
    /// The files that name something of it, sorted.
    pub found: Vec<TestFile>,
    /// Why nothing could be read, if cargo does not know the package.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
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

/// Reads the tests of the workspace that holds this package.
pub(super) fn tests(root: &Path, plugins: &[&PluginMeta], thing: &str) -> Tests {
    let looked_for = words(plugins, thing);
    let searched = looked_for.iter().filter_map(|word| Some((word, pattern(word)?)));
    let searched: Vec<(&String, Regex)> = searched.collect();
    let (workspace, error) = match Workspace::around(root) {
        Ok(workspace) => (workspace, None),
        Err(error) => (Workspace::default(), Some(error)),
    };
    let files = workspace.files();
    let found = files.iter().filter_map(|(path, run)| {
        let text = fs::read_to_string(path).ok()?;
        let named = searched.iter().filter(|(_, pattern)| pattern.is_match(&text));
        let names: Vec<String> = named.map(|(word, _)| (*word).clone()).collect();
        let file = path.strip_prefix(&workspace.root).unwrap_or(path);
        let file = file.to_string_lossy().replace('\\', "/");
        (!names.is_empty()).then(|| TestFile { file, names, run: run.clone() })
    });
    let found = found.collect();
    let below = workspace.root.display().to_string();
    Tests { below, files: files.len(), looked_for, found, error }
}

/// Paths of routes, names of events and questions, and the thing itself.
fn words(plugins: &[&PluginMeta], thing: &str) -> Vec<String> {
    let path = thing.split_once(' ').map_or(thing, |(_, path)| path);
    let mut words = BTreeSet::from([path.to_owned()]);
    for plugin in plugins {
        words.extend(plugin.routes.iter().map(|route| route.path.to_owned()));
        words.extend(plugin.websockets.iter().map(|socket| socket.path.to_owned()));
        words.extend(plugin.events.iter().map(|event| event.name.to_owned()));
        words.extend(plugin.answers.iter().map(|answer| answer.ask.to_owned()));
    }
    words.into_iter().collect()
}

/// The word as a whole; any value stands for a parameter of a path.
fn pattern(word: &str) -> Option<Regex> {
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
    pattern.push_str(r"(?:[^\w/.-]|$)");
    Regex::new(&pattern).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_found_with_any_value_in_it_and_not_inside_of_a_longer_one() {
        let finds = |word: &str, text: &str| pattern(word).unwrap().is_match(text);
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
