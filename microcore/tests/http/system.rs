//! The system endpoints: served like those of plugins, with a policy of their own.

use microcore::http::{BindError, HttpConfig, Server};
use microcore::meta::{Mount, RouteMeta};
use microcore::{call::Mounted, config::Configuration, tool::Toolbox};

use crate::app::{LOCATION, PLUGIN, Running, TestSystem, mounts, plan, route, serve};
use crate::client::Client;

#[test]
fn answers_of_system_stay_in_no_cache_and_the_documentation_may() {
    let server = serve();
    let mut client = Client::connect(server.address);
    let mut cache = |path: &str, headers: &[(&str, &str)]| {
        let answer = client.request("GET", path, headers, b"");
        (answer.status, answer.header("cache-control").map(str::to_owned))
    };
    let no_store = Some("no-store".to_owned());
    for path in ["/system/live", "/system/ready", "/system/status", "/system/metrics"] {
        assert_eq!(cache(path, &[]), (200, no_store.clone()), "{path}");
    }
    assert_eq!(cache("/system/status", &[("forwarded", "for=10.0.0.7")]), (403, no_store.clone()));
    assert_eq!(cache("/system/dead-letters/none", &[]), (404, no_store));
    for path in ["/openapi.json", "/docs", "/docs/app.js", "/docs/style.css"] {
        assert_eq!(cache(path, &[]), (200, None), "{path}");
    }
}

#[test]
fn system_has_methods_and_metrics_like_every_route() {
    let server = serve();
    let mut client = Client::connect(server.address);
    assert_eq!(client.request("HEAD", "/system/live", &[], b"").status, 200);
    let answer = client.request("POST", "/system/dead-letters/x", &[], b"");
    assert_eq!((answer.status, answer.header("allow")), (405, Some("DELETE, GET, HEAD, OPTIONS")));
    let metrics = client.request("GET", "/system/metrics", &[], b"");
    let content_type = "text/plain; version=0.0.4; charset=utf-8";
    assert_eq!(metrics.header("content-type"), Some(content_type));
    let line =
        "microcore_http_requests_total{method=\"GET\",path=\"/system/live\",status=\"2xx\"} 1";
    assert!(metrics.text().lines().any(|own| own == line), "{}", metrics.text());
}

#[test]
fn a_probe_that_fails_is_no_root_of_the_causal_tree() {
    let mut plan = plan(HttpConfig::default(), None);
    plan.system = TestSystem::that_starts();
    let server = Running::start(plan);
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/system/ready", &[("x-request-id", "probe")], b"");
    assert_eq!((answer.status, answer.text()), (503, r#"{"ready":false}"#));
    client.request("GET", "/fail", &[("x-request-id", "call")], b"");
    let mut nodes = |id: &str| {
        let path = format!("/system/traces?correlation={id}");
        client.request("GET", &path, &[], b"").json().as_array().unwrap().len()
    };
    assert_eq!((nodes("probe"), nodes("call")), (0, 1));
}

#[test]
fn a_panic_of_a_system_endpoint_is_caught() {
    let mut plan = plan(HttpConfig::default(), None);
    plan.system = TestSystem::that_panics();
    let server = Running::start(plan);
    let mut client = Client::connect(server.address);
    let answer = client.request("GET", "/system/status", &[], b"");
    assert_eq!(answer.status, 500);
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(client.request("GET", "/system/live", &[], b"").status, 200);
}

/// What is wrong with a plugin that has this route, too.
fn refusal(meta: RouteMeta) -> String {
    let meta: &'static RouteMeta = Box::leak(Box::new(meta));
    let (toolbox, config) = (Toolbox::default(), Configuration::empty());
    let (plugin, handler, path) = (&PLUGIN, &meta.handler, Some(meta.path));
    let mount = Mount { plugin, handler, path, toolbox: &toolbox, config: &config };
    let call = (meta.mount)(&mount).unwrap().downcast().unwrap();
    let mut plan = plan(HttpConfig::default(), None);
    plan.routes.push(Mounted::new(plugin, meta, call, Vec::new()));
    match Server::bind(plan).err() {
        Some(error @ BindError::Endpoints(_)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_plugin_takes_no_path_of_the_framework() {
    let get = |path| route::<microcore::Result<()>>("GET", path, "mine", &[], mounts::ping);
    for path in ["/system", "/system/live", "/system/mine"] {
        let refused = refusal(get(path));
        let expected = format!("`GET {path}` of `users::demo` cannot be served");
        assert!(refused.contains(&expected) && refused.contains("reserved"), "{refused}");
        assert!(refused.contains(LOCATION.file), "{refused}");
    }
    let refused = refusal(get("/docs"));
    assert!(
        refused.contains(
            "`GET /docs` of `users::demo` cannot be served: the framework serves this path"
        ),
        "{refused}"
    );
    assert!(refused.contains(LOCATION.file), "{refused}");
}
