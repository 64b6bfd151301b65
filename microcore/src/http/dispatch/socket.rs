//! A WebSocket endpoint.

use std::mem;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpResponse, web};
use actix_ws::CloseCode;

use super::authorization::authorize;
use super::csrf::Intent;
use super::endpoint::EndpointCall;
use super::metrics::Stats;
use super::route::requires_auth;
use super::trace::{Records, RequestRecorder};
use crate::http::problem::Source;
use crate::http::{Params, WebSocket};
use crate::http::{SocketCall, SocketFn};
use microcore_core::call::{CallError, CallId, Invocation, Mounted};
use microcore_core::error::{Error, Kind};
use microcore_core::meta::WebSocketMeta;

pub(super) struct Socket {
    pub(super) mounted: Mounted<WebSocketMeta, SocketFn>,
    pub(super) stats: Arc<Stats>,
    /// Whether authentication is required.
    pub(super) requires_auth: bool,
}

impl Socket {
    pub(super) fn new(mounted: Mounted<WebSocketMeta, SocketFn>, stats: Arc<Stats>) -> Self {
        let requires_auth = requires_auth(mounted.meta.handler.args, mounted.meta.roles);
        Self { mounted, stats, requires_auth }
    }

    pub(super) fn source(&self) -> Source {
        Source { plugin: self.mounted.plugin, handler: &self.mounted.meta.handler }
    }

    /// Opens the socket and leaves it to the handler.
    pub(super) async fn open(
        &self,
        call: EndpointCall<'_>,
        payload: &mut Payload,
        params: &mut Params,
    ) -> Result<HttpResponse, CallError> {
        let EndpointCall { dispatcher, request, id, start } = call;
        let meta = self.mounted.meta;
        let tool_calls = self.mounted.tool_calls(dispatcher.system.causal_tree(), start);
        let trace = Records::All.context(id, request, tool_calls.is_some());
        let invocation = Invocation { trace, start, limit: None, tool_calls };
        let mut recorder = RequestRecorder {
            dispatcher,
            records: Records::All,
            trace: &invocation.trace,
            method: "GET",
            path: meta.path,
        };
        self.mounted
            .invoke(&invocation, &mut recorder, |handler| async move {
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
                let messages = messages
                    .max_frame_size(limit)
                    .aggregate_continuations()
                    .max_continuation_size(limit);
                let socket = WebSocket::new(session.clone(), messages, dispatcher.stop.clone());
                let call = SocketCall {
                    socket: Some(socket),
                    request: request.clone(),
                    params: mem::take(params),
                    identity,
                    context: handler.context(),
                };
                let work = handler.detach(call);
                let (source, id, stop) = (self.source(), id.clone(), dispatcher.stop.clone());
                actix_web::rt::spawn(async move {
                    let code = match work.await {
                        Ok(()) if stop.is_stopping() => CloseCode::Away,
                        Ok(()) => CloseCode::Normal,
                        Err(error) => {
                            log(&error, source, &id);
                            close_code(error.kind())
                        }
                    };
                    // The handler may have closed it, or the client may be gone.
                    let _ = session.close(Some(code.into())).await;
                });
                Ok(response)
            })
            .await
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

fn log(error: &CallError, source: Source, id: &CallId) {
    let (plugin, handler) = (source.plugin.id(), source.handler.name);
    let cause = error.to_string();
    match error.kind() {
        Kind::Internal => {
            tracing::error!(plugin, handler, request_id = %id, cause, "socket failed");
        }
        _ => tracing::debug!(plugin, handler, request_id = %id, cause, "socket ended"),
    }
}
