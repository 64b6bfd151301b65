//! From a request to its answer: one actix service for the whole application.

mod authorization;
mod body;
mod builtin;
mod history;
mod response_headers;
mod route;
mod socket;
mod stats;
mod table;
mod trace;
mod unread_body;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_files::FilesService;
use actix_web::dev::{Payload, Service, ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use microcore_syntax::Code;

use super::openapi;
use super::plan::ServerPlan;
use super::{HttpConfig, Params, Shutdown};
use crate::http::path::{PathError, Pattern};
use crate::http::{problem, request_id};
use microcore_core::Secret;
use microcore_core::call::{CallId, catch_panic};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::{Error, Kind, Result};
use microcore_core::identity::SharedAuthenticator;
use microcore_core::meta::PluginMeta;
use microcore_core::system::System;

use builtin::Builtin;
use route::Route;
use socket::Socket;
use stats::Stats;
use table::{RouteMatch, Table};

pub(crate) use body::{Limited, payload_error};

/// Everything that answering takes, shared by all workers.
pub(crate) struct Dispatcher {
    table: Table,
    endpoints: Vec<Endpoint>,
    /// Requests that no endpoint took.
    unmatched: Stats,
    authenticator: Option<SharedAuthenticator>,
    /// Other origins whose pages may use the user's cookie.
    trusted_origins: Vec<String>,
    config: HttpConfig,
    system: Arc<dyn System>,
    system_token: Option<Secret<String>>,
    openapi: bytes::Bytes,
    stop: Shutdown,
}

/// What answers at a method and a path.
enum Endpoint {
    Route(Box<Route>),
    Socket(Box<Socket>),
    Builtin(Builtin, Stats),
}

impl Endpoint {
    fn stats(&self) -> &Stats {
        match self {
            Self::Route(route) => &route.stats,
            Self::Socket(socket) => &socket.stats,
            Self::Builtin(_, stats) => stats,
        }
    }

    fn method(&self) -> &'static str {
        match self {
            Self::Route(route) => route.mounted.meta.method,
            Self::Socket(_) => "GET",
            Self::Builtin(builtin, _) => builtin.method(),
        }
    }

    fn path(&self) -> &'static str {
        match self {
            Self::Route(route) => route.mounted.meta.path,
            Self::Socket(socket) => socket.mounted.meta.path,
            Self::Builtin(builtin, _) => builtin.path(),
        }
    }

    fn pattern(&self) -> Result<Pattern<'static>, PathError> {
        match self {
            Self::Route(_) | Self::Socket(_) => Pattern::of_plugin(self.path()),
            Self::Builtin(..) => Pattern::parse(self.path()),
        }
    }

    fn source(&self) -> Option<problem::Source> {
        match self {
            Self::Route(route) => Some(route.source()),
            Self::Socket(socket) => Some(socket.source()),
            Self::Builtin(..) => None,
        }
    }

    /// What is wrong with it, where it is declared.
    fn diagnostic(&self, code: Code, problem: &str) -> Diagnostic {
        let (method, path) = (self.method(), self.path());
        let of = |plugin: &PluginMeta| format!("`{method} {path}` of `{}` {problem}", plugin.id());
        let diagnostic = match self {
            Self::Route(route) => Diagnostic::new(of(route.mounted.plugin))
                .label(route.mounted.meta.path_location, "this route"),
            Self::Socket(socket) => Diagnostic::new(of(socket.mounted.plugin))
                .label(socket.mounted.meta.path_location, "this WebSocket"),
            Self::Builtin(..) => {
                Diagnostic::new(format!("`{method} {path}` of the framework {problem}"))
            }
        };
        diagnostic.code(code)
    }
}

impl Dispatcher {
    /// Takes in everything to be served; the error lists what cannot be.
    pub(crate) fn new(plan: ServerPlan, stop: Shutdown) -> Result<Self, Vec<Diagnostic>> {
        let config = plan.config;
        let document = openapi::document(plan.app, &plan.plugins);
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for mounted in plan.routes {
            endpoints.push(Endpoint::Route(Box::new(Route::new(mounted, &config))));
        }
        for mounted in plan.sockets {
            endpoints.push(Endpoint::Socket(Box::new(Socket::new(mounted))));
        }
        for builtin in Builtin::all(config.docs) {
            endpoints.push(Endpoint::Builtin(builtin, Stats::default()));
        }
        let mut refused = Vec::new();
        let mut table = Table::default();
        for (index, endpoint) in endpoints.iter().enumerate() {
            let pattern = endpoint.pattern().map_err(|error| (Code::Attribute, error.to_string()));
            let added = pattern.and_then(|pattern| table.add(endpoint.method(), &pattern, index));
            if let Err((code, problem)) = added {
                refused.push(endpoint.diagnostic(code, &format!("cannot be served: {problem}")));
            }
            let requires_auth = match endpoint {
                Endpoint::Route(route) => route.requires_auth,
                Endpoint::Socket(socket) => socket.requires_auth,
                Endpoint::Builtin(..) => false,
            };
            if requires_auth && plan.authenticator.is_none() {
                let problem = "requires authentication, which no tool provides";
                refused.push(
                    endpoint
                        .diagnostic(Code::Capability, problem)
                        .help("take `Auth` in a handler")
                        .help("or name a tool that authenticates in the `tools` of `app!`"),
                );
            }
        }
        if !refused.is_empty() {
            return Err(refused);
        }
        let trusted_origins = match config.cors_credentials {
            true => config.cors_origins.clone(),
            false => Vec::new(),
        };
        Ok(Self {
            table,
            endpoints,
            unmatched: Stats::default(),
            authenticator: plan.authenticator,
            trusted_origins,
            config,
            system: plan.system,
            system_token: plan.system_token,
            openapi: document.to_string().into(),
            stop,
        })
    }

