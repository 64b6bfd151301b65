//! The commands of the programs, and their errors.

use std::path::Path;
use std::process::Output;

use microcore_e2e::{Program, Run};
use serde_json::Value;

fn shop(folder: &Path) -> Run {
    Run::new(Program::Shop, folder)
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The JSON output of a command.
fn json(run: &Run, args: &[&str]) -> Value {
    let output = run.output(args);
    assert_eq!(code(&output), Some(0), "{args:?}: {}", err(&output));
    serde_json::from_str(&out(&output)).unwrap_or_else(|error| panic!("{args:?}: {error}"))
}

/// The lines of a table, which must be of one width to be read.
fn table(run: &Run, args: &[&str]) -> Vec<String> {
    let output = run.output(args);
    assert_eq!(code(&output), Some(0), "{args:?}: {}", err(&output));
    let text = out(&output);
    assert!(!text.contains('\u{1b}'), "{args:?} prints colours without a terminal");
    assert!(text.lines().all(|line| line == line.trim_end()), "{text}");
    text.lines().map(str::to_owned).collect()
}

/// Where each column of a table begins.
fn columns(head: &str) -> Vec<usize> {
    let words = head.match_indices(|c: char| c.is_uppercase()).map(|(index, _)| index);
    words.filter(|index| *index == 0 || head[..*index].ends_with("  ")).collect()
}

#[test]
fn the_lists_are_readable_for_people_and_complete_for_machines() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());

    let routes = json(&shop, &["routes", "--format", "json"]);
    let routes = routes.as_array().unwrap();
    assert_eq!(routes.len(), 18);
    let add = routes.iter().find(|route| route["handler"] == "catalog::add_product::add").unwrap();
    assert_eq!((&add["method"], &add["path"]), (&"POST".into(), &"/products".into()));
    assert_eq!((&add["takes"], &add["access"]), (&"AddProduct".into(), &"admin".into()));
    let list = routes.iter().find(|route| route["path"] == "/products" && route["method"] == "GET");
    assert_eq!(list.unwrap()["returns"], "page of Product");
    let lines = table(&shop, &["routes"]);
    assert_eq!(lines.len(), 19, "{lines:#?}");
    let starts = columns(&lines[0]);
    assert_eq!(starts.len(), 6, "{}", lines[0]);
    for line in &lines[1..] {
        let cells: Vec<char> = line.chars().collect();
        for start in starts.iter().skip(1).filter(|start| **start < cells.len()) {
            assert_eq!(cells[start - 1], ' ', "a column is out of line: {line}");
        }
    }

    let events = json(&shop, &["events", "--format", "json"]);
    let placed = events.as_array().unwrap().iter().find(|event| event["name"] == "order.placed");
    let readers = placed.unwrap()["to"].as_array().unwrap();
    assert_eq!(readers.len(), 4, "{readers:?}");
    assert!(table(&shop, &["events"]).iter().any(|line| line.starts_with("order.placed")));

    let tools = json(&shop, &["tools", "--format", "json"]);
    let mailer = tools.as_array().unwrap().iter().find(|tool| tool["capability"] == "Mailer");
    assert_eq!(mailer.unwrap()["provider"], "FileMailer");
    assert!(table(&shop, &["tools"]).iter().any(|line| line.starts_with("Mailer")));

    let document = json(&shop, &["openapi"]);
    assert_eq!(document["openapi"], "3.1.0");
    let served = shop.serve();
    assert_eq!(document, served.client().get("/openapi.json").is(200).json());
}

