//! `cargo microcore expand --only … --eject`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::expand::shop;
use microcore_test_support::copy;

use crate::support::{cargo, folder, microcore, plugins, printed, try_cargo, workspace};

/// The items that `--only` accepts for that file, as the error message lists them.
fn items(root: &Path, file: &Path) -> Vec<String> {
    let output = microcore(root, &["expand", file.to_str().unwrap(), "--only", "?"]);
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let items = stderr.split("it has: ").nth(1).unwrap_or_else(|| panic!("{stderr}"));
    items.trim().split(", ").map(str::to_owned).collect()
}

/// The package that uses every attribute of the DSL, knows microcore as `mc`, and
/// denies warnings.
fn every_attribute(name: &str) -> (PathBuf, PathBuf) {
    let folder = folder(name);
    copy(&workspace().join("tests/renamed-crate/src"), &folder.join("src")).expect("a copy");
    let manifest = format!(
        "[package]\nname = \"every-attribute\"\nversion = \"0.1.0+{name}\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nmc = {{ package = \"microcore\", path = {:?} }}\n",
        workspace().join("microcore"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let file = folder.join("src/lib.rs");
    (folder, file)
}

const ATTRIBUTES: &[&str] = &[
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
fn every_attribute_of_a_file_can_be_ejected_at_once() {
    let (folder, file) = every_attribute("words-at-once");
    printed(&folder, &["expand", "src/lib.rs", "--eject"]);
    let text = fs::read_to_string(file).unwrap();
    for line in text.lines().map(str::trim_start) {
        let attribute = line.strip_prefix("#[mc::").or(line.strip_prefix("#["));
        let is_ours = |name: &str| ATTRIBUTES.iter().any(|ours| name.starts_with(ours));
        assert!(!attribute.is_some_and(is_ours), "{line}");
        assert!(!line.starts_with("mc::app!"), "{line}");
    }
    cargo(&folder, &["check"]);
}

#[test]
fn every_attribute_can_be_ejected_one_after_the_other() {
    let (folder, file) = every_attribute("words");
    let mut ejected = BTreeSet::new();
    while let Some(item) = items(&folder, &file).into_iter().find(|item| item != "plugin") {
        printed(&folder, &["expand", "src/lib.rs", "--only", &item, "--eject"]);
        ejected.extend(item.split(':').next().map(str::to_owned));
        cargo(&folder, &["check"]);
    }
    // `Added` is a row and a response, and loses both attributes at once.
    let mut remaining: BTreeSet<&str> = ATTRIBUTES.iter().copied().collect();
    remaining.retain(|attribute| !ejected.contains(*attribute));
    assert_eq!(remaining, BTreeSet::from(["plugin", "response"]));
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
fn an_ejected_item_is_still_checked_against_other_plugins() {
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
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{to} passes:\n{stderr}");
        stderr
    };
    let twice = fails("\"/users\",", "\"/login\",");
    assert!(twice.contains("MC003: ") && twice.contains("users/login.rs:"), "{twice}");
    assert!(twice.contains("create_user.rs:"), "{twice}");
    let unpublished = fails("\"user.created\",", "\"user.made\",");
    assert!(unpublished.contains("MC005: "), "{unpublished}");
    assert!(unpublished.contains("notifications/welcome.rs:"), "{unpublished}");
}

#[test]
fn every_item_of_the_shop_can_be_ejected_while_others_stay() {
    let shop = shop("eject");
    let mut remaining: Vec<_> = plugins(&shop)
        .into_iter()
        .map(|file| {
            let mut items = items(&shop, &file);
            items.retain(|item| item != "plugin");
            // A second name of the same item: `event:user.created`.
            items.retain(|item| !item.contains('.'));
            items.reverse();
            (file, items)
        })
        .collect();
    let mut kinds = BTreeSet::new();
    // Each round ejects one more item of each file, so that ejected items are tested
    // beside those that are still expanded by the macro.
    while remaining.iter().any(|(_, items)| !items.is_empty()) {
        for (file, items) in &mut remaining {
            let Some(item) = items.pop() else { continue };
            let file = file.to_str().unwrap();
            printed(&shop, &["expand", file, "--only", &item, "--eject"]);
            // A type may have two attributes; both are ejected with the first.
            let (attribute, name) = item.split_once(':').unwrap();
            items.retain(|other| other.split_once(':').unwrap().1 != name);
            kinds.insert(attribute.to_owned());
        }
        cargo(&shop, &["check"]);
    }
    for kind in ["request", "response", "event", "view", "ask", "route", "on_event", "on_ask"] {
        assert!(kinds.contains(kind), "the shop has no {kind}: {kinds:?}");
    }
    for (file, _) in &remaining {
        let text = fs::read_to_string(file).unwrap();
        assert!(text.contains("::plugin]"), "{}", file.display());
        for kind in &kinds {
            assert!(!text.contains(&format!("#[{kind}")), "{kind} in {}", file.display());
        }
    }
}
