//! A request on its way to a handler.

use actix_web::HttpRequest;
use bytes::Bytes;

use super::{Call, Origin};
use crate::http::{Identity, MultipartBody, Params, WebSocket};
use crate::meta::RouteMeta;

/// A request, matched to its route, its body read, its caller known.
pub struct HttpCall {
    /// The request's head.
    pub request: HttpRequest,
    /// The body.
    pub body: HttpBody,
    /// The path parameters.
    pub params: Params,
    /// Who is signed in, where the route asks for it.
    pub identity: Option<Identity>,
    /// The route.
    pub route: &'static RouteMeta,
    /// Who is called, and because of what.
    pub origin: Origin,
}

/// The body of a request.
pub enum HttpBody {
    /// There is none, or it was taken.
    Empty,
    /// Read whole, within the limit.
    Bytes(Bytes),
    /// The parts of a multipart body, its files on disk.
    Multipart(MultipartBody),
}

/// A request that opens a WebSocket.
pub struct SocketCall {
    /// The open socket, until the handler takes it.
    pub socket: Option<WebSocket>,
    /// The request's head.
    pub request: HttpRequest,
    /// The path parameters.
    pub params: Params,
    /// Who is signed in, where the endpoint asks for it.
    pub identity: Option<Identity>,
    /// Who is called, and because of what.
    pub origin: Origin,
}

impl Call for HttpCall {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}

impl Call for SocketCall {
    fn origin(&self) -> &Origin {
        &self.origin
    }
}
