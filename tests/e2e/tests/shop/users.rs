//! Registering, and the life of an account.

use microcore_e2e::wait_for;
use serde_json::{Value, json};

use super::journey::Shop;

/// Pointer and rule of each violation of a 422.
fn violations(problem: &Value) -> Vec<(&str, &str)> {
    let errors = problem["errors"].as_array().into_iter().flatten();
    errors
        .map(|error| (error["pointer"].as_str().unwrap(), error["rule"].as_str().unwrap()))
        .collect()
}

pub(super) fn register(shop: &Shop) -> i64 {
    let client = shop.anyone();
    let ann = json!({ "name": "Ann", "email": "ann@example.org", "password": "long enough" });
    let created = client.post("/users", ann.clone()).is(201).json();
    let id = created["id"].as_i64().unwrap();
    // Exactly what the response declares: no password, no hash.
    assert_eq!(created, json!({ "id": id, "name": "Ann", "email": "ann@example.org" }));
    let problem = client.post("/users", ann).problem(409);
    assert_eq!(problem["detail"], "email already in use");
    let mails = wait_for("the welcome", || Some(shop.mails()).filter(|mails| !mails.is_empty()));
    assert_eq!(
        mails,
        ["To: ann@example.org\nSubject: Welcome\n\nDear Ann,\n\nwelcome to the shop.\n"]
    );
    id
}

pub(super) fn reject_invalid_input(shop: &Shop) {
    let client = shop.anyone();
    let wrong = json!({ "name": "", "email": "x", "password": "secret!" });
    let problem = client.post("/users", wrong).problem(422);
    let expected = [("/name", "length"), ("/email", "email"), ("/password", "length")];
    assert_eq!(violations(&problem), expected);
    assert!(!problem.to_string().contains("secret!"), "a password is repeated: {problem}");

    let unknown = json!({ "name": "Bo", "email": "bo@example.org", "password": "long enough", "admin": true });
    let problem = client.post("/users", unknown).problem(422);
    assert_eq!(violations(&problem), [("/admin", "unknown_field")]);

    let problem = client.post("/users", json!({ "name": 7, "email": null })).problem(422);
    let pointers: Vec<_> = violations(&problem).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/name", "/email", "/password"], "{problem}");

    client.send("POST", "/users", Some(("application/json", b"{\"name\": "))).problem(400);
    client.send("POST", "/users", Some(("application/json", b""))).problem(400);
    client.send("POST", "/users", Some(("text/plain", b"{}"))).problem(415);
    client.get("/users?limit=0").problem(422);
    client.get("/users/seven").problem(422);
    // None of it was stored.
    assert_eq!(client.get("/users").is(200).json()["total"], 2);
}

pub(super) fn read_and_change(shop: &Shop, ann: i64) {
    let client = shop.anyone();
    let path = format!("/users/{ann}");
    let user = json!({ "id": ann, "name": "Ann", "email": "ann@example.org" });
    assert_eq!(client.get(&path).is(200).json(), user);
    let found = client.get("/users?q=ANN&limit=5").is(200).json();
    assert_eq!((&found["items"], &found["total"]), (&json!([user]), &json!(1)), "{found}");
    let none = client.get("/users?offset=2").is(200).json();
    assert_eq!((&none["items"], &none["total"]), (&json!([]), &json!(2)), "{none}");

    let changed = client.patch(&path, json!({ "name": "Ann Lee" })).is(200).json();
    assert_eq!(changed, json!({ "id": ann, "name": "Ann Lee", "email": "ann@example.org" }));
    client.patch(&path, json!({ "email": "admin@example.com" })).problem(409);
    client.patch(&path, json!({ "id": 1 })).problem(422);
    client.patch(&path, json!({ "email": "nothing" })).problem(422);
    client.patch("/users/999", json!({ "name": "Unknown" })).problem(404);
    assert_eq!(client.get(&path).is(200).json()["name"], "Ann Lee");
}

pub(super) fn delete(shop: &Shop, ann: i64) {
    let client = shop.anyone();
    let path = format!("/users/{ann}");
    let gone = client.delete(&path).is(204);
    assert!(gone.body.is_empty());
    client.get(&path).problem(404);
    client.delete(&path).problem(404);
}
