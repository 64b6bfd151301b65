//! Authentication and authorization.

use microcore_e2e::Client;
use serde_json::json;

use super::journey::Shop;

/// The session cookie, with the attributes that a browser must enforce.
fn session(set_cookie: &str) -> String {
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
        assert!(set_cookie.contains(attribute), "no {attribute} in {set_cookie}");
    }
    set_cookie.split(';').next().unwrap().to_owned()
}

pub(super) fn sign_in_and_out(shop: &Shop) {
    let anyone = shop.anyone();
    let problem = anyone.get("/me").problem(401);
    assert_eq!(problem["detail"], "authentication required");
    let wrong = json!({ "email": "ann@example.org", "password": "something else" });
    let unknown = json!({ "email": "unknown@example.org", "password": "something else" });
    let details = [wrong, unknown].map(|login| {
        anyone.post("/login", login).problem(401)["detail"].as_str().unwrap().to_owned()
    });
    assert_eq!(details[0], details[1], "it reveals which accounts exist");

    let login = json!({ "email": "ann@example.org", "password": "long enough" });
    let answer = anyone.post("/login", login).is(200);
    let cookie = session(answer.header("set-cookie").unwrap());
    let token = answer.json()["token"].as_str().unwrap().to_owned();

    let by_token = anyone.clone().with("authorization", format!("Bearer {token}"));
    let by_cookie = anyone.clone().with("cookie", cookie);
    for client in [&by_token, &by_cookie] {
        let answer = client.get("/me").is(200);
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let me = answer.json();
        assert_eq!((&me["email"], &me["roles"]), (&json!("ann@example.org"), &json!(["user"])));
    }
    let forged = anyone.clone().with("authorization", format!("Bearer {token}x"));
    assert!(forged.get("/me").is(401).header("www-authenticate").is_some());

    // Another site's page may not sign her out with her own cookie; a token has no
    // session to end and goes on until it expires.
    by_cookie
        .clone()
        .with("origin", "https://evil.example")
        .send("POST", "/logout", None)
        .problem(403);
    by_cookie.send("POST", "/logout", None).problem(403);
    assert_eq!(by_token.send("POST", "/logout", None).is(204).header("set-cookie"), None);
    by_cookie.get("/me").is(200);
    let own_page = |client: &Client| client.clone().with("x-requested-with", "shop");
    let answer = own_page(&by_cookie).send("POST", "/logout", None).is(204);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"), "{answer:?}");
    by_cookie.get("/me").problem(401);
    by_token.get("/me").is(200);
}

pub(super) fn only_an_administrator_adds_products(shop: &Shop) {
    let spoon = json!({ "name": "Spoon", "price_cents": 250, "stock": 3 });
    shop.anyone().post("/products", spoon.clone()).problem(401);
    let ann = shop.signed_in("ann@example.org", "long enough");
    ann.post("/products", spoon.clone()).problem(403);
    // A forbidden request is rejected before validation.
    ann.post("/products", json!({})).problem(403);
    let added = shop.admin().post("/products", spoon).is(201).json();
    assert_eq!(added, json!({ "id": 4, "name": "Spoon", "price_cents": 250 }));
}