    fn metrics(&self) -> String {
        let endpoints = self
            .endpoints
            .iter()
            .map(|endpoint| (endpoint.method(), endpoint.path(), endpoint.stats()))
            .chain(std::iter::once(("", "", &self.unmatched)));
        let mut text = self.system.metrics();
        text.push_str(&stats::prometheus(endpoints));
        text
    }
}

/// One worker's handle on the dispatcher: counted without atomics.
pub(crate) struct Worker {
    dispatcher: Arc<Dispatcher>,
    files: Option<FilesService>,
}

impl Worker {
    pub(crate) fn new(dispatcher: Arc<Dispatcher>, files: Option<FilesService>) -> Self {
        Self { dispatcher, files }
    }
}

/// Answers one request.
pub(crate) async fn serve(
    worker: Rc<Worker>,
    mut request: ServiceRequest,
) -> Result<ServiceResponse, actix_web::Error> {
    let start = Instant::now();
    // What is left in it at the end was not read.
    let mut payload = request.take_payload();
    let dispatcher = &*worker.dispatcher;
    let id = request_id::of(request.headers());
    let (request, mut response, stats, private) =
        match dispatcher.table.find(request.method(), request.path()) {
            RouteMatch::Endpoint(index, params) => {
                let endpoint = &dispatcher.endpoints[index];
                let (request, _) = request.into_parts();
                let result =
                    call(dispatcher, endpoint, &request, &mut payload, params, &id, start).await;
                let private = match endpoint {
                    Endpoint::Route(route) => route.requires_auth,
                    Endpoint::Socket(_) => false,
                    Endpoint::Builtin(builtin, _) => builtin.is_private(),
                };
                let response = result.unwrap_or_else(|error| {
                    problem::answer(&error, &id, endpoint.source(), request.path())
                });
                (request, response, endpoint.stats(), private)
            }
            RouteMatch::Methods(allowed) => {
                let (request, _) = request.into_parts();
                let response = method_not_allowed(&request, &allowed, &id);
                (request, response, &dispatcher.unmatched, false)
            }
            RouteMatch::Nothing => {
                let (request, response) = match &worker.files {
                    Some(files) => Box::pin(file(dispatcher, files, request, &id)).await?,
                    None => not_found(request.into_parts().0, &id),
                };
                (request, response, &dispatcher.unmatched, false)
            }
        };
    response_headers::headers(&mut response, &id, private);
    if dispatcher.config.compression {
        response = response_headers::compress(&request, response);
    }
    if !matches!(payload, Payload::None) {
        response = unread_body::hold(response, payload);
    }
    stats.record(response.status(), start.elapsed());
    Ok(ServiceResponse::new(request, response))
}

async fn call(
    dispatcher: &Dispatcher,
    endpoint: &Endpoint,
    request: &HttpRequest,
    payload: &mut Payload,
    params: Params,
    id: &CallId,
    start: Instant,
) -> Result<HttpResponse> {
    match endpoint {
        Endpoint::Route(route) => route.call(dispatcher, request, payload, params, id, start).await,
        Endpoint::Socket(socket) => {
            Box::pin(socket.open(dispatcher, request, payload, params, id, start)).await
        }
        Endpoint::Builtin(builtin, _) => {
            Box::pin(catch_panic(builtin.answer(dispatcher, request, &params))).await?
        }
    }
}

#[cold]
fn method_not_allowed(request: &HttpRequest, allowed: &[Method], id: &CallId) -> HttpResponse {
    let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    let names = names.join(", ");
    let mut response = match *request.method() == Method::OPTIONS {
        true => HttpResponse::new(StatusCode::NO_CONTENT),
        false => {
            let message = format!("method not allowed; allowed: {names}");
            let error = Error::new(Kind::MethodNotAllowed, message);
            problem::answer(&error, id, None, request.path())
        }
    };
    if let Ok(value) = HeaderValue::try_from(names) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// A file, if there is one at that path.
#[cold]
async fn file(
    dispatcher: &Dispatcher,
    files: &FilesService,
    mut request: ServiceRequest,
    id: &CallId,
) -> Result<(HttpRequest, HttpResponse), actix_web::Error> {
    let prefix = dispatcher.config.static_prefix.trim_end_matches('/');
    let inside = request
        .path()
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if matches!(*request.method(), Method::GET | Method::HEAD) && inside {
        request.match_info_mut().skip(prefix.len() as u16);
        let (request, mut response) = files.call(request).await?.into_parts();
        if response.status().is_success()
            || response.status().is_redirection()
            || response.status() == StatusCode::RANGE_NOT_SATISFIABLE
        {
            response_headers::page_policy(&mut response);
            return Ok((request, response));
        }
        return Ok(not_found(request, id));
    }
    let (request, _) = request.into_parts();
    Ok(not_found(request, id))
}

fn not_found(request: HttpRequest, id: &CallId) -> (HttpRequest, HttpResponse) {
    let error = Error::not_found("no route matches this path");
    let response = problem::answer(&error, id, None, request.path());
    (request, response)
}
