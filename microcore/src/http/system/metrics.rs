//! `/system/metrics`: the metrics in the Prometheus text format.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use microcore_core::error::Result;
use microcore_core::meta::RouteMeta;
use microcore_core::metrics::CONTENT_TYPE;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use crate::http::HttpCall;
use crate::http::reply::bytes_of;

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("metrics", &ROUTES);

static ROUTES: [RouteMeta; 1] =
    [route("GET", "/system/metrics", "metrics", |mount| handler(mount, metrics))];

async fn metrics(state: Arc<SystemState>, _: HttpCall) -> Result<HttpResponse> {
    let text = state.metrics.encode()?;
    Ok(bytes_of(StatusCode::OK, HeaderValue::from_static(CONTENT_TYPE), text.into()))
}
