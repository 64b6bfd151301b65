//! Routing, replies, and the headers of every response.

use std::sync::Arc;

use microcore::Error;
use microcore::http::{HttpConfig, Server};
use microcore::tool::Proxy;

use crate::app::{Running, plan, serve};
use crate::client::{Answer, Client};

fn get(client: &mut Client, path: &str) -> Answer {
    client.request("GET", path, &[], b"")
}

#[test]
fn a_route_answers_with_its_status_and_json() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = get(&mut client, "/ping");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.text(), r#"{"text":"pong"}"#);
    let body = br#"{"name":"Ada","email":"ada@example.org","age":36}"#;
    let json = [("content-type", "application/json")];
    let answer = client.request("POST", "/users", &json, body);
    assert_eq!((answer.status, answer.text()), (201, r#"{"text":"Ada ada@example.org Some(36)"}"#));
    let answer = client.request("DELETE", "/users/7", &[], b"");
    assert_eq!((answer.status, answer.text()), (204, ""));
    assert_eq!(
        get(&mut client, "/list").text(),
        r#"{"items":[{"text":"one"}],"total":7,"limit":1,"offset":3}"#
    );
    assert_eq!(get(&mut client, "/plain-list").text(), r#"[{"text":"one"},{"text":"two"}]"#);
    let answer = get(&mut client, "/go");
    assert_eq!((answer.status, answer.header("location")), (303, Some("/ping")));
}

#[test]
fn path_parameters_are_decoded_and_typed() {
    let server = serve();
    let mut client = Client::connect(server.address);
    assert_eq!(get(&mut client, "/users/-7").text(), r#"{"text":"user -7"}"#);
    assert_eq!(get(&mut client, "/shops/a%20%2F%C3%A9/items/4").text(), r#"{"text":"a /é 4"}"#);
    let pairs = |answer: Answer| answer.violations();
    let one = |pointer: &str| vec![(pointer.to_owned(), "type".to_owned())];
    assert_eq!(pairs(get(&mut client, "/users/seven")), one("/id"));
    assert_eq!(pairs(get(&mut client, "/shops/a/items/-1")), one("/item"));
    assert_eq!(pairs(get(&mut client, "/shops/%ff/items/1")), one("/shop"));
}

#[test]
fn the_query_is_typed_and_all_errors_are_reported() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = get(&mut client, "/search?q=a+b%26&page=2&tag=x&other=1&tag=y");
    assert_eq!(answer.text(), r#"{"text":"a b& Some(2) [\"x\", \"y\"]"}"#);
    let answer = get(&mut client, "/search?page=-1&tag=x");
    let pairs = [("/q", "missing"), ("/page", "type")];
    assert_eq!(answer.violations(), pairs.map(|(a, b)| (a.to_owned(), b.to_owned())));
    let answer = get(&mut client, "/search?q=1&q=2");
    assert_eq!(answer.violations(), [("/q".to_owned(), "duplicate".to_owned())]);
}

#[test]
fn an_unknown_path_is_404_and_an_unknown_method_405_with_allow() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = get(&mut client, "/nowhere?x=1");
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    let problem = answer.json();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!(problem["title"], "Not Found");
    assert_eq!(problem["status"], 404);
    assert_eq!(problem["instance"], "/nowhere");
    assert_eq!(problem["request_id"].as_str(), answer.header("x-request-id"));
    let answer = get(&mut client, "/users/0");
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (404, Some("no such user")));
    let answer = client.request("PATCH", "/users/1", &[], b"");
    assert_eq!((answer.status, answer.json()["status"].as_u64()), (405, Some(405)));
    assert_eq!(answer.header("allow"), Some("DELETE, GET, HEAD, OPTIONS"));
    let answer = client.request("OPTIONS", "/users", &[], b"");
    assert_eq!((answer.status, answer.header("allow")), (204, Some("OPTIONS, POST")));
    let answer = client.request("HEAD", "/ping", &[], b"");
    assert_eq!((answer.status, answer.header("content-length")), (200, Some("15")));
    assert_eq!(get(&mut client, "/ping").status, 200);
}

#[test]
fn a_foreign_error_and_a_panic_return_only_the_request_id() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for path in ["/fail", "/crash"] {
        let answer = client.request("GET", path, &[("x-request-id", "order-7")], b"");
        assert_eq!(answer.status, 500);
        assert_eq!(answer.json()["request_id"], "order-7");
        assert!(!answer.text().contains("invalid digit"), "{}", answer.text());
        assert!(!answer.text().contains("secret"), "{}", answer.text());
    }
    assert_eq!(get(&mut client, "/ping").status, 200);
}

#[test]
fn a_valid_request_id_is_echoed_and_an_invalid_one_replaced() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let id = |client: &mut Client, given: &str| {
        let answer = client.request("GET", "/ping", &[("x-request-id", given)], b"");
        answer.header("x-request-id").unwrap().to_owned()
    };
    assert_eq!(id(&mut client, "a-B_1.2"), "a-B_1.2");
    let first = id(&mut client, "<script>");
    assert!(!first.contains('<'));
    assert_ne!(id(&mut client, "<script>"), first);
}

