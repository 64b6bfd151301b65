//! Everything that a server needs before it is bound.

use std::io;
use std::sync::Arc;

use actix_web::web::ServiceConfig;
use microcore_core::Secret;
use microcore_core::call::Mounted;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::identity::SharedAuthenticator;
use microcore_core::meta::{AppMeta, PluginMeta, RouteMeta, WebSocketMeta};
use microcore_core::metrics::Registry;
use microcore_core::system::System;

use super::{HttpConfig, RouteFn, SocketFn};

/// Adds the application's own actix services.
pub type Configure = Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>;

/// Everything that a server serves.
pub struct ServerPlan {
    /// The application.
    pub app: &'static AppMeta,
    /// Its plugins, for the documentation.
    pub plugins: Vec<&'static PluginMeta>,
    /// Section `http`.
    pub config: HttpConfig,
    /// The mounted routes.
    pub routes: Vec<Mounted<RouteMeta, RouteFn>>,
    /// The mounted WebSocket endpoints.
    pub sockets: Vec<Mounted<WebSocketMeta, SocketFn>>,
    /// Authenticates callers; required if an endpoint takes an `Identity` or has `roles`.
    pub authenticator: Option<SharedAuthenticator>,
    /// What `/system` reports.
    pub system: Arc<dyn System>,
    /// What `/system/metrics` reports; the server adds its own.
    pub metrics: Registry,
    /// Opens `/system` to other machines (`system.token`).
    pub system_token: Option<Secret<String>>,
    /// The application's own actix services; they go before everything else.
    pub configure: Option<Configure>,
}

impl std::fmt::Debug for ServerPlan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerPlan").finish_non_exhaustive()
    }
}

/// Why a server cannot serve.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindError {
    /// Endpoints that cannot be served, all of them.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Endpoints(Vec<Diagnostic>),
    /// A setting that cannot be used.
    #[error("setting `http.{key}` {problem}")]
    Setting {
        /// The setting.
        key: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The address cannot be listened on.
    #[error("cannot listen on {address}")]
    Address {
        /// The address.
        address: String,
        /// Why.
        #[source]
        source: io::Error,
    },
}
