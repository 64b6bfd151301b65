//! An order, through all the independent domains.

use std::sync::mpsc;

use microcore_e2e::wait_for;
use serde_json::{Value, json};

use super::journey::Shop;

fn status(shop: &Shop, order: &Value) -> Value {
    shop.anyone().get(&format!("/orders/{order}")).is(200).json()["status"].clone()
}

fn becomes(shop: &Shop, order: &Value, wanted: &str) {
    wait_for(wanted, || (status(shop, order) == wanted).then_some(()));
}

pub(super) fn pay_and_reject(shop: &Shop, ann: i64) {
    let client = shop.anyone();
    // Opened before the orders are placed, so that all of its data is live.
    let feed = client.lines("/reports/orders/live");
    let (sender, shown) = mpsc::channel();
    std::thread::spawn(move || {
        feed.filter_map(|line| line.strip_prefix("data:").map(str::to_owned))
            .try_for_each(|data| sender.send(data))
    });

    let items = json!([{ "product_id": 1, "quantity": 2 }, { "product_id": 2, "quantity": 1 }]);
    let placed = client.post("/orders", json!({ "user_id": ann, "items": items })).is(201).json();
    assert_eq!(placed, json!({ "id": 1, "total_cents": 2 * 3900 + 900, "status": "placed" }));
    let data = shown.recv_timeout(microcore_e2e::WAIT_LIMIT).expect("the feed shows the order");
    let seen: Value = serde_json::from_str(data.trim()).unwrap();
    assert_eq!(seen, json!({ "id": 1, "total_cents": 8700 }));
    becomes(shop, &placed["id"], "paid");
    let order = client.get("/orders/1").is(200).json();
    let teapots = json!({ "product_id": 1, "name": "Teapot", "quantity": 2, "price_cents": 3900 });
    assert_eq!((&order["user_id"], &order["lines"][0]), (&json!(ann), &teapots), "{order}");

    // Eight are left; an order for more reserves none of them.
    let items = json!([{ "product_id": 3, "quantity": 25 }, { "product_id": 1, "quantity": 9 }]);
    let over = client.post("/orders", json!({ "user_id": ann, "items": items })).is(201).json();
    becomes(shop, &over["id"], "rejected");
    let items = json!([{ "product_id": 3, "quantity": 25 }, { "product_id": 1, "quantity": 8 }]);
    let rest = client.post("/orders", json!({ "user_id": ann, "items": items })).is(201).json();
    becomes(shop, &rest["id"], "paid");
    // What the administrator added was put into stock by an event.
    let items = json!([{ "product_id": 4, "quantity": 3 }]);
    let spoons = client.post("/orders", json!({ "user_id": ann, "items": items })).is(201).json();
    becomes(shop, &spoons["id"], "paid");

    refuse(shop, ann);

    let confirmed = wait_for("the order's mail", || {
        shop.mails().into_iter().find(|mail| mail.contains("Subject: Your order 1\n"))
    });
    assert!(confirmed.starts_with("To: ann@example.org\n"), "{confirmed}");
    assert!(confirmed.contains("2 × Teapot\n1 × Cup\n\nTotal: 87.00"), "{confirmed}");
    let mails =
        wait_for("one mail an order", || Some(shop.mails()).filter(|mails| mails.len() == 5));
    assert_eq!(mails.iter().filter(|mail| mail.contains("Your order")).count(), 4);
    wait_for("the report of the sales", || {
        let sales = client.get("/reports/sales").is(200).json();
        let total = 8700 + (25 * 1250 + 9 * 3900) + (25 * 1250 + 8 * 3900) + 3 * 250;
        (sales == json!({ "orders": 4, "total_cents": total })).then_some(())
    });
}

fn refuse(shop: &Shop, ann: i64) {
    let client = shop.anyone();
    let order = |items: Value| client.post("/orders", json!({ "user_id": ann, "items": items }));
    let problem = order(json!([{ "product_id": 99, "quantity": 1 }])).problem(422);
    assert_eq!(problem["detail"], "product 99 does not exist or is listed twice");
    let problem = order(json!([])).problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/items");
    let items = json!([{ "product_id": 1, "quantity": 1 }, { "product_id": 2, "quantity": 0 }]);
    let problem = order(items).problem(422);
    assert_eq!(problem["errors"][0]["pointer"], "/items/1/quantity");
    client.get("/orders/99").problem(404);
}