#[test]
fn every_answer_has_the_security_headers() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for path in ["/ping", "/nowhere", "/fail", "/bytes"] {
        let answer = get(&mut client, path);
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("x-frame-options"), Some("DENY"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
    }
}

#[test]
fn a_large_response_is_compressed_for_clients_that_accept_it() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let gzip = [("accept-encoding", "gzip, deflate")];
    let answer = client.request("GET", "/large", &gzip, b"");
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    assert_eq!(answer.header("vary"), Some("accept-encoding"));
    assert_eq!(&answer.body[..2], b"\x1f\x8b");
    assert!(answer.body.len() < 1_000, "{}", answer.body.len());
    for headers in [&[][..], &[("accept-encoding", "gzip;q=0")], &[("accept-encoding", "br")]] {
        let answer = client.request("GET", "/large", headers, b"");
        assert_eq!(answer.header("content-encoding"), None);
        assert_eq!(answer.body.len(), 20_011);
    }
    assert_eq!(client.request("GET", "/ping", &gzip, b"").header("content-encoding"), None);
}

#[test]
fn files_come_with_type_name_and_ranges() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = get(&mut client, "/bytes");
    assert_eq!(answer.header("content-type"), Some("image/png"));
    let disposition = answer.header("content-disposition").unwrap();
    assert_eq!(disposition, r#"attachment; filename="a \"b\".png""#);
    assert_eq!(answer.body, [0, 1]);
    let answer = client.request("GET", "/on-disk", &[("range", "bytes=0-8")], b"");
    assert_eq!((answer.status, answer.text()), (206, "[package]"));
    assert_eq!(answer.header("content-type"), Some("text/plain"));
    let etag = get(&mut client, "/on-disk").header("etag").unwrap().to_owned();
    assert_eq!(client.request("GET", "/on-disk", &[("if-none-match", &etag)], b"").status, 304);
}

#[test]
fn while_a_needed_tool_is_down_the_route_answers_503_and_others_work() {
    let proxy = Arc::new(Proxy::new("Db", &[]));
    let server = Running::start(plan(HttpConfig::default(), Some(proxy.clone())));
    let mut client = Client::connect(server.address);
    assert_eq!(get(&mut client, "/on-disk").status, 200);
    proxy.open(&Error::unavailable("gone"));
    let answer = get(&mut client, "/on-disk");
    assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")));
    assert_eq!(get(&mut client, "/ping").status, 200);
    proxy.close();
    assert_eq!(get(&mut client, "/on-disk").status, 200);
}

#[test]
fn endpoints_that_cannot_be_served_are_all_reported() {
    let mut wrong = plan(HttpConfig::default(), None);
    wrong.routes.extend(plan(HttpConfig::default(), None).routes.into_iter().take(2));
    wrong.authenticator = None;
    let error = Server::bind(wrong).err().unwrap().to_string();
    for reason in [
        "error[MC003]: `GET /ping` of `users::demo` cannot be served: `GET /ping` of `users::demo` matches",
        "error[MC003]: `POST /users` of `users::demo` cannot be served: `POST /users` of `users::demo` matches",
        "the other route",
        "error[MC009]: `GET /me` of `users::demo` requires authentication, which no tool provides",
        "error[MC009]: `GET /private` of `users::demo` requires authentication",
    ] {
        assert!(error.contains(reason), "no `{reason}` in {error}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut busy = plan(HttpConfig::default(), None);
    busy.config.bind = taken.local_addr().unwrap().to_string();
    let error = Server::bind(busy).err().unwrap().to_string();
    assert_eq!(error, format!("cannot listen on {}", taken.local_addr().unwrap()));
}
