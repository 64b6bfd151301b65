//! `/system/status`: the plugins and tools with their state.

use std::sync::Arc;

use actix_web::HttpResponse;
use microcore_core::error::Result;
use microcore_core::meta::RouteMeta;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use crate::http::HttpCall;
use crate::http::reply::ok;

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("status", &ROUTES);

static ROUTES: [RouteMeta; 1] =
    [route("GET", "/system/status", "status", |mount| handler(mount, status))];

async fn status(state: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    ok(&state.system.status())
}
