//! `/docs` and `/openapi.json`: the API documentation.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use bytes::Bytes;
use microcore_core::error::Result;
use microcore_core::meta::RouteMeta;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use crate::http::HttpCall;
use crate::http::reply::bytes_of;

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("docs", &ROUTES)
    .public()
    .cacheable()
    .enabled_by("http.docs", |config| config.docs);

static ROUTES: [RouteMeta; 4] = [
    route("GET", "/openapi.json", "openapi", |mount| handler(mount, openapi)),
    route("GET", "/docs", "index", |mount| handler(mount, index)),
    route("GET", "/docs/app.js", "script", |mount| handler(mount, script)),
    route("GET", "/docs/style.css", "style", |mount| handler(mount, style)),
];

/// The documentation may only run its own script and connect to its own server.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors 'none'";

async fn openapi(state: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(answer("application/json", state.openapi.clone()))
}

async fn index(_: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(page("text/html; charset=utf-8", include_str!("docs/index.html")))
}

async fn script(_: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(page("text/javascript; charset=utf-8", include_str!("docs/app.js")))
}

async fn style(_: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(page("text/css; charset=utf-8", include_str!("docs/style.css")))
}

fn page(content_type: &'static str, content: &'static str) -> HttpResponse {
    let mut response = answer(content_type, Bytes::from_static(content.as_bytes()));
    let policy = HeaderValue::from_static(POLICY);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    response
}

fn answer(content_type: &'static str, bytes: Bytes) -> HttpResponse {
    bytes_of(StatusCode::OK, HeaderValue::from_static(content_type), bytes)
}
