//! What answers at a method and a path: a route or a WebSocket.

use std::time::Instant;

use actix_web::HttpRequest;
use microcore_syntax::Code;

use super::Dispatcher;
use super::metrics::Stats;
use super::route::Route;
use super::socket::Socket;
use crate::http::path::{PathError, Pattern};
use crate::http::problem;
use microcore_core::SourceLocation;
use microcore_core::call::CallId;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::PluginMeta;

/// What answers at a method and a path.
pub(super) enum Endpoint {
    Route(Box<Route>),
    Socket(Box<Socket>),
}

impl Endpoint {
    pub(super) fn stats(&self) -> &Stats {
        match self {
            Self::Route(route) => &route.stats,
            Self::Socket(socket) => &socket.stats,
        }
    }

    pub(super) fn method(&self) -> &'static str {
        match self {
            Self::Route(route) => route.mounted.meta.method,
            Self::Socket(_) => "GET",
        }
    }

    pub(super) fn path(&self) -> &'static str {
        match self {
            Self::Route(route) => route.mounted.meta.path,
            Self::Socket(socket) => socket.mounted.meta.path,
        }
    }

    pub(super) fn pattern(&self) -> Result<Pattern<'static>, PathError> {
        match self {
            Self::Route(route) if route.policy.of_framework => Pattern::parse(self.path()),
            Self::Route(_) | Self::Socket(_) => Pattern::of_plugin(self.path()),
        }
    }

    /// Whether its answers are meant for one user and stay in no cache.
    pub(super) fn is_private(&self) -> bool {
        match self {
            Self::Route(route) => route.policy.no_store,
            Self::Socket(_) => false,
        }
    }

    pub(super) fn source(&self) -> problem::Source {
        match self {
            Self::Route(route) => route.source(),
            Self::Socket(socket) => socket.source(),
        }
    }

    fn plugin(&self) -> &'static PluginMeta {
        match self {
            Self::Route(route) => route.mounted.plugin,
            Self::Socket(socket) => socket.mounted.plugin,
        }
    }

    fn location(&self) -> SourceLocation {
        match self {
            Self::Route(route) => route.mounted.meta.path_location,
            Self::Socket(socket) => socket.mounted.meta.path_location,
        }
    }

    /// What is wrong with it, where it is declared.
    pub(super) fn diagnostic(&self, code: Code, problem: &str) -> Diagnostic {
        let (method, path, plugin) = (self.method(), self.path(), self.plugin().id());
        let noun = match self {
            Self::Route(_) => "this route",
            Self::Socket(_) => "this WebSocket",
        };
        Diagnostic::new(format!("`{method} {path}` of `{plugin}` {problem}"))
            .label(self.location(), noun)
            .code(code)
    }

    /// That it cannot be served because another endpoint is.
    pub(super) fn conflict(&self, with: &Self) -> Diagnostic {
        let code = Code::DuplicateRoute;
        let help = "give it another path";
        match with {
            Self::Route(own) if own.policy.of_framework => {
                let problem = "cannot be served: the framework serves this path";
                let diagnostic = self.diagnostic(code, problem).help(help);
                match own.policy.disabled_by {
                    Some(setting) => diagnostic.help(format!("or set `{setting}` to false")),
                    None => diagnostic,
                }
            }
            Self::Route(_) | Self::Socket(_) => {
                let (method, path, plugin) = (with.method(), with.path(), with.plugin().id());
                let other = format!("`{method} {path}` of `{plugin}`");
                let problem = format!("cannot be served: {other} matches the same requests");
                self.diagnostic(code, &problem).label(with.location(), "the other route").help(help)
            }
        }
    }
}

/// A request that an endpoint is called for.
#[derive(Clone, Copy)]
pub(super) struct EndpointCall<'a> {
    pub(super) dispatcher: &'a Dispatcher,
    pub(super) request: &'a HttpRequest,
    pub(super) id: &'a CallId,
    pub(super) start: Instant,
}
