//! From a request to its answer: one actix service for the whole application.

mod authorization;
mod body;
mod csrf;
mod endpoint;
mod metrics;
mod response_headers;
mod route;
mod socket;
mod table;
mod trace;
mod unmatched;
mod unread_body;
mod until_shutdown;

use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;

use actix_files::FilesService;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use microcore_syntax::Code;

use super::openapi;
use super::route_policy::Access;
use super::server_plan::ServerPlan;
use super::system::{self, SystemState};
use super::{HttpConfig, Shutdown};
use crate::http::{problem, request_id};
use microcore_core::Secret;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::Result;
use microcore_core::identity::SharedAuthenticator;
use microcore_core::system::System;

use endpoint::{Endpoint, EndpointCall};
use metrics::{HttpMetrics, Stats};
use route::Route;
use socket::Socket;
use table::{AddError, RouteMatch, Table};

pub(crate) use body::{Limited, payload_error};

/// Everything that answering takes, shared by all workers.
pub(crate) struct Dispatcher {
    table: Table,
    endpoints: Vec<Endpoint>,
    /// Requests that no endpoint took.
    unmatched: Arc<Stats>,
    authenticator: Option<SharedAuthenticator>,
    /// Other origins whose pages may use the user's cookie.
    trusted_origins: Vec<String>,
    config: HttpConfig,
    system: Arc<dyn System>,
    system_token: Option<Secret<String>>,
    stop: Shutdown,
}

impl Dispatcher {
    /// Takes in everything to be served; the error lists what cannot be.
    pub(crate) fn new(plan: ServerPlan, stop: Shutdown) -> Result<Self, Vec<Diagnostic>> {
        let config = plan.config;
        let document = openapi::document(plan.app, &plan.plugins);
        let mut endpoints: Vec<Endpoint> = Vec::new();
        let metrics = Arc::new(HttpMetrics::default());
        let mut registry = plan.metrics;
        registry.register(metrics.clone());
        let state = SystemState {
            system: plan.system.clone(),
            metrics: registry,
            openapi: document.to_string().into(),
            stop: stop.clone(),
        };
        let own = system::mount(&config, state);
        for (mounted, policy) in own.map_err(|error| vec![Diagnostic::new(error.to_string())])? {
            let stats = metrics.endpoint(mounted.meta.method, mounted.meta.path);
            let route = Route::new(mounted, stats, &config).with_policy(policy);
            endpoints.push(Endpoint::Route(Box::new(route)));
        }
        // After the framework's, so that of two at one path the plugin's is reported.
        for mounted in plan.routes {
            let stats = metrics.endpoint(mounted.meta.method, mounted.meta.path);
            endpoints.push(Endpoint::Route(Box::new(Route::new(mounted, stats, &config))));
        }
        for mounted in plan.sockets {
            let stats = metrics.endpoint("GET", mounted.meta.path);
            endpoints.push(Endpoint::Socket(Box::new(Socket::new(mounted, stats))));
        }
        let mut refused = Vec::new();
        let mut table = Table::default();
        for (index, endpoint) in endpoints.iter().enumerate() {
            let pattern = endpoint.pattern().map_err(|error| AddError::Invalid(error.to_string()));
            match pattern.and_then(|pattern| table.add(endpoint.method(), &pattern, index)) {
                Ok(()) => {}
                Err(AddError::Conflict(with)) => refused.push(endpoint.conflict(&endpoints[with])),
                Err(AddError::Invalid(problem)) => {
                    let problem = format!("cannot be served: {problem}");
                    refused.push(endpoint.diagnostic(Code::Attribute, &problem));
                }
            }
            let requires_auth = match endpoint {
                Endpoint::Route(route) => route.policy.access == Access::Authenticated,
                Endpoint::Socket(socket) => socket.requires_auth,
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
            unmatched: metrics.endpoint("", ""),
            authenticator: plan.authenticator,
            trusted_origins,
            config,
            system: plan.system,
            system_token: plan.system_token,
            stop,
        })
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
    request: ServiceRequest,
) -> Result<ServiceResponse, actix_web::Error> {
    let start = Instant::now();
    // What is left in the payload at the end was not read.
    let (mut request, mut payload) = request.into_parts();
    let dispatcher = &*worker.dispatcher;
    let id = request_id::of(request.headers());
    let (mut response, stats, private) =
        match dispatcher.table.find(request.method(), request.path()) {
            RouteMatch::Endpoint(index, mut params) => {
                let endpoint = &dispatcher.endpoints[index];
                let call = EndpointCall { dispatcher, request: &request, id: &id, start };
                let result = match endpoint {
                    Endpoint::Route(route) => route.call(call, &mut payload, &mut params).await,
                    Endpoint::Socket(socket) => {
                        Box::pin(socket.open(call, &mut payload, &mut params)).await
                    }
                };
                let response = match result {
                    Ok(response) => response,
                    Err(error) => {
                        let error = trace::answered(error);
                        problem::answer(&error, &id, Some(endpoint.source()), request.path())
                    }
                };
                (response, endpoint.stats(), endpoint.is_private())
            }
            RouteMatch::Methods(allowed) => {
                let response = unmatched::method_not_allowed(&request, &allowed, &id);
                (response, &*dispatcher.unmatched, false)
            }
            RouteMatch::Nothing => {
                let response = match &worker.files {
                    Some(files) => {
                        let file = unmatched::file(dispatcher, files, request, &id);
                        let (same, response) = Box::pin(file).await?;
                        request = same;
                        response
                    }
                    None => unmatched::not_found(&request, &id),
                };
                (response, &*dispatcher.unmatched, false)
            }
        };
    response_headers::headers(&mut response, &id, private);
    if dispatcher.config.compression && response_headers::is_worth_compressing(&response) {
        response = response_headers::compress(&request, response);
    }
    if !matches!(payload, Payload::None) {
        response = unread_body::hold(response, payload);
    }
    stats.record(response.status(), start.elapsed());
    Ok(ServiceResponse::new(request, response))
}
