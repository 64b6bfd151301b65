//! The `/system` endpoints and the OpenAPI document of the shop.

use std::collections::BTreeSet;

use serde_json::Value;

use super::journey::Shop;

pub(super) fn describe(shop: &Shop) {
    let client = shop.anyone();
    let document = client.get("/openapi.json").is(200).json();
    assert_eq!(
        (&document["openapi"], &document["info"]["title"]),
        (&"3.1.0".into(), &"shop".into())
    );
    let mut operations = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            check_operation(path, method, operation);
            let id = operation["operationId"].as_str().unwrap().to_owned();
            assert!(operations.insert(id.clone()), "{id} twice");
        }
    }
    assert_eq!(operations.len(), 18, "{operations:#?}");
    let mut references = BTreeSet::new();
    collect_references(&document, &mut references);
    assert!(references.len() > 20, "{references:?}");
    for reference in &references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} does not resolve");
    }

    let body = &document["paths"]["/users"]["post"]["requestBody"];
    assert_eq!(body["required"], true);
    let schema = resolve(&document, &body["content"]["application/json"]["schema"]);
    assert_eq!(schema["properties"]["name"]["maxLength"], 100, "{schema}");
    assert_eq!(schema["additionalProperties"], false);
    let responses = document["paths"]["/products"]["post"]["responses"].as_object().unwrap();
    for status in ["201", "401", "403", "422"] {
        assert!(responses.contains_key(status), "{responses:?}");
    }

    let docs = client.get("/docs").is(200);
    assert!(docs.header("content-type").unwrap().starts_with("text/html"));
    let page = docs.text();
    assert!(!page.contains("//"), "the page loads something from elsewhere: {page}");
    let parts =
        page.split('"').filter(|part| part.starts_with("/docs/") || part.starts_with("docs/"));
    let mut loaded = 0;
    for part in parts {
        client.get(&format!("/{}", part.trim_start_matches('/'))).is(200);
        loaded += 1;
    }
    assert!(loaded >= 2, "{page}");
}

fn check_operation(path: &str, method: &str, operation: &Value) {
    let place = format!("{method} {path}");
    assert!(operation["summary"].is_string(), "{place}");
    let responses = operation["responses"].as_object().unwrap();
    assert!(responses.keys().any(|status| status.starts_with('2')), "{place}");
    let named: BTreeSet<_> =
        path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let described: BTreeSet<_> = parameters
        .filter(|parameter| parameter["in"] == "path" && parameter["required"] == true)
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    assert_eq!(named, described, "{place}");
}

fn collect_references(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| collect_references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| collect_references(value, found)),
        _ => {}
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}

pub(super) fn report(shop: &Shop) {
    let client = shop.anyone();
    assert_eq!(client.get("/system/live").is(200).json()["live"], true);
    assert_eq!(client.get("/system/ready").is(200).json()["ready"], true);
    let status = client.get("/system/status").is(200).json();
    assert_eq!((&status["state"], &status["app"]["name"]), (&"ready".into(), &"shop".into()));
    assert_eq!(status["plugins"].as_array().unwrap().len(), 26);
    let tools = status["tools"].as_array().unwrap();
    let tools: Vec<_> = tools.iter().map(|tool| tool["capability"].as_str().unwrap()).collect();
    assert_eq!(tools, ["Auth", "Clock", "Db", "Files", "Log", "Mailer", "State"]);

    let metrics = client.get("/system/metrics").is(200).text();
    for line in [
        "microcore_tool_up{capability=\"Mailer\"} 1",
        "microcore_tool_call_seconds_count{capability=\"Mailer\",method=\"send\"} 5",
        "microcore_http_requests_total{method=\"POST\",path=\"/orders\",status=\"2xx\"} 4",
        "microcore_http_requests_total{method=\"POST\",path=\"/orders\",status=\"4xx\"} 3",
    ] {
        assert!(metrics.lines().any(|found| found == line), "no `{line}` in\n{metrics}");
    }
    for line in metrics.lines().filter(|line| !line.starts_with('#')) {
        let value = line.rsplit(' ').next().unwrap();
        assert!(value.parse::<f64>().is_ok(), "{line}");
    }
    // Not for requests from other machines.
    let proxied = client.with("x-forwarded-for", "203.0.113.7");
    proxied.get("/system/status").problem(403);
    proxied.get("/system/metrics").problem(403);
}

pub(super) fn unknown_paths_and_methods(shop: &Shop) {
    let client = shop.anyone();
    let problem = client.get("/nothing").problem(404);
    assert_eq!(problem["instance"], "/nothing");
    let answer = client.send("PUT", "/users", Some(("application/json", b"{}")));
    let allowed: BTreeSet<_> =
        answer.header("allow").unwrap().split(", ").map(str::to_owned).collect();
    assert!(["GET", "POST"].iter().all(|method| allowed.contains(*method)), "{allowed:?}");
    answer.problem(405);
    client.delete("/ping").problem(405);
    assert_eq!(client.get("/ping/").status, 404);
}
