//! Names and routes as hashes, so that constants compare one number instead of many bytes.

use microcore_syntax::fnv::{name_key, route_key};

use crate::meta::PluginMeta;

/// The key of route number `at`.
pub(crate) const fn route(plugin: &PluginMeta, at: usize) -> u64 {
    if at < plugin.keys.routes.len() {
        return plugin.keys.routes[at];
    }
    let route = &plugin.routes[at];
    route_key(route.method, route.path)
}

/// The key of event number `at`.
pub(crate) const fn event(plugin: &PluginMeta, at: usize) -> u64 {
    if at < plugin.keys.events.len() {
        return plugin.keys.events[at];
    }
    name_key(plugin.events[at].name)
}

/// The key of answer number `at`.
pub(crate) const fn answer(plugin: &PluginMeta, at: usize) -> u64 {
    if at < plugin.keys.answers.len() {
        return plugin.keys.answers[at];
    }
    name_key(plugin.answers[at].ask)
}

/// Whether both are the same plugin. Only metadata that no macro generated has no key.
pub(crate) const fn same_plugin(a: &PluginMeta, b: &PluginMeta) -> bool {
    if a.keys.plugin != 0 && b.keys.plugin != 0 {
        return a.keys.plugin == b.keys.plugin;
    }
    super::text::equal(a.path, b.path)
}
