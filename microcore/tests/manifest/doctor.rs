//! `doctor`.

use std::net::TcpListener;

use microcore::App;
use microcore::config::Configuration;
use serde_json::Value;

fn doctor(config: Configuration) -> (u8, Value, String) {
    let app: App = crate::app().config(config);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let args = ["desk", "doctor", "--format", "json"].map(Into::into);
    let code = app.command(args, &mut out, &mut err);
    let text = String::from_utf8(out).unwrap();
    let found: Value = serde_json::from_str(&text).expect("JSON");
    (code, found["diagnoses"].clone(), text)
}

fn part<'a>(found: &'a Value, name: &str) -> &'a Value {
    let mut all = found.as_array().unwrap().iter();
    all.find(|diagnosis| diagnosis["part"] == name).expect(name)
}

fn sound() -> Configuration {
    Configuration::empty()
        .with("http", "bind", "127.0.0.1:0")
        .with("db", "url", "sqlite::memory:")
        .with("auth", "secret", "never-to-be-shown-to-anybody")
        .with("mail", "folder", "never-to-be-shown-either")
}

#[test]
fn doctor_passes_on_a_complete_machine_and_masks_secrets() {
    let (code, found, text) = doctor(sound());
    assert_eq!(code, 0, "{text}");
    assert!(part(&found, "toolchain")["found"].as_str().unwrap().starts_with("rustc "));
    assert!(part(&found, "database")["found"].as_str().unwrap().starts_with("reachable"));
    assert_eq!(part(&found, "linker")["found"], "links a program");
    assert!(text.contains("auth.secret = ******, from the program"), "{text}");
    assert!(text.contains("http.bind = 127.0.0.1:0, from the program"), "{text}");
    assert!(text.contains("mail.folder = ******"), "no section declares what this is\n{text}");
    assert!(text.contains("db.url = sqlite::memory:"), "{text}");
    assert!(!text.contains("never-to-be-shown"), "{text}");
}

#[test]
fn an_occupied_port_and_an_unreachable_database_are_reported_with_a_fix() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let config = sound().with("http", "bind", address.clone()).with(
        "db",
        "url",
        "postgres://unknown:never-to-be-shown@127.0.0.1:1/none",
    );
    let (code, found, text) = doctor(config);
    assert_eq!(code, 1, "{text}");
    let port = part(&found, "port");
    assert!(port["found"].as_str().unwrap().starts_with(&address), "{text}");
    assert!(port["fix"].as_str().unwrap().contains("MICROCORE_HTTP__BIND"), "{text}");
    assert_eq!(part(&found, "database")["ok"], false, "{text}");
    assert!(!text.contains("never-to-be-shown"), "{text}");
    let found = found.as_array().unwrap();
    let wrong = found.iter().filter(|diagnosis| diagnosis["ok"] == false);
    assert!(wrong.clone().all(|diagnosis| diagnosis["fix"] != ""), "{text}");
    assert_eq!(wrong.count(), 2, "{text}");
}

#[test]
fn a_missing_database_is_reported_and_not_created() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("desk.db");
    let url = format!("sqlite://{}", file.display());
    let (_, found, text) = doctor(sound().with("db", "url", url));
    assert_eq!(part(&found, "database")["ok"], true, "{text}");
    assert!(
        part(&found, "database")["found"].as_str().unwrap().ends_with("the next start creates it")
    );
    assert!(!file.exists());
}
