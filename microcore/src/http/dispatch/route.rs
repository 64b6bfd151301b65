//! A route, ready to be called: what its metadata says, worked out once.

use std::cell::Cell;
use std::mem;
use std::sync::Arc;
use std::time::Duration;

use actix_files::NamedFile;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};

use super::Limited;
use super::authorization::authorize;
use super::body::{self, Remaining};
use super::csrf::Intent;
use super::endpoint::EndpointCall;
use super::metrics::Stats;
use super::trace::{Records, RequestRecorder};
use super::until_shutdown::until_shutdown;
use crate::http::argument::receive;
use crate::http::problem::Source;
use crate::http::reply::OnDisk;
use crate::http::route_policy::{Access, RoutePolicy};
use crate::http::system::admit;
use crate::http::{HttpBody, HttpCall, RouteFn};
use crate::http::{HttpConfig, Params};
use microcore_core::call::{CallError, Invocation, Mounted};
use microcore_core::error::{Error, Result};
use microcore_core::meta::{Arg, ArgMeta, ReplyMeta, RouteMeta};

pub(super) struct Route {
    pub(super) mounted: Mounted<RouteMeta, RouteFn>,
    pub(super) stats: Arc<Stats>,
    /// Who may call it, and what else holds for its requests.
    pub(super) policy: RoutePolicy,
    /// Which requests become nodes of the causal tree.
    records: Records,
    reads: BodyMode,
    body_limit: usize,
    timeout: Duration,
}

/// What the handler reads of the body.
#[derive(Clone, Copy)]
enum BodyMode {
    Nothing,
    Whole,
    Parts,
}

/// Whether a handler requires authentication.
pub(super) fn requires_auth(args: &[Arg], roles: &[&str]) -> bool {
    !roles.is_empty() || args.iter().any(|arg| matches!(arg.meta, ArgMeta::Identity))
}

impl Route {
    /// A plugin's route.
    pub(super) fn new(
        mounted: Mounted<RouteMeta, RouteFn>,
        stats: Arc<Stats>,
        config: &HttpConfig,
    ) -> Self {
        let meta = mounted.meta;
        let args = meta.handler.args;
        let reads = args.iter().fold(BodyMode::Nothing, |reads, arg| match arg.meta {
            ArgMeta::Json(_) | ArgMeta::Form(_) => BodyMode::Whole,
            ArgMeta::Multipart(_) => BodyMode::Parts,
            _ => reads,
        });
        let timeout_ms = match meta.timeout_ms {
            0 => config.request_timeout_ms,
            own => own,
        };
        let body_limit = match meta.body_limit {
            0 => config.body_limit,
            own => own,
        };
        Self {
            policy: RoutePolicy::of_plugin(requires_auth(args, meta.roles)),
            records: Records::of_route(args, &meta.reply),
            reads,
            body_limit,
            timeout: Duration::from_millis(timeout_ms),
            stats,
            mounted,
        }
    }

    /// A route of the framework's own.
    pub(super) fn with_policy(self, policy: RoutePolicy) -> Self {
        Self { policy, records: Records::Nothing, ..self }
    }

    pub(super) fn source(&self) -> Source {
        Source { plugin: self.mounted.plugin, handler: &self.mounted.meta.handler }
    }

    pub(super) async fn call(
        &self,
        call: EndpointCall<'_>,
        payload: &mut Payload,
        params: &mut Params,
    ) -> Result<HttpResponse, CallError> {
        let EndpointCall { dispatcher, request, id, start } = call;
        let route = self.mounted.meta;
        let tool_calls = self.mounted.tool_calls(dispatcher.system.causal_tree(), start);
        let invocation = Invocation {
            trace: self.records.context(id, request, tool_calls.is_some()),
            start,
            limit: Some(self.timeout),
            tool_calls,
        };
        let mut recorder = RequestRecorder {
            dispatcher,
            records: self.records,
            trace: &invocation.trace,
            method: route.method,
            path: route.path,
        };
        self.mounted
            .invoke(&invocation, &mut recorder, |handler| async move {
                let identity = match self.policy.access {
                    Access::Public => None,
                    Access::Authenticated => {
                        Some(authorize(dispatcher, request, route.roles, Intent::Call).await?)
                    }
                    Access::LocalOrToken => {
                        admit(request, dispatcher.system_token.as_ref())?;
                        None
                    }
                };
                let timeout = dispatcher.config.body_timeout();
                let body = match self.reads {
                    BodyMode::Nothing => HttpBody::Empty,
                    BodyMode::Whole => HttpBody::Bytes(
                        body::read(request, payload, self.body_limit, timeout).await?,
                    ),
                    BodyMode::Parts => {
                        Box::pin(parts(request, payload, self.body_limit, timeout)).await?
                    }
                };
                let call = HttpCall {
                    body,
                    params: mem::take(params),
                    identity,
                    route,
                    context: handler.context(),
                    request: request.clone(),
                };
                let response = handler.call(call).await?;
                match route.reply {
                    ReplyMeta::File => Ok(open(request, response)?),
                    ReplyMeta::Sse(_) => Ok(until_shutdown(response, dispatcher.stop.clone())),
                    _ => Ok(response),
                }
            })
            .await
    }
}

/// Receives the parts of a multipart body.
async fn parts(
    request: &HttpRequest,
    payload: &mut Payload,
    limit: usize,
    timeout: Duration,
) -> Result<HttpBody> {
    let left = Remaining::new(Cell::new(Payload::None));
    let limited = Limited::new(request, payload, &left, limit, timeout)?;
    let body = receive(request, limited).await.map(HttpBody::Multipart);
    *payload = left.replace(Payload::None);
    body
}

/// Reads the file that the handler named, as much of it as the request asks for.
fn open(request: &HttpRequest, mut response: HttpResponse) -> Result<HttpResponse> {
    let Some(OnDisk(path)) = response.extensions_mut().remove() else { return Ok(response) };
    let file = NamedFile::open(path)
        .map_err(|error| Error::not_found("there is no such file").with_source(error))?;
    let mut opened = file.disable_content_disposition().into_response(request);
    if opened.status() == StatusCode::OK {
        *opened.status_mut() = response.status();
    }
    for (name, value) in response.headers() {
        opened.headers_mut().insert(name.clone(), value.clone());
    }
    Ok(opened)
}
