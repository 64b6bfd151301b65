//! Checks that no two routes match the same request.

use microcore_syntax::Code;
use microcore_syntax::fnv::after_parameter;

use super::const_diagnostic::ConstDiagnostic;
use super::index::{Index, Probe};
use super::keys::{self, same_plugin};
use super::text::{Text, equal};
use crate::meta::{PluginMeta, RouteMeta, SourceLocation, WebSocketMeta};

/// What is wrong with route number `at` of the plugin.
pub(crate) const fn unique(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
) -> Option<ConstDiagnostic> {
    let route = &plugin.routes[at];
    let mut probe = Probe::new(index.routes, keys::route(plugin, at));
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.routes[slot.item as usize];
        let itself = slot.item as usize == at && same_plugin(owner, plugin);
        if !itself && equal(route.method, other.method) && same_path(route.path, other.path) {
            return Some(duplicate(plugin, route, owner, other));
        }
    }
    if is_catch_all(route.path) { catch_all_conflict(index, plugin, route) } else { None }
}

/// A route that conflicts with a catch-all: one that has a parameter where the other
/// takes the rest. Catch-alls are few, so all routes are compared.
const fn catch_all_conflict(
    index: &Index,
    plugin: &PluginMeta,
    route: &RouteMeta,
) -> Option<ConstDiagnostic> {
    let mut plugin_at = 0;
    while plugin_at < index.plugins.len() {
        let owner = index.plugins[plugin_at];
        let mut at = 0;
        while at < owner.routes.len() {
            let other = &owner.routes[at];
            if equal(route.method, other.method) && catch_all_covers(route.path, other.path) {
                return Some(duplicate(plugin, route, owner, other));
            }
            at += 1;
        }
        plugin_at += 1;
    }
    None
}

/// A catch-all is the end of its path, so the last byte decides for most paths.
const fn is_catch_all(path: &str) -> bool {
    let bytes = path.as_bytes();
    let mut at = bytes.len();
    if at == 0 || bytes[at - 1] != b'}' {
        return false;
    }
    while at > 1 {
        at -= 1;
        if bytes[at - 1] == b'{' {
            return bytes[at] == b'*';
        }
    }
    false
}

/// Whether `other` has a parameter where the catch-all takes the rest.
const fn catch_all_covers(catch_all: &str, other: &str) -> bool {
    let (a, b) = (catch_all.as_bytes(), other.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] == b'{' && i + 1 < a.len() && a[i + 1] == b'*' {
            return b[j] == b'{' && !(j + 1 < b.len() && b[j + 1] == b'*');
        }
        if a[i] != b[j] {
            return false;
        }
        i = after_parameter(a, i);
        j = after_parameter(b, j);
    }
    false
}

const fn duplicate(
    plugin: &PluginMeta,
    route: &RouteMeta,
    owner: &PluginMeta,
    other: &RouteMeta,
) -> ConstDiagnostic {
    let message = Text::new()
        .add("`")
        .add(route.method)
        .add(" ")
        .add(route.path)
        .add("` of ")
        .plugin(plugin)
        .add(" matches the same requests as `")
        .add(other.method)
        .add(" ")
        .add(other.path)
        .add("` of ")
        .plugin(owner);
    ConstDiagnostic::new(Code::DuplicateRoute, message)
        .label(route.path_location, "this route")
        .label(other.path_location, "the other route")
        .help(Text::new().add("give one of them another path or method"))
}

/// What is wrong with WebSocket number `at` of the plugin: another socket or a
/// `GET` route has its path.
pub(crate) const fn unique_socket(
    index: &Index,
    plugin: &PluginMeta,
    at: usize,
    key: u64,
) -> Option<ConstDiagnostic> {
    let socket = &plugin.websockets[at];
    let mut probe = Probe::new(index.routes, key);
    while let Some(slot) = probe.next() {
        let owner = index.plugins[slot.plugin as usize];
        let other = &owner.routes[slot.item as usize];
        if equal(other.method, "GET") && same_path(socket.path, other.path) {
            return Some(path_taken(plugin, socket, "a route", owner, other.path_location));
        }
    }
    let mut other_plugin = 0;
    while other_plugin < index.plugins.len() {
        let owner = index.plugins[other_plugin];
        let mut other = 0;
        while other < owner.websockets.len() {
            let itself = other == at && same_plugin(owner, plugin);
            let other_socket = &owner.websockets[other];
            if !itself && same_path(socket.path, other_socket.path) {
                let location = other_socket.path_location;
                return Some(path_taken(plugin, socket, "another WebSocket", owner, location));
            }
            other += 1;
        }
        other_plugin += 1;
    }
    None
}

const fn path_taken(
    plugin: &PluginMeta,
    socket: &WebSocketMeta,
    by: &str,
    owner: &PluginMeta,
    other: SourceLocation,
) -> ConstDiagnostic {
    let message = Text::new()
        .add("the WebSocket ")
        .quote(socket.path)
        .add(" of ")
        .plugin(plugin)
        .add(" has the path of ")
        .add(by)
        .add(" of ")
        .plugin(owner);
    ConstDiagnostic::new(Code::DuplicateRoute, message)
        .label(socket.path_location, "this WebSocket")
        .label(other, "the other one")
        .help(Text::new().add("give one of them another path"))
}

/// Whether two paths match the same requests: the names of parameters are ignored.
pub(crate) const fn same_path(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let (mut i, mut j) = (0, 0);
    while i < a.len() && j < b.len() {
        if a[i] != b[j] {
            return false;
        }
        i = after_parameter(a, i);
        j = after_parameter(b, j);
    }
    i == a.len() && j == b.len()
}

#[cfg(test)]
mod tests {
    use super::{catch_all_covers, same_path};
    use crate::check::route_key;

    #[test]
    fn a_catch_all_conflicts_with_a_parameter_in_its_position() {
        assert!(catch_all_covers("/f/{*rest}", "/f/{id}"));
        assert!(catch_all_covers("/u/{id}/{*rest}", "/u/{user}/{tab}/x"));
        assert!(!catch_all_covers("/f/{*rest}", "/f/new"));
        assert!(!catch_all_covers("/f/{*rest}", "/f"));
        assert!(!catch_all_covers("/f/{*rest}", "/f/{*path}"));
        assert!(!catch_all_covers("/u/me/{*rest}", "/u/{id}/x"));
    }

    #[test]
    fn parameter_names_do_not_make_a_path_different() {
        let same = |a, b| {
            let same = same_path(a, b);
            assert!(!same || route_key("GET", a) == route_key("GET", b), "{a} {b}");
            same
        };
        assert!(same("/u/{id}", "/u/{name}"));
        assert!(same("/u/{id}/x", "/u/{n}/x"));
        assert!(same("/f/{*rest}", "/f/{*path}"));
        assert!(!same("/u/{id}", "/u/me"));
        assert!(!same("/f/{rest}", "/f/{*rest}"));
        assert!(!same("/u/{id}", "/u/{id}/x"));
    }
}
