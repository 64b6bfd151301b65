//! What every answer gets on its way out: the request id, security headers,
//! compression where it pays.

use actix_http::encoding::Encoder;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::http::header::{
    ACCEPT_ENCODING, AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ContentEncoding, Encoding, Header, HeaderMap, HeaderName, HeaderValue,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use actix_web::{HttpRequest, HttpResponse};

use crate::http::request_id;
use microcore_core::trace::CallId;

/// An answer is data: nothing in it runs, loads or is framed.
const DATA_ONLY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Smaller bodies are not worth compressing.
const COMPRESS_FROM: u64 = 1024;

/// Adds the headers that every answer has. A header that is already there stays.
pub(super) fn headers(response: &mut HttpResponse, id: &CallId, private: bool) {
    let headers = response.headers_mut();
    let set = match is_plain(headers) {
        true => HeaderMap::append,
        false => {
            headers.remove(request_id::REQUEST_ID);
            set
        }
    };
    if let Some(id) = request_id::header(id) {
        set(headers, request_id::REQUEST_ID, id);
    }
    set(headers, X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    set(headers, X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    set(headers, REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    set(headers, CONTENT_SECURITY_POLICY, HeaderValue::from_static(DATA_ONLY));
    if private {
        // What is meant for one user stays in no cache.
        set(headers, CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Whether there is nothing but a content type, as in most answers: then no
/// header of ours needs to be looked for before it is added.
fn is_plain(headers: &HeaderMap) -> bool {
    match headers.len_keys() {
        0 => true,
        1 => headers.keys().next() == Some(&CONTENT_TYPE),
        _ => false,
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.append(name, value);
    }
}

/// Whether the body has a known size that is large enough.
pub(super) fn is_worth_compressing(response: &HttpResponse) -> bool {
    matches!(response.body().size(), BodySize::Sized(size) if size > COMPRESS_FROM)
}

/// Compresses a body if its type allows it and the client accepts it.
pub(super) fn compress(request: &HttpRequest, mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    let compressible = headers.get(CONTENT_TYPE).is_some_and(is_compressible);
    if !compressible || headers.contains_key(CONTENT_ENCODING) {
        return response;
    }
    if !takes_gzip(request) {
        headers.append(VARY, HeaderValue::from_static("accept-encoding"));
        return response;
    }
    response
        .map_body(|head, body| BoxBody::new(Encoder::response(ContentEncoding::Gzip, head, body)))
}

fn is_compressible(content_type: &HeaderValue) -> bool {
    let text = content_type.to_str().unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim();
    (essence.starts_with("text/") && essence != "text/event-stream")
        || essence.ends_with("+json")
        || essence.ends_with("+xml")
        || matches!(
            essence,
            "application/json"
                | "application/javascript"
                | "application/xml"
                | "application/wasm"
                | "application/manifest+json"
        )
}

fn takes_gzip(request: &HttpRequest) -> bool {
    if !request.headers().contains_key(ACCEPT_ENCODING) {
        return false;
    }
    let Ok(accepted) = AcceptEncoding::parse(request) else { return false };
    let offered = [Encoding::gzip(), Encoding::identity()];
    accepted.negotiate(offered.iter()) == Some(Encoding::gzip())
}

/// Lets a page from the static folder use what comes from the same site.
pub(super) fn page_policy(response: &mut HttpResponse) {
    let policy = "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'";
    set(response.headers_mut(), CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
}
