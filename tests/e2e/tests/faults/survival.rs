//! Killed at any time, and started again.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use microcore_e2e::{Engine, Program, Run, database, wait_for};
use serde_json::json;

#[test]
fn an_event_committed_and_not_delivered_is_delivered_after_a_kill_on_sqlite() {
    committed_and_not_delivered(Engine::Sqlite);
}

#[test]
fn an_event_committed_and_not_delivered_is_delivered_after_a_kill_on_postgresql() {
    committed_and_not_delivered(Engine::Postgres);
}

#[test]
fn no_order_is_lost_by_a_kill_under_load_on_sqlite() {
    killed_under_load(Engine::Sqlite);
}

#[test]
fn no_order_is_lost_by_a_kill_under_load_on_postgresql() {
    killed_under_load(Engine::Postgres);
}

/// A short lease: events that a killed process has claimed are released soon.
const LEASE: (&str, &str) = ("MICROCORE_EVENTS__LEASE_MS", "1500");

fn committed_and_not_delivered(engine: Engine) {
    let Some(url) = database(engine) else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new(Program::FaultApp, folder.path())
        .with("MICROCORE_KERNEL__CONNECT_TIMEOUT_MS", "500")
        .with("MICROCORE_KERNEL__STOP_TIMEOUT_MS", "500")
        .with("MICROCORE_DB__URL", url)
        .with(LEASE.0, LEASE.1);
    let fault_app = run.clone().with("WORK_STUCK", "true").serve();
    for _ in 0..5 {
        fault_app.client().post("/work", json!({ "ms": 0 })).is(201);
    }
    wait_for("a delivery is in progress", || {
        fault_app.log().contains("work 1 begins").then_some(())
    });
    assert_eq!(fault_app.client().get("/work").is(200).json(), json!({ "ordered": 5, "done": 0 }));
    assert_eq!(fault_app.kill().code, None);

    let fault_app = run.serve();
    wait_for("the work is done", || {
        let counts = fault_app.client().get("/work").is(200).json();
        (counts == json!({ "ordered": 5, "done": 5 })).then_some(())
    });
    assert_eq!(fault_app.stop().code, Some(0));
}

fn killed_under_load(engine: Engine) {
    let Some(url) = database(engine) else { return };
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new(Program::Shop, folder.path())
        .with("MICROCORE_DB__URL", url)
        .with(LEASE.0, LEASE.1);
    let acknowledged = Mutex::new(Vec::new());
    for round in 1..=3 {
        let shop = run.serve();
        let client = shop.client();
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    while !over.load(Ordering::Relaxed) {
                        let order =
                            json!({ "user_id": 1, "items": [{ "product_id": 2, "quantity": 1 }] });
                        let body = order.to_string();
                        let body = Some(("application/json", body.as_bytes()));
                        if let Ok(answer) = client.try_send("POST", "/orders", body)
                            && answer.status == 201
                        {
                            acknowledged.lock().unwrap().push(answer.json()["id"].clone());
                        }
                    }
                });
            }
            wait_for("some orders", || {
                (acknowledged.lock().unwrap().len() >= 15 * round).then_some(())
            });
            shop.signal("KILL");
            over.store(true, Ordering::Relaxed);
        });
        assert_eq!(shop.ended().code, None);
    }
    let shop = run.serve();
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() >= 45, "{engine}: {}", acknowledged.len());
    let mut settled = [0, 0];
    for id in &acknowledged {
        wait_for("the order is settled", || {
            let order = shop.client().get(&format!("/orders/{id}")).is(200).json();
            match order["status"].as_str() {
                Some("paid") => settled[0] += 1,
                Some("rejected") => settled[1] += 1,
                _ => return None,
            }
            Some(())
        });
    }
    // Only existing stock was sold, and none of it twice.
    assert!(settled[0] <= 100, "{settled:?}");
    assert_eq!(shop.stop().code, Some(0));
}
