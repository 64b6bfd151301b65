//! The return types of routes, and their conversion into responses.

mod file;
mod page;
mod redirect;
mod sse;
mod with;

use actix_web::HttpResponse;
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue};
use bytes::Bytes;
use serde::Serialize;

use crate::data::Response;
use microcore_core::error::{Error, Result};
use microcore_core::meta::{ReplyMeta, RouteMeta};
use microcore_core::schema::Shape;

pub use crate::cookie::{Cookie, SameSite};
pub use file::File;
pub use page::Page;
pub(crate) use page::element;
pub use redirect::Redirect;
pub use sse::{Sse, SseEvent};
pub use with::With;

pub(crate) use file::OnDisk;

/// What a route's function may return: a [`Body`], or a `Result` of one.
#[diagnostic::on_unimplemented(
    message = "MC012: a route cannot return `{Self}`",
    label = "this type cannot become an HTTP response",
    note = "return `Result<T>` with `T` a `#[response]`, a `Vec` or `Page` of one, `()`, `Sse<T>`, `Redirect`, `File`, or `With<…>` of one of these to add cookies and headers"
)]
pub trait Reply {
    /// The metadata, as a constant.
    const META: ReplyMeta;

    /// Makes the answer; the route says with which status.
    fn reply(self, route: &RouteMeta) -> Result<HttpResponse>;
}

/// What becomes the body of an answer.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` cannot be the response of a route",
    label = "this type cannot become an HTTP response",
    note = "return a `#[response]`, a `Vec` or `Page` of one, `()`, `Sse<T>`, `Redirect`, `File`, or `With<…>` of one of these to add cookies and headers"
)]
pub trait Body {
    /// The metadata, as a constant.
    const META: ReplyMeta;

    /// Makes the answer; the route says with which status.
    fn answer(self, route: &RouteMeta) -> Result<HttpResponse>;
}

impl<T: Body> Reply for T {
    const META: ReplyMeta = T::META;

    fn reply(self, route: &RouteMeta) -> Result<HttpResponse> {
        self.answer(route)
    }
}

impl<T: Body> Reply for Result<T, Error> {
    const META: ReplyMeta = T::META;

    fn reply(self, route: &RouteMeta) -> Result<HttpResponse> {
        self?.answer(route)
    }
}

impl Body for () {
    const META: ReplyMeta = ReplyMeta::Empty;

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        Ok(HttpResponse::new(status(route, StatusCode::NO_CONTENT)))
    }
}

impl<T: Response> Body for T {
    const META: ReplyMeta = ReplyMeta::Json(T::SHAPE);

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        Ok(json(status(route, StatusCode::OK), serde_json::to_vec(&self)?))
    }
}

impl<T: Response> Body for Vec<T> {
    const META: ReplyMeta = ReplyMeta::Json(&Shape::List(T::SHAPE));

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        Ok(json(status(route, StatusCode::OK), serde_json::to_vec(&self)?))
    }
}

/// The status of success that the route asks for.
fn status(route: &RouteMeta, default: StatusCode) -> StatusCode {
    match route.status {
        0 => default,
        code => StatusCode::from_u16(code).unwrap_or(default),
    }
}

/// 200 and the value as JSON.
pub(crate) fn ok(value: &impl Serialize) -> Result<HttpResponse> {
    Ok(json(StatusCode::OK, serde_json::to_vec(value)?))
}

/// An answer of JSON.
pub(crate) fn json(status: StatusCode, bytes: Vec<u8>) -> HttpResponse {
    bytes_of(status, HeaderValue::from_static("application/json"), bytes.into())
}

/// An answer of bytes.
pub(crate) fn bytes_of(
    status: StatusCode,
    content_type: HeaderValue,
    bytes: Bytes,
) -> HttpResponse {
    let mut response = HttpResponse::with_body(status, BoxBody::new(bytes));
    // Nothing is there yet; `append` looks for nothing to replace.
    response.headers_mut().append(CONTENT_TYPE, content_type);
    response
}
