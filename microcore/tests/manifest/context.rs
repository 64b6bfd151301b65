//! `context`, for an application that consists of the manifest's own example, which this
//! file also compiles.

use std::fs;
use std::path::Path;

use microcore::App;
use microcore::config::Configuration;
use microcore::meta::{AppMeta, Migration};

static MIGRATIONS: &[Migration] = &[Migration::new(
    "manifest",
    "001_create_tickets",
    "CREATE TABLE tickets (id BIGSERIAL PRIMARY KEY, owner BIGINT NOT NULL, closed_for TEXT);",
)];

/// The application, as if its package stood in that folder.
fn app(root: &Path) -> App {
    if !root.join("Cargo.toml").exists() {
        fs::write(root.join("Cargo.toml"), "").unwrap();
    }
    let root = root.to_str().unwrap().to_owned().leak();
    let meta = AppMeta::new("desk", "1.0.0").root(root).migrations(MIGRATIONS);
    let plugins = crate::app().registry().plugins;
    App::new(Box::leak(Box::new(meta)))
        .plugins(plugins)
        .tools([&microcore::tools::auth::TOOL])
        .config(Configuration::empty())
}

pub(crate) fn run(root: &Path, args: &[&str]) -> (u8, String, String) {
    let args = ["desk"].iter().chain(args).map(|arg| (*arg).into());
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = app(root).command(args, &mut out, &mut err);
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn the_worked_example_has_nothing_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, err) = run(folder.path(), &["check"]);
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn everything_that_is_declared_is_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let (_, text, _) = run(folder.path(), &["context", "--stdout"]);
    for part in [
        "# desk 1.0.0",
        "- `async fn fetch_one<T: FromRow>(&self, sql: &str, args: impl Params) -> Result<T>`",
        "## Domain `manifest`",
        "- `tickets`: id BIGSERIAL PRIMARY KEY, owner BIGINT NOT NULL, closed_for TEXT",
        "uses Db.",
        "- `POST /tickets/{id}/close` (Close a ticket); path id: i64; \
         body CloseTicket { reason: String (length 1..=500) } -> \
         200 ClosedTicket { id: i64, reason: String }; role support",
        "- publishes `ticket.closed` { id: i64, owner: i64 } (A ticket needs no more work); \
         manifest::count_closed reads { owner: i64 }",
        "- `count` on `ticket.closed` of manifest::close_ticket: reads { owner: i64 } (3 retries)",
        "#[on_event(\"ticket.closed\", retries = 3)]",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(!folder.path().join("AI_CONTEXT.md").exists(), "it only prints");
}

#[test]
fn a_stale_file_is_detected_and_updated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("AI_CONTEXT.md");
    let check = || run(folder.path(), &["context", "--check"]);
    let (code, out, _) = check();
    assert_eq!(code, 1);
    assert!(out.contains("is missing: run `desk context`"), "{out}");
    assert_eq!(run(folder.path(), &["context"]).0, 0);
    assert_eq!(check().0, 0);
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("owner", "buyer")).unwrap();
    let (code, out, _) = check();
    assert_eq!(code, 1);
    assert!(out.contains("is stale"), "{out}");
    run(folder.path(), &["context"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn a_file_with_the_line_ends_of_windows_is_not_stale() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("AI_CONTEXT.md");
    assert_eq!(run(folder.path(), &["context"]).0, 0);
    let text = fs::read_to_string(&file).unwrap().replace('\n', "\r\n");
    fs::write(&file, &text).unwrap();
    let (code, out, _) = run(folder.path(), &["context", "--check"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(run(folder.path(), &["context"]).0, 0);
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "nothing to write");
}

#[test]
fn a_context_has_what_one_feature_needs_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let (code, pack, _) = run(folder.path(), &["context", "--for", "manifest/close_ticket"]);
    assert_eq!(code, 0);
    assert!(pack.contains("### `Db`"), "{pack}");
    assert!(pack.contains("### manifest::count_closed"), "the reader of its event\n{pack}");
    assert!(!pack.contains("### `State`"), "a tool that it does not use\n{pack}");
}

#[test]
fn a_context_can_be_printed_for_a_feature_that_does_not_exist_yet() {
    let folder = tempfile::tempdir().unwrap();
    let (code, pack, _) = run(folder.path(), &["context", "--for", "billing/send_bill"]);
    assert_eq!(code, 0);
    for part in [
        "src/domains/billing/send_bill.rs",
        "- `ticket.closed` { id: i64, owner: i64 }",
        "`POST /tickets/{id}/close`",
        "### `Auth`",
        "## A worked example",
    ] {
        assert!(pack.contains(part), "{part}\n{pack}");
    }
    let (code, _, err) = run(folder.path(), &["context", "--for", "send_bill"]);
    assert_eq!(code, 1);
    assert!(err.contains("users/create_user"), "{err}");
}
