//! `/system/dead-letters`: the dead-letter queue.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use microcore_core::error::{Error, Result};
use microcore_core::meta::RouteMeta;
use uuid::Uuid;

use super::SystemState;
use super::plugin::{SystemPlugin, handler, route};
use super::query::limit;
use crate::http::reply::ok;
use crate::http::{HttpCall, Params};

pub(super) static PLUGIN: SystemPlugin = SystemPlugin::new("dead_letters", &ROUTES);

static ROUTES: [RouteMeta; 4] = [
    route("GET", "/system/dead-letters", "list", |mount| handler(mount, list)),
    route("GET", "/system/dead-letters/{id}", "show", |mount| handler(mount, show)),
    route("DELETE", "/system/dead-letters/{id}", "discard", |mount| handler(mount, discard)),
    route("POST", "/system/dead-letters/{id}/replay", "replay", |mount| handler(mount, replay)),
];

/// The latest, the newest first.
async fn list(state: Arc<SystemState>, call: HttpCall) -> Result<HttpResponse> {
    ok(&state.system.dead_letters(limit(call.request.query_string())?).await?)
}

async fn show(state: Arc<SystemState>, call: HttpCall) -> Result<HttpResponse> {
    ok(&state.system.dead_letter(id(&call.params)?).await?)
}

async fn discard(state: Arc<SystemState>, call: HttpCall) -> Result<HttpResponse> {
    state.system.discard(id(&call.params)?).await?;
    Ok(HttpResponse::new(StatusCode::NO_CONTENT))
}

/// 202: it is in progress.
async fn replay(state: Arc<SystemState>, call: HttpCall) -> Result<HttpResponse> {
    state.system.replay(id(&call.params)?).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}

fn id(params: &Params) -> Result<Uuid> {
    let id = params.get(0).and_then(|id| Uuid::try_parse(id).ok());
    id.ok_or_else(|| Error::not_found("no such dead letter"))
}
