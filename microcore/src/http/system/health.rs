//! `/system/live` and `/system/ready`: liveness and readiness probes.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use microcore_core::error::Result;
use microcore_core::meta::RouteMeta;
use serde_json::json;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use crate::http::HttpCall;
use crate::http::reply::json as json_answer;

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("health", &ROUTES).public();

static ROUTES: [RouteMeta; 2] = [
    route("GET", "/system/live", "live", |mount| handler(mount, live)),
    route("GET", "/system/ready", "ready", |mount| handler(mount, ready)),
];

async fn live(state: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(probe("live", state.system.live()))
}

async fn ready(state: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    Ok(probe("ready", state.system.ready() && !state.stop.is_stopping()))
}

fn probe(name: &str, passes: bool) -> HttpResponse {
    let status = match passes {
        true => StatusCode::OK,
        false => StatusCode::SERVICE_UNAVAILABLE,
    };
    json_answer(status, json!({ name: passes }).to_string().into_bytes())
}
