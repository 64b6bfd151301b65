//! An agent with `--allow-calls`.

use microcore_e2e::{Program, Run};
use serde_json::{Value, json};

use super::agent::Agent;
use super::{ada, shop};

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_creates_a_user_and_sees_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &["--allow-calls"]).await;
    creates_a_user_and_sees_its_event(&agent).await;
    assert_eq!(agent.disconnect().await, Some(0));
}

/// The same over each transport.
pub(super) async fn creates_a_user_and_sees_its_event(agent: &Agent) {
    let refused = agent.request("POST", "/users", json!({ "name": "" })).await;
    assert_eq!(refused["status"], 422, "{refused}");
    assert_eq!(refused["headers"]["content-type"], "application/problem+json");
    let created = agent.request("POST", "/users", ada()).await;
    assert_eq!((&created["status"], &created["body"]["name"]), (&json!(201), &json!("Ada")));

    let request = created["request_id"].clone();
    let wanted = json!({ "name": "user.created", "request_id": request });
    let event = agent.json("await_event", wanted).await;
    assert_eq!(event["payload"]["email"], "ada@example.org", "{event}");
    assert_eq!(
        (&event["publisher"], &event["request_id"]),
        (&"users::create_user".into(), &request)
    );
    let again = json!({ "name": "user.created", "timeout_ms": 50 });
    let error = agent.error("await_event", again).await;
    assert_eq!(error, "no `user.created` within 50 ms");

    let traces = agent.json("recent_traces", json!({ "correlation": request })).await;
    let kinds: Vec<_> = traces.as_array().unwrap().iter().map(|node| &node["kind"]).collect();
    assert!(kinds.contains(&&json!("event")), "{traces}");
    let last = agent.json("recent_traces", json!({ "limit": 1 })).await;
    assert_eq!(last.as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn await_event_waits_for_a_later_event() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &["--allow-calls"]).await;
    // So that the instance is running before the wait.
    assert_eq!(agent.request("GET", "/ping", Value::Null).await["body"]["status"], "ok");
    let wanted = json!({ "name": "user.created", "timeout_ms": 30_000 });
    let later = async {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        agent.request("POST", "/users", ada()).await
    };
    let (event, created) = tokio::join!(agent.json("await_event", wanted), later);
    assert_eq!(event["request_id"], created["request_id"], "{event}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_malformed_call_gets_an_error_and_the_server_keeps_running() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &["--allow-calls"]).await;
    for (tool, arguments, why) in [
        ("impact", json!({}), "thing"),
        ("impact", json!({ "thing": 5 }), "string"),
        ("impact", json!({ "thing": "Db", "more": 1 }), "more"),
        ("call_endpoint", json!({ "method": "GET", "path": "ping" }), "begins with `/`"),
        ("call_endpoint", json!({ "method": "A B", "path": "/ping" }), "A B /ping"),
        (
            "call_endpoint",
            json!({ "method": "GET", "path": "/ping", "headers": { "a b": "" } }),
            "/ping",
        ),
        ("await_event", json!({ "name": "user.creatd" }), "user.created"),
        ("recent_traces", json!({ "limit": 0 }), "from 1 to 1000"),
        ("replay_dead_letter", json!({ "id": "x" }), "UUID"),
        ("discard_dead_letter", json!({ "id": uuid() }), "no such dead letter"),
    ] {
        let error = agent.error(tool, arguments).await;
        assert!(error.contains(why), "{tool}: {error}");
    }
    let unknown = rmcp::model::CallToolRequestParams::new("nothing");
    agent.client().call_tool(unknown).await.unwrap_err();
    assert_eq!(agent.request("GET", "/ping", Value::Null).await["status"], 200);
    assert_eq!(agent.disconnect().await, Some(0));
}

fn uuid() -> &'static str {
    "01a204d3-66de-7000-a6a9-bef43027d1dc"
}

#[tokio::test(flavor = "multi_thread")]
async fn an_application_that_does_not_start_reports_why_and_the_server_keeps_running() {
    let folder = tempfile::tempdir().unwrap();
    let agent = Agent::over_stdio(&shop(folder.path()), &["--allow-calls"]).await;
    let file = folder.path().join("microcore.toml");
    std::fs::write(&file, "[http]\nbnid = \"x\"\n").unwrap();
    let error = agent.error("call_endpoint", json!({ "method": "GET", "path": "/ping" })).await;
    assert!(error.contains("http.bnid"), "{error}");
    std::fs::remove_file(file).unwrap();
    assert_eq!(agent.request("GET", "/ping", Value::Null).await["status"], 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_lists_replays_and_discards_a_dead_letter() {
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new(Program::FaultApp, folder.path());
    let agent = Agent::over_stdio(&run, &["--allow-calls"]).await;
    let measured = agent.request("POST", "/measurements", Value::Null).await;
    assert_eq!(measured["status"], 201, "{measured}");
    let letter = first_letter(&agent, None).await;
    assert_eq!(letter["subscriber"], "bombs::handle::read", "{letter}");
    assert_eq!(letter["envelope"]["payload"], json!({ "length": null }));
    // It fails again: the old letter is gone, a new one is there.
    let id = letter["id"].clone();
    assert_eq!(agent.json("replay_dead_letter", json!({ "id": id })).await["replayed"], id);
    let second = first_letter(&agent, Some(&id)).await;
    agent.json("discard_dead_letter", json!({ "id": second["id"] })).await;
    assert_eq!(agent.json("dead_letters", json!({})).await, json!([]));
}

/// The only dead letter, once there is one, and it is not `old`.
async fn first_letter(agent: &Agent, old: Option<&Value>) -> Value {
    for _ in 0..200 {
        let letters = agent.json("dead_letters", json!({ "limit": 5 })).await;
        if let [letter] = letters.as_array().unwrap().as_slice()
            && Some(&letter["id"]) != old
        {
            return letter.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("there is no dead letter");
}
