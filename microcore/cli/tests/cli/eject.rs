//! `cargo microcore expand --only … --eject`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::expand::shop;
use microcore_test_support::copy;

use crate::support::{cargo, folder, microcore, plugins, printed, try_cargo, workspace};

/// What can be asked for in that file, as the program tells it.
fn items(root: &Path, file: &Path) -> Vec<String> {
    let output = microcore(root, &["expand", file.to_str().unwrap(), "--only", "?"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let items = said.split("it has: ").nth(1).unwrap_or_else(|| panic!("{said}"));
    items.trim().split(", ").map(str::to_owned).collect()
}

/// The package that uses every attribute of the DSL, knows microcore as `mc`, and
/// denies warnings.
fn every_word(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    copy(&workspace().join("tests/renamed-crate/src"), &folder.join("src")).expect("a copy");
    let manifest = format!(
        "[package]\nname = \"every-word\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nmc = {{ package = \"microcore\", path = {:?} }}\n",
        workspace().join("microcore"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let file = folder.join("src/lib.rs");
    (folder, file)
}

const WORDS: &[&str] = &[
    "tool",
    "config",
    "provides",
    "plugin",
    "request",
    "response",
    "row",
    "event",
    "view",
    "ask",
    "route",
    "on_event",
    "on_ask",
    "websocket",
    "schedule",
    "on_start",
    "on_stop",
];

#[test]
fn every_word_can_be_taken_out_of_a_file_at_once() {
    let (folder, file) = every_word("words-at-once");
    printed(&folder, &["expand", "src/lib.rs", "--eject"]);
    let text = fs::read_to_string(file).unwrap();
    for line in text.lines().map(str::trim_start) {
        let attribute = line.strip_prefix("#[mc::").or(line.strip_prefix("#["));
        let is_word = |name: &str| WORDS.iter().any(|word| name.starts_with(word));
        assert!(!attribute.is_some_and(is_word), "{line}");
        assert!(!line.starts_with("mc::app!"), "{line}");
    }
    cargo(&folder, &["check"]);
}

#[test]
fn every_word_can_be_taken_out_one_after_the_other() {
    let (folder, file) = every_word("words");
    let mut words = BTreeSet::new();
    while let Some(item) = items(&folder, &file).into_iter().find(|item| item != "plugin") {
        printed(&folder, &["expand", "src/lib.rs", "--only", &item, "--eject"]);
        words.extend(item.split(':').next().map(str::to_owned));
        cargo(&folder, &["check"]);
    }
    // `Added` is a row and a response, and leaves both words at once.
    let mut left: BTreeSet<&str> = WORDS.iter().copied().collect();
    left.retain(|word| !words.contains(*word));
    assert_eq!(left, BTreeSet::from(["plugin", "response"]));
}

#[test]
fn an_attribute_that_was_imported_by_name_leaves_no_unused_import() {
    let shop = shop("imports");
    let file = "src/domains/status/ping.rs";
    let text = fs::read_to_string(shop.join(file)).unwrap();
    let named = text.replace(
        "use microcore::prelude::*;",
        "#![deny(warnings)]\n    use microcore::prelude::{response, route, Result};",
    );
    assert_ne!(named, text);
    fs::write(shop.join(file), named).unwrap();
    cargo(&shop, &["check"]);
    for item in items(&shop, &shop.join(file)).iter().filter(|item| *item != "plugin") {
        printed(&shop, &["expand", file, "--only", item, "--eject"]);
    }
    cargo(&shop, &["check"]);
}

#[test]
fn what_was_taken_out_is_still_checked_against_the_others() {
    let shop = shop("still-checked");
    let file = "src/domains/users/create_user.rs";
    printed(&shop, &["expand", file, "--only", "route:create", "--eject"]);
    printed(&shop, &["expand", file, "--only", "event:user.created", "--eject"]);
    let reader = "src/domains/notifications/welcome.rs";
    printed(&shop, &["expand", reader, "--only", "on_event:greet", "--eject"]);
    cargo(&shop, &["check"]);
    let text = fs::read_to_string(shop.join(file)).unwrap();
    let fails = |from: &str, to: &str| {
        let broken = text.replace(from, to);
        assert_ne!(broken, text, "{from}");
        fs::write(shop.join(file), broken).unwrap();
        let output = try_cargo(&shop, &["check"]);
        assert!(!output.status.success(), "{to}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let twice = fails("path: \"/users\"", "path: \"/login\"");
    assert!(twice.contains("MC003: ") && twice.contains("users/login.rs:"), "{twice}");
    assert!(twice.contains("create_user.rs:"), "{twice}");
    let unpublished = fails("name: \"user.created\"", "name: \"user.made\"");
    assert!(unpublished.contains("MC005: "), "{unpublished}");
    assert!(unpublished.contains("notifications/welcome.rs:"), "{unpublished}");
}

#[test]
fn every_item_of_the_shop_leaves_its_macro_while_the_rest_stays() {
    let shop = shop("eject");
    let mut left: Vec<_> = plugins(&shop)
        .into_iter()
        .map(|file| {
            let mut items = items(&shop, &file);
            items.retain(|item| item != "plugin");
            // A second name of an item that is there already: `event:user.created`.
            items.retain(|item| !item.contains('.'));
            items.reverse();
            (file, items)
        })
        .collect();
    let mut kinds = BTreeSet::new();
    // In each round one more of each file, so that all that came before is
    // beside what is still under its macro.
    while left.iter().any(|(_, items)| !items.is_empty()) {
        for (file, items) in &mut left {
            let Some(item) = items.pop() else { continue };
            let file = file.to_str().unwrap();
            printed(&shop, &["expand", file, "--only", &item, "--eject"]);
            // A type may have two words; both are gone with the first.
            let (word, name) = item.split_once(':').unwrap();
            items.retain(|other| other.split_once(':').unwrap().1 != name);
            kinds.insert(word.to_owned());
        }
        cargo(&shop, &["check"]);
    }
    for kind in ["request", "response", "event", "view", "ask", "route", "on_event", "on_ask"] {
        assert!(kinds.contains(kind), "the shop has no {kind}: {kinds:?}");
    }
    for (file, _) in &left {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("::plugin]"), "{}", file.display());
        for word in &kinds {
            assert!(!text.contains(&format!("#[{word}")), "{word} in {}", file.display());
        }
    }
}
