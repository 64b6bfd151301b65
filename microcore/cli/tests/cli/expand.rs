//! `cargo microcore expand`.

use std::fs;
use std::path::{Path, PathBuf};

use microcore_test_support::copy;

use crate::support::{folder, microcore, printed, try_cargo, workspace};

const FILE: &str = "src/domains/users/create_user.rs";

/// The shop on its own, outside of the workspace, in a folder of that name.
pub(crate) fn shop(name: &str) -> PathBuf {
    let folder = folder(name);
    copy(&workspace().join("examples/shop"), &folder).expect("a copy");
    // All copies build into one folder, where cargo distinguishes packages by name and version.
    let manifest = format!(
        "[package]\nname = \"shop\"\nversion = \"0.1.0+{name}\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\nmicrocore = {{ path = {:?} }}\nfutures-util = {{ version = \"0.3\", \
         default-features = false, features = [\"std\", \"async-await\"] }}\n\
         tokio = {{ version = \"1\", features = [\"fs\", \"sync\"] }}\n",
        workspace().join("microcore"),
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    folder
}

#[test]
fn each_part_has_a_comment_and_the_users_comments_are_kept() {
    let shop = shop("comments");
    let text = printed(&shop, &["expand", "src/domains/inventory/reserve_stock.rs"]);
    for comment in [
        "//! Reserves the stock for an order",
        "// Mounts `reserve`: resolves what its arguments need once",
        "// Checked by `cargo check` for `StockReserved`: no other plugin declares `stock.reserved`.",
        "        // Idempotent: delivery is at least once, an order is reserved once.",
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
    assert!(changed.contains("-                    .status(201u16)"), "{changed}");
    assert!(changed.contains("+                    .status(202u16)"), "{changed}");
    assert!(changed.lines().count() < 15, "{changed}");
}

/// A plugin with mistakes of several kinds; the last function is half-typed.
const MISTAKES: &str = r#"//! Wrong in many ways.

#[microcore::plugin]
mod wrong {
    use microcore::prelude::*;

    #[request]
    struct Ask {
        #[validate(emial)]
        email: String,
    }

    #[route(GTE, "/wrong")]
    async fn first() -> Result<()> {
        Ok(())
    }

    #[route(GET, "/wrong/{id}")]
    async fn second(clock: Clock) -> Result<()> {
        // A comment of mine.
        std::thread::sleep(std::time::Duration::from_secs(1));
        Ok(())
    }

    #[schedule(every = "often")]
    fn third() {
        let x = super::other();
        shop::domains::users::other();
    }
}
"#;

#[test]
fn errors_are_reported_like_those_of_the_compiler_together_with_the_expansion() {
    let shop = shop("mistakes");
    let file = "src/domains/users/wrong.rs";
    fs::write(shop.join(file), MISTAKES).unwrap();
    let output = microcore(&shop, &["expand", file]);
    assert_eq!(output.status.code(), Some(1));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    for part in [
        "//! Wrong in many ways.",
        "pub(crate) mod wrong {",
        "    // `Ask`, as you wrote it: it has an error.\n    struct Ask {\n        email: String,\n    }\n",
        "        let x = super::other();\n        shop::domains::users::other();\n",
        "        // A comment of mine.\n        std::thread::sleep",
        "// The errors; the compiler reports each at its location.",
        "    ::core::compile_error! {\n        \"MC013: `GTE` is not a method",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut reported: Vec<String> = stderr
        .split("error: ")
        .filter_map(|one| {
            let (message, place) = one.trim().split_once("\n  --> ")?;
            // The compiler's short form puts the lines of help below.
            Some(format!("{place}: error: {}", message.lines().next()?))
        })
        .collect();
    reported.sort();
    let output = try_cargo(&shop, &["check", "--message-format=short"]);
    let compiler = String::from_utf8_lossy(&output.stderr).into_owned();
    let compilers = compiler.lines().filter(|line| line.contains(": error: MC"));
    // The compiler names the file by its whole path.
    let mut compilers: Vec<String> = compilers
        .map(|line| format!("{file}{}", line.split(file).nth(1).unwrap_or(line)))
        .collect();
    compilers.sort();
    assert_eq!(reported, compilers, "{compiler}");
    assert!(reported.len() >= 7, "{reported:#?}");
    // A file with errors is not changed.
    let output = microcore(&shop, &["expand", file, "--eject"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(shop.join(file)).unwrap(), MISTAKES);
}

#[test]
fn invalid_rust_is_reported_with_its_location() {
    let shop = shop("no-rust");
    let wrong = |text: &str| {
        let file = Path::new("src/domains/users/wrong.rs");
        fs::write(shop.join(file), text).unwrap();
        let output = microcore(&shop, &["expand", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    assert!(wrong("mod a {}\n").contains("there is nothing to expand in this file"));
    let open = wrong("#[plugin]\nmod a {\n    fn f() {\n");
    assert!(open.contains("a bracket or a quote is open"), "{open}");
    assert!(open.contains("wrong.rs:"), "{open}");
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
