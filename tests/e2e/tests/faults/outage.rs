//! An outage of the database under load, and the recovery.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use microcore_e2e::{Program, Run, wait_for};
use microcore_test_support::Postgres;
use serde_json::{Value, json};

#[test]
fn an_outage_of_postgresql_is_503_for_handlers_that_need_it_and_loses_no_order() {
    let Some(server) = Postgres::own() else { return };
    let url = microcore_e2e::database_on(&server);
    let folder = tempfile::tempdir().unwrap();
    let run = Run::new(Program::Shop, folder.path())
        .with("MICROCORE_DB__URL", url)
        .with("MICROCORE_EVENTS__LEASE_MS", "1500");
    let shop = run.serve();
    let client = shop.client();

    let (placed, refused) = (Mutex::new(Vec::<Value>::new()), AtomicUsize::new(0));
    let unexpected = Mutex::new(Vec::new());
    let over = AtomicBool::new(false);
    let count = || placed.lock().unwrap().len();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    let order =
                        json!({ "user_id": 1, "items": [{ "product_id": 2, "quantity": 1 }] });
                    let answer = client.post("/orders", order);
                    match answer.status {
                        201 => placed.lock().unwrap().push(answer.json()["id"].clone()),
                        503 if answer.retry_after().is_some() => {
                            answer.problem(503);
                            refused.fetch_add(1, Ordering::Relaxed);
                            std::thread::sleep(std::time::Duration::from_millis(20));
                        }
                        _ => unexpected.lock().unwrap().push((answer.status, answer.text())),
                    }
                }
            });
        }
        // The load ends even if an assertion in here fails.
        let outage = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            wait_for("orders", || (count() >= 10).then_some(()));
            server.stop();
            let before = refused.load(Ordering::Relaxed);
            wait_for("refusals", || (refused.load(Ordering::Relaxed) > before + 10).then_some(()));
            // The rest of the shop is not affected.
            client.get("/ping").is(200);
            client.get("/reports/sales").is(200);
            client.get("/system/ready").is(200);
            let answer = client.get("/products");
            assert!(answer.retry_after().is_some());
            answer.problem(503);
            let status = client.get("/system/status").is(200).json();
            assert_eq!(status["state"], "degraded", "{status}");
            server.start_again();
            let during = count();
            wait_for("orders again", || (count() >= during + 10).then_some(()));
        }));
        over.store(true, Ordering::Relaxed);
        if let Err(panic) = outage {
            std::panic::resume_unwind(panic);
        }
    });
    let unexpected = unexpected.into_inner().unwrap();
    assert!(unexpected.is_empty(), "neither placed nor refused: {unexpected:?}");

    for id in placed.into_inner().unwrap() {
        wait_for("the order is settled", || {
            let answer = client.get(&format!("/orders/{id}"));
            assert_ne!(answer.status, 404, "order {id} is lost");
            let settled = answer.status == 200 && answer.json()["status"] != "placed";
            settled.then_some(())
        });
    }
    wait_for("it is healthy again", || {
        (client.get("/system/status").is(200).json()["state"] == "ready").then_some(())
    });
    assert_eq!(shop.stop().code, Some(0));
}

#[test]
fn a_shop_that_starts_before_its_database_recovers_by_itself() {
    let Some(server) = Postgres::own() else { return };
    let url = microcore_e2e::database_on(&server);
    server.stop();
    let folder = tempfile::tempdir().unwrap();
    let shop = Run::new(Program::Shop, folder.path()).with("MICROCORE_DB__URL", url).serve();
    let client = shop.client();
    client.get("/ping").is(200);
    client.get("/products").problem(503);
    server.start_again();
    // Migrations run now, and so do the hooks that waited for them.
    wait_for("the products", || (client.get("/products").status == 200).then_some(()));
    let login = json!({ "email": "admin@example.com", "password": "change me now" });
    wait_for("the administrator", || {
        // Five wrong attempts would lock the account.
        let users = client.get("/users");
        (users.status == 200 && users.json()["total"] == 1).then_some(())
    });
    client.post("/login", login).is(200);
    assert_eq!(shop.stop().code, Some(0));
}
