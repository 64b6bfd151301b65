//! The call of a route: a matched request.

use actix_web::{HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::future::LocalBoxFuture;

use microcore_core::call::{Call, CallContext};
use microcore_core::error::Result;
use microcore_core::identity::Identity;
use microcore_core::meta::RouteMeta;

use super::{Params, Upload, WebSocket};

/// A request, matched to its route, its body read, its caller known.
pub struct HttpCall {
    /// The request's head.
    pub request: HttpRequest,
    /// The body.
    pub body: HttpBody,
    /// The path parameters.
    pub params: Params,
    /// The authenticated caller, where the route asks for it.
    pub identity: Option<Identity>,
    /// The route.
    pub route: &'static RouteMeta,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for HttpCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpCall").finish_non_exhaustive()
    }
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

impl std::fmt::Debug for HttpBody {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpBody").finish_non_exhaustive()
    }
}

/// The parts of a multipart body, as the server received them.
#[derive(Debug, Default)]
pub struct MultipartBody {
    pub(super) texts: Vec<(String, String)>,
    pub(super) files: Vec<(String, Upload)>,
}

/// A request that opens a WebSocket.
pub struct SocketCall {
    /// The open socket, until the handler takes it.
    pub socket: Option<WebSocket>,
    /// The request's head.
    pub request: HttpRequest,
    /// The path parameters.
    pub params: Params,
    /// The authenticated caller, where the endpoint asks for it.
    pub identity: Option<Identity>,
    /// Who is called, and because of what.
    pub context: CallContext,
}

impl std::fmt::Debug for SocketCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SocketCall").finish_non_exhaustive()
    }
}

impl Call for HttpCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}

impl Call for SocketCall {
    fn context(&self) -> &CallContext {
        &self.context
    }
}

/// A mounted route. Runs on the worker's own thread.
pub type RouteFn =
    Box<dyn Fn(HttpCall) -> LocalBoxFuture<'static, Result<HttpResponse>> + Send + Sync>;

/// A mounted WebSocket endpoint. Runs on the worker's own thread.
pub type SocketFn = Box<dyn Fn(SocketCall) -> LocalBoxFuture<'static, Result<()>> + Send + Sync>;
