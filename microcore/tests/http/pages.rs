//! The API documentation, and static files.

use std::sync::Arc;

use actix_web::{HttpResponse, web};
use microcore::http::HttpConfig;

use crate::app::{Running, plan, serve, serve_with};
use crate::client::Client;

#[test]
fn the_documentation_runs_under_a_strict_policy_and_loads_nothing_from_elsewhere() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for (path, content_type) in [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/app.js", "text/javascript; charset=utf-8"),
        ("/docs/style.css", "text/css; charset=utf-8"),
    ] {
        let answer = client.request("GET", path, &[], b"");
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("script-src 'self';"), "{policy}");
        assert!(!answer.text().is_empty());
        assert!(!answer.text().contains("//cdn") && !answer.text().contains("https://"));
        assert!(!answer.text().contains("style=\"") && !answer.text().contains("onclick=\""));
    }
    let server = serve_with(HttpConfig { docs: false, ..HttpConfig::default() });
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("GET", "/docs", &[], b"").status, 404);
    assert_eq!(client.request("GET", "/openapi.json", &[], b"").status, 404);
}

#[test]
fn metrics_count_each_route_and_what_matched_none() {
    let server = serve();
    let mut client = Client::connect(server.address);
    for path in ["/users/1", "/users/2", "/users/x", "/nowhere", "/.env"] {
        client.request("GET", path, &[], b"");
    }
    let answer = client.request("GET", "/system/metrics", &[], b"");
    for line in [
        "demo_total 1",
        "microcore_http_requests_total{method=\"GET\",path=\"/users/{id}\",status=\"2xx\"} 2",
        "microcore_http_requests_total{method=\"GET\",path=\"/users/{id}\",status=\"4xx\"} 1",
        "microcore_http_requests_total{method=\"\",path=\"\",status=\"4xx\"} 2",
        "microcore_http_request_duration_seconds_count{method=\"GET\",path=\"/users/{id}\"} 3",
    ] {
        assert!(answer.text().lines().any(|own| own == line), "{line}\n{}", answer.text());
    }
}

#[test]
fn status_reports_the_state_of_the_kernel() {
    let server = serve();
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("GET", "/system/status", &[], b"").text(), r#"{"plugins":1}"#);
    assert_eq!(client.request("GET", "/system/live", &[], b"").text(), r#"{"live":true}"#);
}

#[test]
fn files_are_served_where_no_route_matches_and_nothing_outside_the_folder() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    std::fs::create_dir_all(public.join("sub")).unwrap();
    std::fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    std::fs::write(public.join("index.html"), "<h1>home</h1>").unwrap();
    std::fs::write(public.join(".env"), "hidden").unwrap();
    std::fs::write(public.join("sub/a.css"), "a{}").unwrap();
    std::fs::write(public.join("ping"), "not me").unwrap();
    let server =
        serve_with(HttpConfig { static_dir: Some(public.clone()), ..HttpConfig::default() });
    let mut client = Client::connect(server.address);
    let mut get = |path: &str| client.request("GET", path, &[], b"");
    let answer = get("/");
    assert_eq!((answer.status, answer.text()), (200, "<h1>home</h1>"));
    assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'self'"));
    assert_eq!(get("/sub/a.css").text(), "a{}");
    assert_eq!(get("/ping").text(), r#"{"text":"pong"}"#);
    for path in
        ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/.env", "/no", "/sub/%00"]
    {
        let answer = get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret\n") && answer.text() != "secret");
    }
    assert_eq!(get("/no").header("content-type"), Some("application/problem+json"));
    assert_eq!(client.request("POST", "/sub/a.css", &[], b"").status, 404);
    let server = serve_with(HttpConfig {
        static_dir: Some(public),
        static_prefix: "/assets".to_owned(),
        ..HttpConfig::default()
    });
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("GET", "/assets/sub/a.css", &[], b"").text(), "a{}");
    assert_eq!(client.request("GET", "/sub/a.css", &[], b"").status, 404);
    assert_eq!(client.request("GET", "/assetsub/a.css", &[], b"").status, 404);
}

#[test]
fn the_applications_own_actix_services_go_first_and_fall_through() {
    let mut plan = plan(HttpConfig::default(), None);
    plan.configure = Some(Arc::new(|config| {
        config.route(
            "/own/{name}",
            web::get().to(|name: web::Path<String>| async move {
                HttpResponse::Ok().body(format!("own {name}"))
            }),
        );
    }));
    let server = Running::start(plan);
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("GET", "/own/x", &[], b"").text(), "own x");
    assert_eq!(client.request("GET", "/ping", &[], b"").status, 200);
    assert_eq!(client.request("GET", "/nowhere", &[], b"").status, 404);
}

#[test]
fn the_document_describes_every_route_and_names_every_schema_it_refers_to() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/openapi.json", &[], b"");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let document = answer.json();
    assert_eq!(
        (&document["openapi"], &document["info"]["title"]),
        (&"3.1.0".into(), &"demo".into())
    );
    let create = &document["paths"]["/users"]["post"];
    assert_eq!(create["operationId"], "users.demo.create");
    assert_eq!(
        (&create["summary"], &create["description"]),
        (&"One line.".into(), &"And more of it.".into())
    );
    let schema = &create["requestBody"]["content"]["application/json"]["schema"]["$ref"];
    assert_eq!(schema, "#/components/schemas/CreateUser");
    let fields = &document["components"]["schemas"]["CreateUser"]["properties"];
    assert_eq!(fields["name"]["maxLength"], 10);
    assert_eq!(fields["email"]["format"], "email");
    for status in ["201", "400", "413", "415", "422", "500", "503"] {
        assert!(create["responses"][status].is_object(), "{status}");
    }
    assert!(create.get("security").is_none());
    let admin = &document["paths"]["/admin"]["post"];
    assert_eq!(admin["security"], serde_json::json!([{"bearer": []}, {"session": []}]));
    let item = &document["paths"]["/shops/{shop}/items/{item}"]["get"]["parameters"];
    assert_eq!((&item[0]["name"], &item[1]["schema"]["type"]), (&"shop".into(), &"integer".into()));
    let query = &document["paths"]["/search"]["get"]["parameters"];
    assert_eq!((&query[0]["in"], &query[0]["required"]), (&"query".into(), &true.into()));
    let text = answer.text();
    for reference in text.split("\"$ref\":\"#").skip(1) {
        let pointer = reference.split('"').next().unwrap();
        assert!(document.pointer(pointer).is_some(), "{pointer}");
    }
}
