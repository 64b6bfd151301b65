//! An agent without `--allow-calls`.

use std::path::Path;

use microcore_e2e::Run;
use serde_json::{Value, json};

use super::agent::Agent;
use super::{ada, shop};

/// What a command prints.
fn prints(run: &Run, args: &[&str]) -> String {
    String::from_utf8(run.output(args).stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_receives_the_output_of_the_commands() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());
    let agent = Agent::over_stdio(&shop, &[]).await;
    for (tool, verb, rows) in [
        ("list_routes", "routes", 18),
        ("list_events", "events", 9),
        ("list_plugins", "plugins", 26),
        ("list_tools", "tools", 7),
        ("explain", "explain", 19),
    ] {
        let seen = agent.json(tool, json!({})).await;
        assert_eq!(seen.as_array().unwrap().len(), rows, "{tool}");
        let printed: Value =
            serde_json::from_str(&prints(&shop, &[verb, "--format", "json"])).unwrap();
        assert_eq!(seen, printed, "{tool}");
    }
    let seen = agent.json("impact", json!({ "thing": "user.created" })).await;
    let printed = prints(&shop, &["impact", "user.created", "--format", "json"]);
    assert_eq!(seen, serde_json::from_str::<Value>(&printed).unwrap());
    assert_eq!(seen["touched_by"][0]["plugin"], "users::create_user");
    let page = agent.text("explain", json!({ "code": "mc3" })).await;
    assert!(page.starts_with("# MC003: "), "{page}");

    let item = json!({ "plugin": "users::create_user", "only": "route:create" });
    let shown = agent.text("expand", item).await;
    let printed = prints(&shop, &["expand", "users::create_user", "--only", "route:create"]);
    assert_eq!(shown.trim_end(), printed.trim_end());
    assert!(shown.contains("async fn create("), "{shown}");

    for (tool, arguments, why) in [
        ("impact", json!({ "thing": "user.creatd" }), "user.created"),
        ("impact", json!({ "thing": "--help" }), "there is no event"),
        ("explain", json!({ "code": "MC999" }), "there is no code `MC999`"),
        ("expand", json!({ "plugin": "users::missing" }), "users::create_user"),
        ("context", json!({ "feature": "users" }), "write it as `users/create_user`"),
    ] {
        let error = agent.error(tool, arguments).await;
        assert!(error.contains(why), "{tool}: {error}");
    }
    assert_eq!(agent.disconnect().await, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_manifest_and_the_packs_are_resources() {
    let folder = tempfile::tempdir().unwrap();
    let shop = shop(folder.path());
    let agent = Agent::over_stdio(&shop, &[]).await;
    let all = agent.client().list_all_resources().await.unwrap();
    assert_eq!(all.len(), 27);
    for (uri, args) in [
        ("microcore://context", vec!["context", "--stdout"]),
        ("microcore://context/users/create_user", vec!["context", "--for", "users/create_user"]),
        (
            "microcore://context/orders/cancel_order",
            vec!["context", "--for", "orders/cancel_order"],
        ),
    ] {
        let text = agent.read(uri).await.unwrap();
        assert_eq!(text.trim_end(), prints(&shop, &args).trim_end(), "{uri}");
    }
    for resource in &all {
        let text = agent.read(&resource.uri).await.unwrap();
        assert!(text.starts_with("# ") && !text.contains("to be written"), "{}", resource.uri);
    }
    let templates = agent.client().list_all_resource_templates().await.unwrap();
    assert_eq!(templates[0].uri_template, "microcore://context/{domain}/{feature}");
    for uri in ["microcore://context/users", "microcore://contexts", "file:///etc/passwd"] {
        agent.read(uri).await.unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_tool_and_every_argument_is_described() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &["--allow-calls"]).await;
    let tools = agent.client().list_all_tools().await.unwrap();
    assert_eq!(tools.len(), 16);
    for tool in tools {
        let described = tool.description.is_some_and(|text| text.len() > 10);
        assert!(described, "{}", tool.name);
        let schema = Value::Object((*tool.input_schema).clone());
        for (name, argument) in schema["properties"].as_object().unwrap() {
            assert!(argument["description"].is_string(), "{} of {}", name, tool.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn check_finds_nothing_in_the_shop_and_reads_the_configuration_again() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &[]).await;
    assert_eq!(agent.json("check", json!({})).await["diagnostics"], json!([]));
    std::fs::write(folder.path().join("microcore.toml"), "[http]\nbnid = \"x\"\n").unwrap();
    let found = agent.json("check", json!({})).await["diagnostics"].clone();
    let [found] = found.as_array().unwrap().as_slice() else { panic!("{found}") };
    assert!(found["message"].as_str().unwrap().contains("http.bnid"), "{found}");
    assert_eq!(found["help"], json!(["did you mean `bind`?"]));
    let label = &found["labels"][0];
    assert_eq!((&label["file"], &label["line"]), (&json!("microcore.toml"), &json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_may_only_read_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &[]).await;
    let offered = agent.client().list_all_tools().await.unwrap();
    for tool in ["call_endpoint", "await_event", "replay_dead_letter", "discard_dead_letter"] {
        assert!(offered.iter().all(|other| other.name != tool), "{tool} is offered");
        let error = agent.error(tool, json!({ "method": "GET", "path": "/ping" })).await;
        assert!(error.contains("shop mcp --allow-calls"), "{error}");
    }
    assert!(offered.iter().all(|tool| {
        tool.annotations.as_ref().is_some_and(|hints| hints.read_only_hint == Some(true))
    }));
    for tool in ["check", "list_routes", "status", "dead_letters", "recent_traces"] {
        agent.call(tool, json!({})).await;
    }
    assert_eq!(agent.disconnect().await, Some(0));
    assert_eq!(left(folder.path()), 0, "it wrote something");
}

fn left(folder: &Path) -> usize {
    std::fs::read_dir(folder).unwrap().count()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_may_only_read_uses_the_instance_that_serves() {
    let folder = tempfile::tempdir().unwrap();
    let run = shop(folder.path());
    let served = run.serve();
    let created = served.client().post("/users", ada()).is(201);
    let request = created.header("x-request-id").unwrap().to_owned();
    let agent = Agent::over_stdio(&run.with("MICROCORE_HTTP__BIND", served.address()), &[]).await;
    assert_eq!(agent.json("status", json!({})).await["state"], "ready");
    let traces = agent.json("recent_traces", json!({ "correlation": request })).await;
    assert_eq!(traces[0]["name"], "POST /users", "{traces}");
    assert_eq!(agent.json("dead_letters", json!({})).await, json!([]));
    served.stop();
    let error = agent.error("status", json!({})).await;
    assert!(error.contains("shop serve") && error.contains("--allow-calls"), "{error}");
}
