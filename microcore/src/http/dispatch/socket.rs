//! A WebSocket endpoint.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, web};
use actix_ws::CloseCode;
use futures_util::FutureExt;

use super::authorization::{Intent, authorize};
use super::route::is_guarded;
use super::stats::Stats;
use super::{Dispatcher, panicked};
use crate::http::problem::Source;
use crate::http::{Params, WebSocket, request_id};
use crate::http::{SocketCall, SocketFn};
use microcore_core::call::CallContext;
use microcore_core::call::Mounted;
use microcore_core::error::{Error, Kind, Result};
use microcore_core::meta::WebSocketMeta;
use microcore_core::trace::CallId;
use microcore_core::trace::TraceContext;

pub(super) struct Socket {
    pub(super) mounted: Mounted<WebSocketMeta, SocketFn>,
    pub(super) stats: Arc<Stats>,
    /// Whether authentication is required.
    pub(super) requires_auth: bool,
    /// `domain::plugin::handler`.
    pub(super) by: Arc<str>,
}

impl Socket {
    pub(super) fn new(mounted: Mounted<WebSocketMeta, SocketFn>, stats: Arc<Stats>) -> Self {
        let requires_auth = is_guarded(mounted.meta.handler.args, mounted.meta.roles);
        let by = mounted.plugin.handler_id(&mounted.meta.handler).into();
        Self { mounted, stats, requires_auth, by }
    }

    pub(super) fn source(&self) -> Source {
        Source { plugin: self.mounted.plugin, handler: &self.mounted.meta.handler }
    }

    /// Opens the socket and leaves it to the handler.
    pub(super) async fn open(
        &self,
        dispatcher: &Dispatcher,
        request: &HttpRequest,
        payload: &mut Payload,
        params: Params,
        trace: &TraceContext,
    ) -> Result<HttpResponse> {
        self.mounted.admit()?;
        let meta = self.mounted.meta;
        let identity = match self.requires_auth {
            true => Some(authorize(dispatcher, request, meta.roles, Intent::Socket).await?),
            false => None,
        };
        let payload = web::Payload::from_request(request, payload);
        let (response, session, messages) = payload
            .await
            .and_then(|payload| actix_ws::handle(request, payload))
            .map_err(|_| Error::bad_request("a WebSocket upgrade is required"))?;
        let limit = dispatcher.config.websocket_limit;
        let messages =
            messages.max_frame_size(limit).aggregate_continuations().max_continuation_size(limit);
        let socket = WebSocket::new(session.clone(), messages, dispatcher.stop.clone());
        let call = SocketCall {
            socket: Some(socket),
            request: request.clone(),
            params,
            identity,
            context: CallContext {
                plugin: self.mounted.plugin,
                handler: &meta.handler,
                trace: trace.clone().with_traceparent(request_id::traceparent(request.headers())),
            },
        };
        let work = AssertUnwindSafe((self.mounted.call)(call)).catch_unwind();
        let (source, id, stop) = (self.source(), trace.id.clone(), dispatcher.stop.clone());
        actix_web::rt::spawn(async move {
            let result = work.await.unwrap_or_else(|panic| Err(panicked(&*panic)));
            let code = match &result {
                Ok(()) if stop.is_stopping() => CloseCode::Away,
                Ok(()) => CloseCode::Normal,
                Err(error) => {
                    log(error, source, &id);
                    close_code(error.kind())
                }
            };
            // The handler may have closed it, or the client may be gone.
            let _ = session.close(Some(code.into())).await;
        });
        Ok(response)
    }
}

fn close_code(kind: Kind) -> CloseCode {
    match kind {
        Kind::Internal | Kind::Timeout => CloseCode::Error,
        Kind::Unavailable => CloseCode::Again,
        Kind::PayloadTooLarge => CloseCode::Size,
        _ => CloseCode::Policy,
    }
}

fn log(error: &Error, source: Source, id: &CallId) {
    let (plugin, handler) = (source.plugin.id(), source.handler.name);
    let cause = error.chain();
    match error.kind() {
        Kind::Internal => {
            tracing::error!(plugin, handler, request_id = %id, cause, "socket failed");
        }
        _ => tracing::debug!(plugin, handler, request_id = %id, cause, "socket ended"),
    }
}
