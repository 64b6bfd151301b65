//! Error responses: problem details (RFC 9457).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use serde::Serialize;

use super::reply::bytes_of;
use microcore_core::error::{Error, Kind, Violation};
use microcore_core::meta::{HandlerMeta, PluginMeta};
use microcore_core::trace::{CallId, numbered};

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
        Kind::Internal => "internal error; the log has the cause under the request id",
        _ => error.message(),
    };
    let bytes = document(kind, detail, path, id, error.violations());
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

/// The document that describes an error to the client
/// (`application/problem+json`). Written by hand, since most of it never changes:
/// a derived `Serialize` looks for characters to escape in all of it.
fn document(kind: Kind, detail: &str, path: &str, id: &CallId, errors: &[Violation]) -> Vec<u8> {
    // Room for it all, so that it does not grow while it is written.
    let mut text = Vec::with_capacity(256 + detail.len() + path.len() + 160 * errors.len());
    text.extend_from_slice(br#"{"type":"about:blank","title":""#);
    text.extend_from_slice(kind.title().as_bytes());
    text.extend_from_slice(br#"","status":"#);
    put(&mut text, &kind.status());
    if !detail.is_empty() {
        text.extend_from_slice(br#","detail":"#);
        put(&mut text, detail);
    }
    text.extend_from_slice(br#","instance":"#);
    put(&mut text, path);
    text.extend_from_slice(br#","request_id":"#);
    match id {
        // Only digits and a dash: nothing to escape.
        CallId::Local(prefix, number) => {
            text.push(b'"');
            text.extend_from_slice(numbered(*prefix, *number, &mut [0; 25]));
            text.push(b'"');
        }
        other => put(&mut text, other),
    }
    if !errors.is_empty() {
        text.extend_from_slice(br#","errors":"#);
        put(&mut text, errors);
    }
    text.push(b'}');
    text
}

/// Text and numbers always serialise, and there is always room in a vector.
fn put(text: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    let _ = serde_json::to_writer(text, value);
}

/// Nothing is formatted unless the level is enabled.
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn the_document_is_valid_json_for_any_text() {
        let id = CallId::Text("a-1".into());
        let violation =
            Violation { pointer: "/a\"b".to_owned(), rule: "x".into(), message: "y\n".into() };
        let text = document(Kind::Unprocessable, "\"so\"", "/a\\b", &id, &[violation]);
        let expected = json!({
            "type": "about:blank",
            "title": "Unprocessable Content",
            "status": 422,
            "detail": "\"so\"",
            "instance": "/a\\b",
            "request_id": "a-1",
            "errors": [{ "pointer": "/a\"b", "rule": "x", "message": "y\n" }],
        });
        assert_eq!(serde_json::from_slice::<Value>(&text).unwrap(), expected);
        let text = document(Kind::NotFound, "", "/", &id, &[]);
        let short: Value = serde_json::from_slice(&text).unwrap();
        assert_eq!(short.as_object().unwrap().len(), 5);
    }
}
