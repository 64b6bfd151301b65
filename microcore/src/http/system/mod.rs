//! The framework's own endpoints: `/system` and the API documentation.
//!
//! They are plugins of the domain `system`, one file each, whose routes are mounted and
//! served like those of an application. They differ in three things: they are written
//! without the macros, which would register them as plugins of the application; their
//! handlers read [`SystemState`]; and they have their own [`RoutePolicy`].

mod access;
mod dead_letters;
mod docs;
mod health;
mod metrics;
mod plugin;
mod query;
mod state;
mod status;
mod traces;

use std::sync::Arc;

use microcore_core::call::Mounted;
use microcore_core::config::Configuration;
use microcore_core::meta::{Mount, MountError, RouteMeta};
use microcore_core::tool::Toolbox;

use super::route_policy::RoutePolicy;
use super::{HttpConfig, RouteFn};
use plugin::SystemPlugin;

pub(crate) use access::admit;
#[cfg(feature = "mcp")]
pub(crate) use access::same;
pub(crate) use state::SystemState;

/// Every plugin of the framework.
static PLUGINS: [&SystemPlugin; 6] = [
    &health::PLUGIN,
    &status::PLUGIN,
    &metrics::PLUGIN,
    &traces::PLUGIN,
    &dead_letters::PLUGIN,
    &docs::PLUGIN,
];

type MountedRoute = Mounted<RouteMeta, RouteFn>;

/// Mounts the routes of all plugins that the configuration enables.
pub(crate) fn mount(
    http: &HttpConfig,
    state: SystemState,
) -> Result<Vec<(MountedRoute, RoutePolicy)>, MountError> {
    let (mut toolbox, config) = (Toolbox::default(), Configuration::empty());
    toolbox.put(Arc::new(state));
    let enabled = PLUGINS.iter().filter(|plugin| (plugin.enabled)(http));
    let routes = enabled.flat_map(|own| own.meta.routes.iter().map(move |route| (own, route)));
    routes
        .map(|(own, meta)| {
            let (plugin, handler) = (&own.meta, &meta.handler);
            let path = Some(meta.path);
            let context = Mount { plugin, handler, path, toolbox: &toolbox, config: &config };
            let call = (meta.mount)(&context)?.restore()?;
            Ok((Mounted::new(plugin, meta, call, Vec::new()), own.policy))
        })
        .collect()
}