#[test]
fn migrations_run_once_and_the_tables_they_make_are_shown() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());
    let states = |wanted: &str| {
        let shown = json(&shop, &["migrate", "--status", "--format", "json"]);
        let states = shown["migrations"].as_array().unwrap().clone();
        assert!(states.len() >= 8, "{states:?}");
        assert!(states.iter().all(|one| one.to_string().contains(wanted)), "{wanted}: {states:#?}");
    };
    states("pending");
    let ran = json(&shop, &["migrate", "--format", "json"]);
    assert!(ran["applied"].as_array().unwrap().contains(&"users/001_create_users".into()), "{ran}");
    states("applied");
    assert_eq!(table(&shop, &["migrate"]), ["nothing is pending"]);
    let tables = json(&shop, &["schema", "--format", "json"]);
    assert!(tables.as_array().unwrap().iter().any(|table| table["name"] == "orders"), "{tables}");
    let lines = table(&shop, &["schema"]);
    assert!(
        lines.iter().any(|line| line.starts_with("users") && line.contains("unique")),
        "{lines:#?}"
    );
    // The framework's own tables are not listed.
    assert!(!lines.iter().any(|line| line.starts_with("microcore_")), "{lines:#?}");
}

#[test]
fn check_exits_0_without_errors_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    // There is no such server.
    let shop = shop(folder.path()).with("MICROCORE_DB__URL", "postgres://x@127.0.0.1:1/x");
    let output = shop.output(&["check"]);
    assert_eq!((code(&output), err(&output).as_str()), (Some(0), ""));
    assert!(out(&output).ends_with(": no errors\n"), "{}", out(&output));
    assert_eq!(json(&shop, &["check", "--format", "json"])["diagnostics"], serde_json::json!([]));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// Errors in the file, in `.env` and in the environment, of independent modules.
fn broken(folder: &Path) -> Run {
    std::fs::write(
        folder.join("microcore.toml"),
        "[http]\nbnid = \"x\"\n[kernel]\nblocking_threads = \"many\"\n[htpt]\na = 1\n",
    )
    .unwrap();
    std::fs::write(folder.join(".env"), "MICROCORE_EVENTS__QUEUE=long\n").unwrap();
    shop(folder)
        .with("MICROCORE_DB__URL", "mysql://anyone:hunter2@127.0.0.1/shop")
        .with("MICROCORE_LOG__LEVEL", "loud=very=much")
        .with("MICROCORE_AUTH__SECRET", "short-secret")
        .with("ADMIN_EMAIL", "unknown")
        .with("ADMIN_PASSWORD", "pass")
        .with("MAIL_FOLDER", "")
}

/// The settings that must be reported, and their origins.
const WRONG: [(&str, &str); 10] = [
    ("http.bnid", "microcore.toml"),
    ("kernel.blocking_threads", "microcore.toml"),
    ("htpt", "microcore.toml"),
    ("events.queue", ".env"),
    ("db.url", "MICROCORE_DB__URL"),
    ("log.level", "MICROCORE_LOG__LEVEL"),
    ("auth.secret", "MICROCORE_AUTH__SECRET"),
    ("admin.email", "ADMIN_EMAIL"),
    ("admin.password", "ADMIN_PASSWORD"),
    ("mail.folder", "MAIL_FOLDER"),
];

#[test]
fn check_exits_1_and_reports_every_error() {
    let folder = tempfile::tempdir().unwrap();
    let shop = broken(folder.path());
    let output = shop.output(&["check"]);
    let text = out(&output);
    assert_eq!((code(&output), err(&output).as_str()), (Some(1), ""));
    assert_all(&text);
    assert!(text.ends_with(&format!("{} errors\n", WRONG.len())), "{text}");

    let output = shop.output(&["check", "--format", "json"]);
    let found = serde_json::from_slice::<Value>(&output.stdout).unwrap()["diagnostics"].clone();
    assert_eq!((code(&output), found.as_array().unwrap().len()), (Some(1), WRONG.len()));
    assert!(found.as_array().unwrap().iter().all(|own| own["code"] == "MC018"), "{found:#}");
    let place = |key: &str| {
        let of = |own: &&Value| own["message"].as_str().is_some_and(|text| text.contains(key));
        let label = &found.as_array().unwrap().iter().find(of).unwrap()["labels"][0];
        (label["file"].as_str().map(str::to_owned), label["line"].as_u64())
    };
    assert_eq!(place("http.bnid"), (Some("microcore.toml".to_owned()), Some(2)));
    assert_eq!(place("events.queue"), (Some(".env".to_owned()), Some(1)));
    assert_eq!(place("db.url"), (None, None));
}

