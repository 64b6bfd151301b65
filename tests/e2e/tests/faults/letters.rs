//! Dead letters: listed, replayed, discarded.

use std::path::Path;

use microcore_e2e::{Client, Program, Run, wait_for};
use serde_json::{Value, json};

use super::fault_app;

/// The only dead letter, once there is one, and it is not `old`.
fn letter(client: &Client, old: &Value) -> Value {
    wait_for("a dead letter", || {
        let letters = client.get("/system/dead-letters").is(200).json();
        let [letter] = letters.as_array()?.as_slice() else { return None };
        (letter["id"] != *old).then(|| letter.clone())
    })
}

#[test]
fn dead_letters_are_listed_replayed_and_discarded_while_it_runs() {
    let (_folder, fault_app) = fault_app(&[]);
    let client = fault_app.client();
    assert_eq!(client.get("/system/dead-letters").is(200).json(), json!([]));
    client.send("POST", "/measurements", None).is(201);
    let first = letter(&client, &Value::Null);
    let path = format!("/system/dead-letters/{}", first["id"].as_str().unwrap());
    assert_eq!(client.get(&path).is(200).json(), first);
    assert_eq!(
        (&first["subscriber"], &first["reason"]),
        (&"bombs::handle::read".into(), &"unreadable".into())
    );
    let correlation = first["envelope"]["correlation"].as_str().unwrap();
    let traces = client.get(&format!("/system/traces?correlation={correlation}")).is(200).json();
    let outcomes: Vec<_> = traces
        .as_array()
        .unwrap()
        .iter()
        .filter(|node| node["kind"] != "tool")
        .map(|node| &node["outcome"]["is"])
        .collect();
    assert_eq!(outcomes, ["ok", "ok", "dead"], "{traces}");

    // A page of another site, open on this machine.
    let page = client.clone().with("origin", "https://evil.example");
    page.send("POST", &format!("{path}/replay"), None).problem(403);
    page.delete(&path).problem(403);

    client.send("POST", &format!("{path}/replay"), None).is(202);
    let second = letter(&client, &first["id"]);
    assert_eq!(second["envelope"]["id"], first["envelope"]["id"]);
    client.get(&path).problem(404);
    client.delete(&format!("/system/dead-letters/{}", second["id"].as_str().unwrap())).is(204);
    assert_eq!(client.get("/system/dead-letters").is(200).json(), json!([]));
    client.delete(&path).problem(404);
    client.send("POST", &format!("{path}/replay"), None).problem(404);
    client.get("/system/dead-letters/none").problem(404);
    for limit in ["0", "1001", "many"] {
        client.get(&format!("/system/dead-letters?limit={limit}")).problem(400);
    }
}

/// A command's exit code, and what it printed.
fn run(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let command = Run::new(Program::FaultApp, folder).output(&[&["dead-letters"], args].concat());
    let text = if command.stdout.is_empty() { command.stderr } else { command.stdout };
    (command.status.code(), String::from_utf8(text).unwrap())
}

#[test]
fn dead_letters_are_listed_replayed_and_discarded_when_nothing_runs() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(run(empty.path(), &[]), (Some(0), "there are no dead letters\n".to_owned()));

    let (folder, fault_app) = fault_app(&[]);
    fault_app.client().send("POST", "/measurements", None).is(201);
    let first = letter(&fault_app.client(), &Value::Null);
    fault_app.stop();
    let folder = folder.path();
    let (code, table) = run(folder, &[]);
    assert!(code == Some(0) && table.contains("bombs::handle::read"), "{table}");
    let (_, listed) = run(folder, &["--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&listed).unwrap(), json!([first]));
    let id = first["id"].as_str().unwrap();
    let (_, shown) = run(folder, &["show", id]);
    assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), first);

    let (code, output) = run(folder, &["replay", id]);
    assert_eq!(code, Some(1), "{output}");
    let new = output
        .strip_prefix(&format!("{id} failed again, and is now "))
        .unwrap_or_else(|| panic!("{output}"));
    let (new, error) = new.split_once(": ").unwrap();
    assert!(error.contains("bomb.measured"), "{output}");
    assert_eq!(run(folder, &["discard", new]), (Some(0), format!("{new} is discarded\n")));
    assert_eq!(run(folder, &[]).1, "there are no dead letters\n");
    for verb in ["show", "replay", "discard"] {
        let (code, output) = run(folder, &[verb, id]);
        assert!(code == Some(1) && output.contains("no"), "{verb}: {output}");
    }
    assert_eq!(run(folder, &["show", "x"]).0, Some(2));
}
