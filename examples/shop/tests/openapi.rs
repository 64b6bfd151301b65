//! Clients rely on the committed document: breaking changes are detected.

use std::process::{Command, Output};

const LOCK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.lock.json");

fn check(file: &str) -> Output {
    let mut shop = Command::new(env!("CARGO_BIN_EXE_shop"));
    shop.args(["openapi", "--check", file]).output().expect("the shop runs")
}

#[test]
fn the_committed_document_is_up_to_date() {
    let output = check(LOCK);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{printed}");
    assert!(printed.ends_with("openapi.lock.json is up to date\n"), "{printed}");
}

#[test]
fn a_breaking_change_is_reported_and_exits_1() {
    let text = std::fs::read_to_string(LOCK).expect("the committed document");
    // In this document the price is optional, and /carts exists.
    let older =
        text.replacen("\"name\",\n          \"price_cents\"\n        ]", "\"name\"\n        ]", 1);
    let older = older.replacen("\"/login\"", "\"/carts\": {\"get\": {}}, \"/login\"", 1);
    assert_ne!(text, older);
    let file = std::env::temp_dir().join(format!("openapi-{}.json", std::process::id()));
    std::fs::write(&file, older).expect("written");
    let output = check(file.to_str().expect("a path"));
    let _ = std::fs::remove_file(&file);
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("GET /carts was removed"), "{printed}");
    assert!(
        printed.contains("POST /products: the body's `price_cents` is now required"),
        "{printed}"
    );
    let missing = check("no-such-file.json");
    assert_eq!(missing.status.code(), Some(1));
}

#[test]
fn a_command_to_run_is_named_as_the_program_was_called() {
    let printed = |folder: &str, package: &str| {
        let mut shop = Command::new(env!("CARGO_BIN_EXE_shop"));
        shop.args(["openapi", "--check", "no-such-file.json"]);
        let output = shop.current_dir(folder).env("CARGO_PKG_NAME", package).output();
        String::from_utf8_lossy(&output.expect("the shop runs").stderr).into_owned()
    };
    let (package, workspace) =
        (env!("CARGO_MANIFEST_DIR"), concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    for (folder, started_by, command) in [
        (package, "shop", "`cargo run -- openapi -o no-such-file.json`"),
        (workspace, "shop", "`cargo run -p shop -- openapi -o no-such-file.json`"),
        (package, "", "`shop openapi -o no-such-file.json`"),
    ] {
        let printed = printed(folder, started_by);
        assert!(printed.contains(command), "{printed}");
    }
}
