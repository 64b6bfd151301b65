//! `cargo microcore new` and `add`.

use std::fs;
use std::path::Path;

use expect_test::expect_file;

use crate::support::{cargo, folder, microcore, printed, try_cargo, workspace};

fn fails(folder: &Path, args: &[&str]) -> String {
    let output = microcore(folder, args);
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn new(folder: &Path) {
    let microcore = workspace().join("microcore");
    let said = printed(folder, &["new", "my-app", "--microcore", microcore.to_str().unwrap()]);
    assert!(said.contains("Next:\n  cd my-app\n  cargo run\n"), "{said}");
}

/// What CI checks in a new application is right from the start. Where the
/// application says something else now, UPDATE_EXPECT=1 writes the templates anew.
fn is_up_to_date(app: &Path, name: &str, kind: &str) {
    cargo(app, &["run", "--", "context"]);
    cargo(app, &["run", "--", "openapi", "-o", "openapi.lock.json"]);
    for file in ["AI_CONTEXT.md", "openapi.lock.json"] {
        let now = fs::read_to_string(app.join(file)).unwrap().replace(name, "{{name}}");
        let template = workspace().join(format!("microcore/cli/templates/{kind}/{file}.txt"));
        expect_file![template].assert_eq(&now);
    }
}

#[test]
fn a_program_built_in_a_checkout_names_the_library_beside_it() {
    let folder = folder("checkout");
    printed(&folder, &["new", "my-app"]);
    let manifest = fs::read_to_string(folder.join("my-app/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let path = manifest["dependencies"]["microcore"]["path"].as_str().unwrap();
    assert_eq!(fs::canonicalize(path).unwrap(), workspace().join("microcore"));
}

#[test]
fn the_demo_builds_passes_its_own_tests_and_is_what_its_files_tell() {
    let folder = folder("demo");
    let microcore = workspace().join("microcore");
    let args = ["new", "my-shop", "--demo", "--microcore", microcore.to_str().unwrap()];
    let said = printed(&folder, &args);
    assert!(said.contains("http://127.0.0.1:8080/products"), "{said}");
    let app = folder.join("my-shop");
    cargo(&app, &["test"]);
    is_up_to_date(&app, "my-shop", "demo");
}

#[test]
fn a_new_application_with_everything_added_builds_and_passes_its_own_tests() {
    let folder = folder("new");
    new(&folder);
    let app = folder.join("my-app");
    is_up_to_date(&app, "my-app", "plain");
    let add = |args: &[&str]| printed(&app, &[&["add"], args].concat());
    add(&["domain", "orders"]);
    add(&["migration", "orders/add_status"]);
    for (name, route) in [
        ("orders/cancel_order", "POST /orders/{id}/cancel"),
        ("orders/list_orders", "GET /orders"),
        ("orders/order_line", "GET /orders/{order_id}/lines/{name}"),
        ("shipping/track", "GET /shipments/{code}"),
    ] {
        add(&["feature", name, "--route", route]);
    }
    let route = ["--route", "POST /parcels/{id}/{place}", "--emits", "parcel.moved"];
    let said = add(&[&["feature", "shipping/move_parcel"], &route[..]].concat());
    assert!(said.contains("add feature shipping/… --on-event parcel.moved"), "{said}");
    add(&["feature", "shipping/tell", "--on-event", "parcel.moved"]);
    let hint = add(&["tool", "mailer"]);
    assert!(hint.contains("`tools: [tools::EchoMailer]`"), "{hint}");
    fs::write(
        app.join("src/tools/mod.rs"),
        "mod mailer;\npub(crate) use mailer::{EchoMailer, Mailer};\n",
    )
    .unwrap();
    let main = app.join("src/main.rs");
    let text =
        fs::read_to_string(&main).unwrap().replace("tools: []", "tools: [tools::EchoMailer]");
    fs::write(&main, text.replace("microcore::app!", "mod tools;\n\nmicrocore::app!")).unwrap();
    // An event, and the feature that `add` makes for it.
    let hello = app.join("src/domains/greetings/say_hello.rs");
    let text = fs::read_to_string(&hello).unwrap();
    let text = text.replace(
        "    /// Greet a person by name.",
        "    #[event(\"person.greeted\")]\n    struct Greeted {\n        name: String,\n    }\n\n    /// Greet a person by name.",
    );
    let text = text.replace(
        "name: Path<String>) -> Result<Greeting> {",
        "name: Path<String>, mailer: Tool<dyn crate::tools::Mailer>, greeted: Emit<Greeted>) -> Result<Greeting> {\n        mailer.run(\"hello\").await?;\n        greeted.emit(Greeted { name: name.to_string() }).await?;",
    );
    fs::write(&hello, text).unwrap();
    add(&["feature", "greetings/count", "--on-event", "person.greeted"]);

    cargo(&app, &["test"]);
    cargo(&app, &["run", "--", "context"]);
    cargo(&app, &["run", "--", "context", "--check"]);
    let context = fs::read_to_string(app.join("AI_CONTEXT.md")).unwrap();
    assert!(context.contains("`POST /orders/{id}/cancel`"), "{context}");

    // An application that was not built to expand says how it is done.
    let output = try_cargo(&app, &["run", "--", "expand", "greetings::say_hello"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("microcore's feature `expand`"), "{said}");
    let command = said.split("`cargo microcore expand ").nth(1).unwrap().split('`').next().unwrap();
    let shown = printed(&app, &["expand", command]);
    assert!(shown.contains("// Mounts `greet`"), "{shown}");
}

#[test]
fn nothing_is_ever_written_over() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path());
    let said = fails(folder.path(), &["new", "my-app"]);
    assert!(said.contains("Cargo.toml is there already; nothing was written"), "{said}");
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("README.md"), "mine").unwrap();
    let said = fails(folder.path(), &["new", "other", "--demo"]);
    assert!(said.contains("README.md is there already; nothing was written"), "{said}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1, "a part was written");

    let app = folder.path().join("my-app");
    let route = ["add", "feature", "greetings/say_hello", "--route", "GET /x"];
    let before = fs::read_to_string(app.join("src/domains/greetings/say_hello.rs")).unwrap();
    assert!(fails(&app, &route).contains("is there already"));
    let after = fs::read_to_string(app.join("src/domains/greetings/say_hello.rs")).unwrap();
    assert_eq!(before, after);
    assert!(fails(&app, &["add", "domain", "greetings"]).contains("is there already"));
    printed(&app, &["add", "tool", "mailer"]);
    fs::write(app.join("src/tools/mailer.rs"), "mine").unwrap();
    assert!(fails(&app, &["add", "tool", "mailer"]).contains("is there already"));
    assert_eq!(fs::read_to_string(app.join("src/tools/mailer.rs")).unwrap(), "mine");
}

#[test]
fn an_application_in_a_folder_of_another_package_stands_on_its_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[workspace]\nmembers = []\n").unwrap();
    new(folder.path());
    let manifest = fs::read_to_string(folder.path().join("my-app/Cargo.toml")).unwrap();
    assert!(manifest.ends_with("\n[workspace]\n"), "{manifest}");
}

#[test]
fn migrations_are_numbered_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path());
    let app = folder.path().join("my-app");
    printed(&app, &["add", "domain", "orders"]);
    assert_eq!(
        printed(&app, &["add", "migration", "orders/add_status"]),
        "wrote src/domains/orders/migrations/002_add_status.sql\n\
         Next: write the SQL into it; the next start runs it.\n"
    );
}

#[test]
fn names_that_cannot_be_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(fails(folder.path(), &["new", "My App"]).contains("as in `my-app`"));
    for taken in ["test", "match", "microcore", "proc-macro"] {
        let said = fails(folder.path(), &["new", taken]);
        assert!(said.contains(&format!("take a name as `my-{taken}`")), "{said}");
    }
    new(folder.path());
    let app = folder.path().join("my-app");
    assert!(fails(&app, &["add", "feature", "cancel"]).contains("as `orders/cancel_order`"));
    assert!(fails(&app, &["add", "feature", "orders/../x"]).contains("does not work as a name"));
    assert!(fails(&app, &["add", "feature", "orders/x"]).contains("say what calls it"));
    assert!(fails(&app, &["add", "feature", "orders/x", "--route", "/x"]).contains("is no route"));
}
