//! The plugins of the framework, and the constructors of their routes.

use std::future::Future;
use std::sync::Arc;

use actix_web::HttpResponse;
use microcore_core::SourceLocation;
use microcore_core::error::Result;
use microcore_core::meta::{
    ErasedHandler, HandlerMeta, Mount, MountError, MountFn, PluginMeta, ReplyMeta, RouteMeta,
};

use super::SystemState;
use crate::http::route_policy::{Access, RoutePolicy};
use crate::http::{HttpCall, HttpConfig, RouteFn};

/// A plugin of the framework's own.
pub(super) struct SystemPlugin {
    pub(super) meta: PluginMeta,
    pub(super) policy: RoutePolicy,
    /// Whether the configuration asks for it.
    pub(super) enabled: fn(&HttpConfig) -> bool,
}

impl SystemPlugin {
    /// A plugin whose routes admit local requests and those with the token.
    #[track_caller]
    pub(super) const fn new(name: &'static str, routes: &'static [RouteMeta]) -> Self {
        let location = SourceLocation::caller();
        let path = "microcore::http::system";
        let meta = PluginMeta::new(name, path, "microcore", location);
        Self {
            meta: meta.domain("system").routes(routes),
            policy: RoutePolicy::of_system(),
            enabled: |_| true,
        }
    }

    /// Makes its routes public.
    pub(super) const fn public(mut self) -> Self {
        self.policy.access = Access::Public;
        self
    }

    /// Allows caches to store its responses.
    pub(super) const fn cacheable(mut self) -> Self {
        self.policy.no_store = false;
        self
    }

    /// Serves it only where this setting is true.
    pub(super) const fn enabled_by(
        mut self,
        setting: &'static str,
        enabled: fn(&HttpConfig) -> bool,
    ) -> Self {
        self.policy.disabled_by = Some(setting);
        self.enabled = enabled;
        self
    }
}

/// A route that answers with what its handler makes.
#[track_caller]
pub(super) const fn route(
    method: &'static str,
    path: &'static str,
    name: &'static str,
    mount: MountFn,
) -> RouteMeta {
    let handler = HandlerMeta::new(name, SourceLocation::caller());
    RouteMeta::new(handler, method, path, ReplyMeta::Empty, mount)
}

/// Mounts a handler: the state is looked up once.
pub(super) fn handler<F, A>(mount: &Mount<'_>, handler: F) -> Result<ErasedHandler, MountError>
where
    F: Fn(Arc<SystemState>, HttpCall) -> A + Send + Sync + 'static,
    A: Future<Output = Result<HttpResponse>> + 'static,
{
    let state = mount.handle::<Arc<SystemState>>("System")?;
    Ok(ErasedHandler::new::<RouteFn>(Box::new(move |call| {
        Box::pin(handler(Arc::clone(&state), call))
    })))
}
