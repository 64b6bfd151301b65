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
    let output = printed(folder, &["new", "my-app", "--microcore", microcore.to_str().unwrap()]);
    assert!(output.contains("Next:\n  cd my-app\n  cargo run\n"), "{output}");
}

/// The generated files of a new application are up to date, as its CI checks. Where the
/// application generates something else now, UPDATE_EXPECT=1 rewrites the templates.
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
fn the_demo_builds_passes_its_tests_and_has_current_generated_files() {
    let folder = folder("demo");
    let microcore = workspace().join("microcore");
    let args = ["new", "my-shop", "--demo", "--microcore", microcore.to_str().unwrap()];
    let output = printed(&folder, &args);
    assert!(output.contains("http://127.0.0.1:8080/products"), "{output}");
    let app = folder.join("my-shop");
    cargo(&app, &["test"]);
    is_up_to_date(&app, "my-shop", "demo");
}

#[test]
fn a_new_application_with_everything_added_builds_and_passes_its_tests() {
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
    let output = add(&[&["feature", "shipping/move_parcel"], &route[..]].concat());
    assert!(output.contains("add feature shipping/… --on-event parcel.moved"), "{output}");
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

    // An application without the feature `expand` names the command that expands.
    let output = try_cargo(&app, &["run", "--", "expand", "greetings::say_hello"]);
    assert_eq!(output.status.code(), Some(1));
    let output = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.contains("microcore's feature `expand`"), "{output}");
    let command =
        output.split("`cargo microcore expand ").nth(1).unwrap().split('`').next().unwrap();
    let shown = printed(&app, &["expand", command]);
    assert!(shown.contains("// Mounts `greet`"), "{shown}");
}

#[test]
fn no_file_is_ever_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    new(folder.path());
    let output = fails(folder.path(), &["new", "my-app"]);
    assert!(output.contains("Cargo.toml already exists; nothing was written"), "{output}");
    let other = folder.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("README.md"), "mine").unwrap();
    let output = fails(folder.path(), &["new", "other", "--demo"]);
    assert!(output.contains("README.md already exists; nothing was written"), "{output}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1, "some files were written");

    let app = folder.path().join("my-app");
    let route = ["add", "feature", "greetings/say_hello", "--route", "GET /x"];
    let before = fs::read_to_string(app.join("src/domains/greetings/say_hello.rs")).unwrap();
    assert!(fails(&app, &route).contains("already exists"));
    let after = fs::read_to_string(app.join("src/domains/greetings/say_hello.rs")).unwrap();
    assert_eq!(before, after);
    assert!(fails(&app, &["add", "domain", "greetings"]).contains("already exists"));
    printed(&app, &["add", "tool", "mailer"]);
    fs::write(app.join("src/tools/mailer.rs"), "mine").unwrap();
    assert!(fails(&app, &["add", "tool", "mailer"]).contains("already exists"));
    assert_eq!(fs::read_to_string(app.join("src/tools/mailer.rs")).unwrap(), "mine");
}

#[test]
fn an_application_below_another_package_is_a_workspace_of_its_own() {
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
fn invalid_names_are_rejected() {
    let folder = tempfile::tempdir().unwrap();
    assert!(fails(folder.path(), &["new", "My App"]).contains("as in `my-app`"));
    for reserved in ["test", "match", "microcore", "proc-macro"] {
        let output = fails(folder.path(), &["new", reserved]);
        assert!(output.contains(&format!("such as `my-{reserved}`")), "{output}");
    }
    new(folder.path());
    let app = folder.path().join("my-app");
    assert!(fails(&app, &["add", "feature", "cancel"]).contains("as `orders/cancel_order`"));
    assert!(fails(&app, &["add", "feature", "orders/../x"]).contains("is not a valid name"));
    assert!(fails(&app, &["add", "feature", "orders/x"]).contains("pass what calls it"));
    assert!(
        fails(&app, &["add", "feature", "orders/x", "--route", "/x"]).contains("is not a route")
    );
}
