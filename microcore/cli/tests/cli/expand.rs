//! `cargo microcore expand`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{copy, folder, microcore, printed, workspace};

const FILE: &str = "src/domains/users/create_user.rs";

/// The shop on its own, outside of the workspace, in a folder of that name.
pub fn shop(name: &str) -> PathBuf {
    let folder = folder(name);
    copy(&workspace().join("examples/shop"), &folder);
    let manifest = format!(
        "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nmicrocore = {{ path = {:?} }}\nfutures-util = {{ version = \"0.3\", \
         default-features = false, features = [\"std\", \"async-await\"] }}\n\
         tokio = {{ version = \"1\", features = [\"fs\", \"sync\"] }}\n",
        workspace().join("microcore"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    folder
}

#[test]
fn each_part_says_what_it_is_for_and_comments_survive() {
    let shop = shop("comments");
    let text = printed(&shop, &["expand", "src/domains/inventory/reserve_stock.rs"]);
    for comment in [
        "//! Reserves what an order needs",
        "// Mounts `reserve`: resolves what its arguments need once",
        "// Held by `cargo check` for `StockReserved`: no other plugin declares `stock.reserved`.",
        "        // An event may come twice; an order is reserved once.",
    ] {
        assert!(text.contains(comment), "{comment}\n{text}");
    }
}

#[test]
fn one_item_is_shown_alone() {
    let shop = shop("one-item");
    let only = |item: &str| printed(&shop, &["expand", FILE, "--only", item]);
    let route = only("route:create");
    assert!(route.contains("fn __mount_create"), "{route}");
    assert!(route.contains("let mut tx = db.begin()"), "{route}");
    assert!(route.contains("meta::RouteMeta = "), "{route}");
    assert!(!route.contains("struct CreateUser"), "{route}");
    let event = only("event:user.created");
    assert!(event.contains("impl ::microcore::data::Event for UserCreated"), "{event}");
    assert!(!event.contains("CreateUser"), "{event}");
    assert_eq!(event, only("event:UserCreated"));
    assert!(only("plugin").contains("__MICROCORE"));
    let unknown = microcore(&shop, &["expand", FILE, "--only", "route:update"]);
    assert_eq!(unknown.status.code(), Some(1));
    let message = String::from_utf8_lossy(&unknown.stderr).into_owned();
    assert!(message.contains("it has: request:CreateUser"), "{message}");
}

#[test]
fn a_diff_shows_what_an_edit_changed_in_the_expansion() {
    let shop = shop("diff");
    let diff = || printed(&shop, &["expand", FILE, "--diff"]);
    assert!(diff().contains("has not been expanded before"));
    assert_eq!(diff(), "nothing has changed\n");
    let file = shop.join(FILE);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("status = 201", "status = 202")).unwrap();
    let changed = diff();
    assert!(changed.contains("-                status: 201u16,"), "{changed}");
    assert!(changed.contains("+                status: 202u16,"), "{changed}");
    assert!(changed.lines().count() < 15, "{changed}");
}

#[test]
fn a_mistake_is_told_with_its_line() {
    let folder = shop("mistake");
    let wrong = |text: &str| {
        let file = Path::new("src/domains/users/wrong.rs");
        fs::write(folder.join(file), text).unwrap();
        let output = microcore(&folder, &["expand", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let message = wrong("#[plugin]\nmod a {\n    #[route(GTE, \"/x\")]\n    async fn x() {}\n}\n");
    assert!(message.contains("wrong.rs: line 3: "), "{message}");
    assert!(wrong("mod a {}\n").contains("there is nothing to expand in this file"));
    assert!(wrong("mod a {\n").contains("wrong.rs: line "));
}

#[test]
fn a_renamed_dependency_is_named_as_the_package_knows_it() {
    let folder = shop("renamed");
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text.replace("microcore = { ", "mc = { package = \"microcore\", ");
    fs::write(manifest, text).unwrap();
    let shown = printed(&folder, &["expand", FILE, "--only", "plugin"]);
    assert!(shown.contains("::mc::meta::PluginMeta"), "{shown}");
}
