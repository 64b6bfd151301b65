//! `graph` and `impact`.

use serde_json::{Value, json};

use crate::context::run;

fn ran(args: &[&str]) -> (u8, String, String) {
    run(tempfile::tempdir().unwrap().path(), args)
}

fn parsed(args: &[&str]) -> Value {
    let (code, out, err) = ran(args);
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

#[test]
fn the_graph_goes_from_the_route_over_the_event_to_its_reader() {
    let graph = parsed(&["graph", "--format", "json"]);
    let edge = |kind: &str, from: &str, to: &str| json!({ "kind": kind, "from": from, "to": to, "name": null });
    assert_eq!(
        graph["edges"],
        json!([
            edge("calls", "POST /tickets/{id}/close", "manifest::close_ticket"),
            edge("publishes", "manifest::close_ticket", "ticket.closed"),
            edge("reads", "ticket.closed", "manifest::count_closed"),
            edge("uses", "manifest::close_ticket", "Db"),
            edge("uses", "manifest::count_closed", "State"),
        ])
    );
}

#[test]
fn mermaid_draws_every_edge_between_nodes_that_it_has_declared() {
    let (code, text, _) = ran(&["graph"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("flowchart LR\n  subgraph domain_manifest[\"manifest\"]\n"), "{text}");
    let mut edges = 0;
    for line in text.lines().filter(|line| line.contains("-->") || line.contains("---")) {
        edges += 1;
        for end in [line.split_whitespace().next(), line.split_whitespace().last()] {
            let end = end.unwrap();
            let opened = ["[", "(", ">"].map(|open| format!(" {end}{open}"));
            assert!(opened.iter().any(|node| text.contains(node)), "{end} in\n{text}");
        }
    }
    assert_eq!(edges, 3, "{text}");
    // Tools stand with those who use them.
    assert!(text.contains("[\"close_ticket<br/>Db\"]"), "{text}");
}

#[test]
fn the_picture_has_every_node_and_a_file_s_name_says_its_format() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("graph.svg");
    let written = file.to_str().unwrap();
    let (code, out, err) = ran(&["graph", "--output", written]);
    assert_eq!((code, out), (0, format!("wrote {written}\n")), "{err}");
    let picture = std::fs::read_to_string(&file).unwrap();
    assert!(picture.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""), "{picture}");
    assert!(picture.ends_with("</svg>\n"), "{picture}");
    for name in ["desk 1.0.0", "manifest", "close_ticket", "POST /tickets/{id}/close", "Db"] {
        assert!(picture.contains(&format!(">{name}</text>")), "{name}\n{picture}");
    }
    // The event is at both ends.
    assert_eq!(picture.matches(">ticket.closed</text>").count(), 2, "{picture}");
    assert_eq!(ran(&["graph", "--format", "svg"]).1, picture);
    let nowhere = folder.path().join("no/such/folder.svg");
    assert_eq!(ran(&["graph", "-o", nowhere.to_str().unwrap()]).0, 1);
}

#[test]
fn impact_names_who_reads_which_field_and_which_are_free() {
    let impact = parsed(&["impact", "ticket.closed", "--format", "json"]);
    let touched = impact["touched_by"].as_array().unwrap();
    assert_eq!(touched.len(), 2, "{impact}");
    assert_eq!(touched[0]["plugin"], "manifest::close_ticket");
    assert_eq!(touched[0]["breaks"], "free to change: id");
    assert_eq!(touched[1]["plugin"], "manifest::count_closed");
    assert_eq!(touched[1]["breaks"], "fails `cargo check` without owner");
}

#[test]
fn impact_supports_tools_and_routes_and_rejects_unknown_names() {
    let users = parsed(&["impact", "Db", "--format", "json"]);
    assert_eq!(users["touched_by"][0]["plugin"], "manifest::close_ticket");
    assert_eq!(users["touched_by"][0]["what"], "in `close`");
    for route in ["POST /tickets/{id}/close", "/tickets/{id}/close"] {
        let served = parsed(&["impact", route, "--format", "json"]);
        assert_eq!(served["touched_by"][0]["does"], "serves", "{route}");
        let what = served["touched_by"][0]["what"].as_str().unwrap();
        assert!(what.contains("-> 200 ClosedTicket { id: i64, reason: String }"), "{what}");
    }
    let (code, _, err) = ran(&["impact", "ticket.opened"]);
    assert_eq!(code, 1);
    assert!(err.contains("there are:") && err.contains("ticket.closed"), "{err}");
}

