//! One order, followed through the causal tree from the request to the mail.

use std::collections::BTreeSet;

use microcore_e2e::{Engine, Program, Run, database, wait_for};
use serde_json::{Value, json};

use super::journey::Shop;
use super::users;

/// The nodes of a chain, once there is one of that kind by that handler, and the cause of
/// each: a handler that is still running is a node when it has ended.
fn chain(shop: &Shop, correlation: &str, kind: &str, by: &str) -> Vec<Value> {
    let path = format!("/system/traces?correlation={correlation}");
    wait_for(by, || {
        let nodes = shop.anyone().get(&path).is(200).json().as_array().unwrap().clone();
        let last = |node: &Value| node["kind"] == kind && node["by"] == by;
        let has_cause = |node: &Value| {
            node["cause"].is_null() || nodes.iter().any(|other| other["id"] == node["cause"])
        };
        (nodes.iter().any(last) && nodes.iter().all(has_cause)).then_some(nodes)
    })
}

/// What led to a node, from the node to the root: its kinds and names.
fn path_to_root(nodes: &[Value], from: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let (mut path_up, mut next) = (Vec::new(), Some(from));
    while let Some(node) = next {
        path_up.push((text(&node["kind"]), text(&node["name"])));
        assert!(path_up.len() <= nodes.len(), "a cycle of causes: {path_up:?}");
        next = (!node["cause"].is_null()).then(|| {
            let cause = nodes.iter().find(|other| other["id"] == node["cause"]);
            cause.unwrap_or_else(|| panic!("the cause of {node} is missing"))
        });
    }
    path_up
}

#[test]
fn an_order_is_one_causal_tree_from_request_to_mail() {
    let Some(url) = database(Engine::Sqlite) else { return };
    let folder = tempfile::tempdir().unwrap();
    let process = Run::new(Program::Shop, folder.path())
        .with("MICROCORE_DB__URL", url)
        // All of them, however busy the machine is.
        .with("MICROCORE_EVENTS__TRACED_TOOL_CALLS", "100000")
        .serve();
    let shop = Shop { process, folder };
    let ann = users::register(&shop);
    let order = json!({ "user_id": ann, "items": [{ "product_id": 1, "quantity": 1 }] });
    let placed = shop.anyone().post("/orders", order).is(201);
    let request = placed.header("x-request-id").unwrap();

    // The order of the branches is not fixed: both ends are waited for.
    chain(&shop, request, "delivery", "notifications::order_mail::confirm");
    let nodes = chain(&shop, request, "delivery", "orders::track_order::paid");
    let ids: BTreeSet<_> = nodes.iter().map(|node| node["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), nodes.len(), "duplicate ids: {nodes:#?}");
    let roots: Vec<_> = nodes.iter().filter(|node| node["cause"].is_null()).collect();
    assert_eq!(roots.len(), 1, "{roots:#?}");
    let root = roots[0];
    assert_eq!(
        (&root["id"], &root["kind"], &root["name"], &root["by"], &root["outcome"]["is"]),
        (
            &request.into(),
            &"request".into(),
            &"POST /orders".into(),
            &"orders::place_order::place".into(),
            &"ok".into()
        )
    );
    for node in &nodes {
        let path_up = path_to_root(&nodes, node);
        assert_eq!(path_up.last().unwrap().1, "POST /orders", "{path_up:?}");
    }
    let causes_of = |kind: &str, name: &str, by: &str| {
        let wanted = |node: &&Value| {
            node["kind"] == kind
                && node["name"] == name
                && node["by"].as_str().unwrap().starts_with(by)
        };
        let found =
            nodes.iter().find(wanted).unwrap_or_else(|| panic!("{kind} {name}: {nodes:#?}"));
        let path_up = path_to_root(&nodes, found);
        path_up.into_iter().map(|(kind, name)| format!("{kind} {name}")).collect::<Vec<_>>()
    };
    assert_eq!(
        causes_of("delivery", "payment.taken", "orders::track_order"),
        [
            "delivery payment.taken",
            "event payment.taken",
            "delivery stock.reserved",
            "event stock.reserved",
            "delivery order.placed",
            "event order.placed",
            "request POST /orders",
        ]
    );
    // The mail, and the question that it asked.
    assert_eq!(
        causes_of("ask", "users.contact", "users::"),
        [
            "ask users.contact",
            "delivery order.placed",
            "event order.placed",
            "request POST /orders"
        ]
    );
    assert_eq!(
        causes_of("ask", "catalog.prices", "catalog::"),
        ["ask catalog.prices", "request POST /orders"]
    );
    // The calls of tools, each by the handler that made it.
    assert_eq!(
        causes_of("tool", "Mailer.send", "notifications::order_mail::confirm"),
        ["tool Mailer.send", "delivery order.placed", "event order.placed", "request POST /orders"]
    );
    assert_eq!(
        causes_of("tool", "Db.commit", "orders::place_order::place"),
        ["tool Db.commit", "request POST /orders"]
    );
    let read = shop.anyone().get("/orders/1").is(200);
    let read = read.header("x-request-id").unwrap();
    let nodes = chain(&shop, read, "request", "orders::get_order::get");
    assert!(nodes.iter().any(|node| node["kind"] == "tool" && node["cause"] == read), "{nodes:#?}");
    assert_eq!(shop.process.stop().code, Some(0));
}