#[test]
fn serve_refuses_with_the_diagnostics_of_check() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = [
        vec![("MICROCORE_KERNEL__BLOCKING_THREADS", "0")],
        vec![("MICROCORE_HTTP__BIND", "127.0.0.1"), ("MICROCORE_DB__URL", "sqlite://")],
        vec![("MICROCORE_HTTP__CORS_ORIGINS", "*"), ("MICROCORE_HTTP__CORS_CREDENTIALS", "true")],
        vec![("MICROCORE_FILES__ROOT", "/dev/null"), ("MICROCORE_EVENTS__LEASE_MS", "-1")],
    ];
    for variables in wrong {
        let shop = variables
            .iter()
            .fold(shop(folder.path()), |shop, (name, value)| shop.with(name, *value));
        let (checked, served) = (shop.output(&["check"]), shop.output(&["serve"]));
        assert_eq!((code(&checked), code(&served)), (Some(1), Some(1)), "{variables:?}");
        // The last line counts.
        let diagnostics =
            |text: &str| text.trim_end().rsplit_once('\n').map(|all| all.0.to_owned());
        let (checked, served) = (out(&checked), err(&served));
        assert_eq!(diagnostics(&checked), diagnostics(&served), "{variables:?}");
        assert!(checked.contains("error[MC018]: setting `"), "{checked}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_start_with_invalid_settings_exits_1_and_names_them_all_with_their_origin() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&[][..], &["serve"]] {
        let output = broken(folder.path()).output(args);
        assert_eq!((code(&output), out(&output).as_str()), (Some(1), ""));
        assert_all(&err(&output));
        assert!(err(&output).contains(&format!("{} errors", WRONG.len())), "{}", err(&output));
    }
    // Nothing was mounted partially.
    assert!(!folder.path().join("shop.db").exists());
}

#[track_caller]
fn assert_all(text: &str) {
    for (key, origin) in WRONG {
        let is_reported =
            text.lines().any(|line| line.contains(&format!("`{key}`")) && line.contains(origin));
        assert!(is_reported, "`{key}` of {origin} is not told:\n{text}");
    }
    for secret in ["hunter2", "short-secret", "`pass`"] {
        assert!(!text.contains(secret), "a secret is shown:\n{text}");
    }
}

#[test]
fn an_address_in_use_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let first = shop(folder.path()).serve();
    let output = shop(other.path()).with("MICROCORE_HTTP__BIND", first.address()).output(&[]);
    assert_eq!(code(&output), Some(1));
    assert!(err(&output).contains(first.address()), "{}", err(&output));
}

#[test]
fn a_changed_migration_prevents_startup() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());
    shop.output(&["migrate"]);
    let file = folder.path().join("shop.db");
    microcore_e2e::execute(
        &file,
        "UPDATE microcore_migrations SET checksum = 'other' WHERE name = '001_create_users'",
    );
    let output = shop.output(&[]);
    assert_eq!(code(&output), Some(1), "{}", out(&output));
    assert!(err(&output).contains("users/001_create_users"), "{}", err(&output));
}

#[test]
fn an_invalid_command_line_exits_2_and_help_exits_0() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());
    for args in [&["rotues"][..], &["routes", "--format", "xml"], &["serve", "now"], &["--nothing"]]
    {
        let output = shop.output(args);
        assert_eq!((code(&output), out(&output).as_str()), (Some(2), ""), "{args:?}");
        assert!(!err(&output).is_empty(), "{args:?}");
    }
    let help = shop.output(&["--help"]);
    assert_eq!((code(&help), err(&help).as_str()), (Some(0), ""));
    assert!(out(&help).contains("MICROCORE_HTTP__BIND"), "{}", out(&help));
    assert_eq!(code(&shop.output(&["--version"])), Some(0));
}
