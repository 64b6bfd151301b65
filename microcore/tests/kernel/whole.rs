//! A complete application: request, row, event, subscriber.

use microcore::app::App;
use microcore::tool::Circuit;

use crate::shop::{CREATE_USER, SHOP, WELCOME};
use crate::support::{config, request, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_becomes_a_row_and_an_event_that_a_subscriber_handles() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("shop.db").display());
    let app = App::new(&SHOP).plugins([&CREATE_USER, &WELCOME]);
    let running = app.config(config().with("db", "url", url)).start().await.unwrap();
    let to = running.addresses()[0];

    let ann = r#"{"name": "Ann", "email": "ann@example.org"}"#;
    let answer = request(to, "POST", "/users", Some(ann)).await;
    assert_eq!((answer.status, answer.json()["id"].as_i64()), (201, Some(1)), "{answer:?}");
    let greeted = async || {
        request(to, "GET", "/greeted/ann@example.org", None).await.json()[0]["times"].as_i64()
    };
    until("the welcome", || async { greeted().await == Some(1) }).await;

    let answer = request(to, "POST", "/users", Some(ann)).await;
    assert_eq!(answer.status, 409, "{answer:?}");
    let answer = request(to, "POST", "/users", Some(r#"{"name": "", "email": "x"}"#)).await;
    assert_eq!((answer.status, answer.json()["errors"].as_array().unwrap().len()), (422, 2));
    assert_eq!(greeted().await, Some(1));

    assert_eq!(request(to, "GET", "/system/ready", None).await.status, 200);
    let status = request(to, "GET", "/system/status", None).await.json();
    let tools: Vec<_> =
        status["tools"].as_array().unwrap().iter().map(|tool| &tool["capability"]).collect();
    assert_eq!(tools, ["Db", "Log", "State"]);
    assert_eq!(status["plugins"].as_array().unwrap().len(), 2);
    assert_eq!(status["state"], "ready");
    assert_eq!(running.circuit("Db"), Some(Circuit::Closed));
    assert_eq!(running.circuit("Auth"), None);

    let metrics = request(to, "GET", "/system/metrics", None).await.body;
    for line in [
        "microcore_tool_up{capability=\"Db\"} 1",
        "microcore_tool_call_seconds_count{capability=\"State\",method=\"increment\"} 1",
        "microcore_tool_errors_total{capability=\"Db\",method=\"fetch_scalar\"} 1",
        "# TYPE microcore_deliveries_pending gauge\nmicrocore_deliveries_pending ",
    ] {
        assert!(metrics.contains(line), "no `{line}` in\n{metrics}");
    }

    running.stop().await;
    assert!(tokio::net::TcpStream::connect(to).await.is_err());
}
