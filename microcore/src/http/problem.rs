//! Errors as clients see them: RFC 9457.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use super::reply::bytes_of;
use crate::call::CallId;
use crate::error::{Error, Kind, Violation};
use crate::meta::{HandlerMeta, PluginMeta};

/// The document that describes an error to the client
/// (`application/problem+json`).
#[derive(Debug, Serialize)]
pub(crate) struct Problem<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    instance: &'a str,
    request_id: &'a CallId,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [Violation],
}

/// Which handler an error comes from, for the log.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) plugin: &'static PluginMeta,
    pub(crate) handler: &'static HandlerMeta,
}

/// Logs the error and makes the answer.
#[cold]
pub(crate) fn answer(
    error: &Error,
    id: &CallId,
    source: Option<Source>,
    path: &str,
) -> HttpResponse {
    log(error, id, source, path);
    let kind = error.kind();
    let detail = match kind {
        Kind::Internal => "something went wrong here; the request id leads to the cause",
        _ => error.message(),
    };
    let problem = Problem {
        r#type: "about:blank",
        title: kind.title(),
        status: kind.status(),
        detail,
        instance: path,
        request_id: id,
        errors: error.violations(),
    };
    // Room for it all, so that it does not grow while it is written.
    let mut bytes = Vec::with_capacity(320 + path.len() + 160 * error.violations().len());
    // Plain text and numbers always serialise.
    let _ = serde_json::to_writer(&mut bytes, &problem);
    let status = StatusCode::from_u16(kind.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let content_type = HeaderValue::from_static("application/problem+json");
    let mut response = bytes_of(status, content_type, bytes.into());
    if let Some(after) = error.retry_after() {
        // Rounded up: 0 would mean at once.
        let seconds = after.as_millis().div_ceil(1000).max(1) as u64;
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if kind == Kind::Unauthorized {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if matches!(kind, Kind::RequestTimeout | Kind::PayloadTooLarge) {
        // The rest of the body is not waited for.
        response.head_mut().set_connection_type(actix_http::ConnectionType::Close);
    }
    response
}

/// Nothing is put into words unless somebody listens.
fn log(error: &Error, id: &CallId, source: Option<Source>, path: &str) {
    let plugin = || source.map(|source| source.plugin.id()).unwrap_or_default();
    let handler = source.map_or("", |source| source.handler.name);
    let kind = error.kind();
    match kind {
        Kind::Internal => {
            tracing::error!(plugin = plugin(), handler, request_id = %id, path, cause = %error.chain(), "request failed");
        }
        Kind::Unavailable | Kind::Timeout => {
            tracing::warn!(plugin = plugin(), handler, request_id = %id, path, cause = %error.chain(), "request not served");
        }
        _ => {
            tracing::debug!(plugin = plugin(), handler, request_id = %id, path, status = kind.status(), cause = %error.chain(), "request refused");
        }
    }
}
