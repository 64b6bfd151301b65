//! Domains in crates of their own make one application.
#![allow(clippy::expect_used)]

use microcore::config::Configuration;
use microcore_e2e::{Client, wait_for};
use serde_json::json;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn features_of_several_crates_work_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}", folder.path().join("app.db").display());
    let settings =
        Configuration::empty().with("http", "bind", "127.0.0.1:0").with("db", "url", url);
    let running = multi_crate_app::app().config(settings).start().await.expect("it starts");
    let client = Client::new(format!("http://{}", running.addresses()[0]));
    tokio::task::spawn_blocking(move || {
        assert_eq!(client.get("/ping").status, 204);
        let user = client.post("/users", json!({ "email": "ada@example.org" }));
        assert_eq!((user.status, user.json()), (201, json!({ "id": 1 })));
        // A question and a capability, across crates.
        let order = client.post("/orders", json!({ "buyer": 1 }));
        assert_eq!(
            (order.status, order.json()),
            (201, json!({ "id": 1, "email": "ada@example.org" }))
        );
        // An event, across crates.
        wait_for("the event", || {
            (client.get("/orders/buyers").json() == json!({ "count": 1 })).then_some(())
        });
    })
    .await
    .expect("the client ends");
    running.stop().await;
}

#[test]
fn every_plugin_of_every_crate_is_known_by_its_way_from_the_application() {
    let mut said = Vec::new();
    let code = multi_crate_app::app().command(
        ["multi-crate-app", "context", "--stdout"].map(Into::into),
        &mut said,
        &mut Vec::new(),
    );
    let said = String::from_utf8(said).expect("text");
    assert_eq!(code, 0, "{said}");
    for file in [
        "src/domains/status/ping.rs",
        "../orders/src/domains/orders/place_order.rs",
        "../users/src/domains/users/create_user.rs",
    ] {
        assert!(said.contains(file), "no `{file}` in:\n{said}");
    }
}
