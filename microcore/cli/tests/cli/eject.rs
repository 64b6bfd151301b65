//! `cargo microcore expand --only … --eject`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::expand::shop;
use crate::support::{cargo, microcore, plugins, printed};

/// What can be asked for in that file, as the program tells it.
fn items(root: &Path, file: &Path) -> Vec<String> {
    let output = microcore(root, &["expand", file.to_str().unwrap(), "--only", "?"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let items = said.split("it has: ").nth(1).unwrap_or_else(|| panic!("{said}"));
    items.trim().split(", ").map(str::to_owned).collect()
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
    // In each round one more of each file, so that all that came before stands
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
