//! `/system/traces`: the causal tree of recent activity.

use std::sync::Arc;

use actix_web::HttpResponse;
use microcore_core::error::Result;
use microcore_core::meta::RouteMeta;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use super::query::{limit, parameter};
use crate::http::HttpCall;
use crate::http::reply::ok;

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("traces", &ROUTES);

static ROUTES: [RouteMeta; 1] =
    [route("GET", "/system/traces", "list", |mount| handler(mount, list))];

/// The last nodes of the causal tree, oldest first; of one chain where
/// `?correlation=` names its first call.
async fn list(state: Arc<SystemState>, call: HttpCall) -> Result<HttpResponse> {
    let query = call.request.query_string();
    let mut nodes = state.system.traces(parameter(query, "correlation").as_deref());
    ok(&nodes.split_off(nodes.len().saturating_sub(limit(query)?)))
}