#[test]
fn impact_names_statements_of_a_table_and_calls_of_a_tool_where_the_source_is() {
    let root = tempfile::tempdir().unwrap();
    let named = |root: &std::path::Path| {
        let (code, out, err) = run(root, &["impact", "tickets", "--format", "json"]);
        assert_eq!(code, 0, "{err}");
        let impact = serde_json::from_str::<Value>(&out).unwrap();
        assert_eq!(impact["touched_by"].as_array().unwrap().len(), 2, "{impact}");
        assert_eq!(impact["touched_by"][0]["does"], "owns");
        let columns = "id BIGSERIAL PRIMARY KEY, owner BIGINT NOT NULL, closed_for TEXT";
        assert_eq!(impact["touched_by"][0]["what"], columns);
        impact["touched_by"][1].clone()
    };
    let without = named(root.path());
    assert_eq!(without["plugin"], "manifest::close_ticket");
    assert_eq!(without["what"], "a statement");

    let plugins = crate::app().registry().plugins;
    let file = root.path().join(plugins[0].location.file);
    for folder in ["microcore/src/manifest/context", "microcore/tests/manifest"] {
        std::fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    std::fs::write(file, include_str!("../../src/manifest/context/example.rs")).unwrap();
    let what = named(root.path())["what"].as_str().unwrap().to_owned();
    assert!(what.starts_with("\"UPDATE tickets SET closed_for"), "{what}");

    let (_, out, _) = run(root.path(), &["impact", "Db", "--format", "json"]);
    let used = serde_json::from_str::<Value>(&out).unwrap()["touched_by"][0]["what"].clone();
    assert_eq!(used, "in `close`; calls `fetch_optional`, `begin`, `commit`");
}

#[test]
fn impact_says_which_tests_name_what_the_touched_plugins_declare() {
    let root = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let file = root.path().join(file);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    write("Cargo.toml", "[package]\nname = \"desk\"\n[workspace]\nmembers = [\"far\"]\n");
    write("src/lib.rs", "// ticket.closed");
    write("tests/near.rs", "get(\"/tickets\"); get(\"/tickets/7/closed\")");
    let named = "[package]\nname = \"far\"\nautotests = false\n\
                 [[test]]\nname = \"end\"\npath = \"tests/main.rs\"\n";
    write("far/Cargo.toml", named);
    write("far/src/lib.rs", "");
    write("far/tests/main.rs", "mod closing;");
    write("far/tests/closing.rs", "post(\"/tickets/7/close\"); on(\"ticket.closed\")");
    let (code, out, err) = run(root.path(), &["impact", "ticket.closed", "--format", "json"]);
    assert_eq!(code, 0, "{err}");
    let tests = serde_json::from_str::<Value>(&out).unwrap()["tests"].clone();
    assert_eq!(
        tests["found"],
        json!([{
            "file": "far/tests/closing.rs",
            "names": ["/tickets/{id}/close", "ticket.closed"],
            "run": "cargo test -p far --test end",
        }])
    );
    assert_eq!(tests["files"], 3);
    let (_, text, _) = run(root.path(), &["impact", "ticket.closed"]);
    assert!(text.contains("cargo test -p far --test end"), "{text}");
    assert!(text.contains("searched 3 files of tests below"), "{text}");
    assert!(text.ends_with("for: /tickets/{id}/close, ticket.closed\n"), "{text}");
    write("Cargo.toml", "nonsense");
    let (code, text, _) = run(root.path(), &["impact", "ticket.closed"]);
    assert_eq!(code, 0);
    assert!(text.contains("the tests could not be read: cargo failed: error"), "{text}");
}
