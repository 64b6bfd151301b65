//! `/system/traces` and `/system/dead-letters`: what happened lately, and what
//! failed permanently.

use std::borrow::Cow;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;
use uuid::Uuid;

use crate::http::Params;
use crate::http::reply::json as json_answer;
use microcore_core::error::{Error, Result};
use microcore_core::system::System;

/// How many are listed, unless `?limit=` says otherwise.
const LIMIT: usize = 100;
const MOST: usize = 1000;

/// The last nodes of the causal tree, oldest first; of one chain where
/// `?correlation=` names its first call.
pub(super) fn traces(system: &dyn System, query: &str) -> Result<HttpResponse> {
    let mut nodes = system.traces(parameter(query, "correlation").as_deref());
    ok(&nodes.split_off(nodes.len().saturating_sub(limit(query)?)))
}

/// The latest dead letters, the newest first.
pub(super) async fn dead_letters(system: &dyn System, query: &str) -> Result<HttpResponse> {
    ok(&system.dead_letters(limit(query)?).await?)
}

pub(super) async fn dead_letter(system: &dyn System, params: &Params) -> Result<HttpResponse> {
    ok(&system.dead_letter(id(params)?).await?)
}

/// 202: it is in progress.
pub(super) async fn replay(system: &dyn System, params: &Params) -> Result<HttpResponse> {
    system.replay(id(params)?).await?;
    Ok(HttpResponse::new(StatusCode::ACCEPTED))
}

pub(super) async fn discard(system: &dyn System, params: &Params) -> Result<HttpResponse> {
    system.discard(id(params)?).await?;
    Ok(HttpResponse::new(StatusCode::NO_CONTENT))
}

fn ok(value: &impl Serialize) -> Result<HttpResponse> {
    Ok(json_answer(StatusCode::OK, serde_json::to_vec(value)?))
}

fn id(params: &Params) -> Result<Uuid> {
    let id = params.get(0).and_then(|id| Uuid::try_parse(id).ok());
    id.ok_or_else(|| Error::not_found("no such dead letter"))
}

fn limit(query: &str) -> Result<usize> {
    let Some(text) = parameter(query, "limit") else { return Ok(LIMIT) };
    let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    limit.ok_or_else(|| Error::bad_request(format!("`limit` is a number from 1 to {MOST}")))
}

fn parameter<'q>(query: &'q str, name: &str) -> Option<Cow<'q, str>> {
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(own, _)| own == name).map(|(_, value)| value)
}
