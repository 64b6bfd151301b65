//! Authentication, authorization and CSRF protection.

use microcore::http::HttpConfig;

use crate::app::{serve, serve_with};
use crate::client::Client;

#[test]
fn a_route_that_asks_for_the_identity_takes_only_known_callers() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/me", &[], b"");
    assert_eq!((answer.status, answer.header("www-authenticate")), (401, Some("Bearer")));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let status = |client: &mut Client, token: &str| {
        client.request("GET", "/me", &[("authorization", token)], b"").status
    };
    assert_eq!(status(&mut client, "Bearer wrong"), 401);
    assert_eq!(status(&mut client, "Basic ada"), 401);
    assert_eq!(status(&mut client, "bearer ada"), 200);
    let answer = client.request("GET", "/me", &[("cookie", "a=b; microcore_session=ada")], b"");
    assert_eq!((answer.status, answer.text()), (200, r#"{"text":"ada"}"#));
}

#[test]
fn a_route_with_roles_takes_only_callers_that_have_one() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let status = |client: &mut Client, token: &str| {
        client.request("POST", "/admin", &[("authorization", token)], b"").status
    };
    assert_eq!(status(&mut client, "Bearer ada"), 403);
    assert_eq!(status(&mut client, "Bearer admin"), 200);
}

#[test]
fn another_sites_page_cannot_act_with_the_cookie() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let mut status = |more: &[(&str, &str)]| {
        let mut headers = vec![("host", "shop.example"), ("cookie", "microcore_session=admin")];
        headers.extend_from_slice(more);
        client.request("POST", "/admin", &headers, b"").status
    };
    assert_eq!(status(&[]), 403);
    assert_eq!(status(&[("origin", "https://evil.example")]), 403);
    assert_eq!(status(&[("origin", "null")]), 403);
    assert_eq!(status(&[("sec-fetch-site", "cross-site")]), 403);
    assert_eq!(status(&[("sec-fetch-site", "same-site")]), 403);
    let spoofed = [("origin", "https://evil.example"), ("sec-fetch-site", "same-origin")];
    assert_eq!(status(&spoofed), 403);
    assert_eq!(status(&[("origin", "https://shop.example")]), 200);
    assert_eq!(status(&[("sec-fetch-site", "same-origin")]), 200);
    assert_eq!(status(&[("x-requested-with", "fetch")]), 200);
}

#[test]
fn cors_is_closed_until_an_origin_is_named() {
    let preflight = [
        ("origin", "https://a.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("OPTIONS", "/users", &preflight, b"");
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let server = serve_with(HttpConfig {
        cors_origins: vec!["https://a.example".to_owned()],
        cors_credentials: true,
        ..HttpConfig::default()
    });
    let mut client = Client::connect(server.address);
    let answer = client.request("OPTIONS", "/users", &preflight, b"");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("https://a.example"));
    let answer = client.request("GET", "/ping", &[("origin", "https://a.example")], b"");
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    let answer = client.request("GET", "/ping", &[("origin", "https://b.example")], b"");
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let cookie = [("origin", "https://a.example"), ("cookie", "microcore_session=admin")];
    assert_eq!(client.request("POST", "/admin", &cookie, b"").status, 200);
}

#[test]
fn cookies_for_any_origin_are_refused_at_start() {
    let mut plan = crate::app::plan(HttpConfig::default(), None);
    plan.config.cors_origins = vec!["*".to_owned()];
    plan.config.cors_credentials = true;
    let error = microcore::http::Server::bind(plan).err().unwrap().to_string();
    assert!(error.contains("cors_credentials"), "{error}");
}

#[test]
fn system_admits_local_requests_and_the_token() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let mut status =
        |path: &str, headers: &[(&str, &str)]| client.request("GET", path, headers, b"").status;
    let proxied = ("x-forwarded-for", "10.0.0.7");
    for path in ["/system/status", "/system/metrics", "/system/traces", "/system/dead-letters"] {
        assert_eq!(status(path, &[]), 200);
        assert_eq!(status(path, &[proxied]), 403);
        assert_eq!(status(path, &[("host", "rebound.example")]), 403);
        assert_eq!(status(path, &[proxied, ("authorization", "Bearer sys")]), 200);
        assert_eq!(status(path, &[proxied, ("authorization", "Bearer other")]), 403);
    }
    for path in ["/system/live", "/system/ready"] {
        assert_eq!(status(path, &[proxied]), 200);
    }
}

#[test]
fn a_page_of_another_site_on_this_machine_changes_nothing_in_system() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let mut discard = |site: &str| {
        let headers = [("sec-fetch-site", site)];
        client.request("DELETE", "/system/dead-letters/none", &headers, b"").status
    };
    assert_eq!(discard("same-origin"), 404);
    assert_eq!(discard("same-site"), 403);
    assert_eq!(discard("cross-site"), 403);
}

/// Kind, name and outcome of the nodes of one request.
fn chain(client: &mut Client, id: &str) -> Vec<[serde_json::Value; 3]> {
    let path = format!("/system/traces?correlation={id}");
    let nodes = client.request("GET", &path, &[], b"").json();
    let node = |node: &serde_json::Value| {
        assert_eq!((&node["id"], &node["cause"]), (&id.into(), &serde_json::Value::Null));
        [&node["kind"], &node["name"], &node["outcome"]["is"]].map(Clone::clone)
    };
    nodes.as_array().unwrap().iter().map(node).collect()
}

#[test]
fn a_failed_request_is_a_root_of_the_causal_tree_and_one_without_effects_is_not() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for (path, id) in [("/fail", "a"), ("/crash", "b"), ("/ping", "c"), ("/echo/hall", "d")] {
        client.request("GET", path, &[("x-request-id", id)], b"");
    }
    let failed = |name: &str| vec![["request", name, "failed"].map(serde_json::Value::from)];
    assert_eq!(chain(&mut client, "a"), failed("GET /fail"));
    assert_eq!(chain(&mut client, "b"), failed("GET /crash"));
    assert!(chain(&mut client, "c").is_empty());
    assert!(chain(&mut client, "d").is_empty(), "what was refused is recorded");
}
