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
    assert_eq!(edges, 5, "{text}");
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
fn impact_knows_tools_and_routes_and_refuses_what_is_not_there() {
    let users = parsed(&["impact", "Db", "--format", "json"]);
    assert_eq!(users["touched_by"][0]["plugin"], "manifest::close_ticket");
    for route in ["POST /tickets/{id}/close", "/tickets/{id}/close"] {
        let served = parsed(&["impact", route, "--format", "json"]);
        assert_eq!(served["touched_by"][0]["does"], "serves", "{route}");
    }
    let (code, _, err) = ran(&["impact", "ticket.opened"]);
    assert_eq!(code, 1);
    assert!(err.contains("there are:") && err.contains("ticket.closed"), "{err}");
}

#[test]
fn impact_finds_the_sql_that_names_a_table_in_the_source() {
    let root = tempfile::tempdir().unwrap();
    let impact = |root: &std::path::Path| {
        let (code, out, err) = run(root, &["impact", "tickets", "--format", "json"]);
        assert_eq!(code, 0, "{err}");
        serde_json::from_str::<Value>(&out).unwrap()
    };
    assert_eq!(impact(root.path())["touched_by"], json!([]), "the source is not there");

    let plugins = crate::app().registry().plugins;
    let file = root.path().join(plugins[0].site.file);
    for folder in ["microcore/src/manifest", "microcore/tests/manifest"] {
        std::fs::create_dir_all(root.path().join(folder)).unwrap();
    }
    std::fs::write(file, include_str!("../../src/manifest/example.rs")).unwrap();
    let named = impact(root.path());
    let what = named["touched_by"][0]["what"].as_str().unwrap();
    assert!(what.starts_with("\"UPDATE tickets SET closed_for"), "{named}");
}
