//! The rules between plugins, checked twice by the same functions: by the compiler, as
//! constants that every plugin evaluates against the application's index, and at boot,
//! over what was really linked.
//!
//! Each check returns a diagnostic that names both sides and the fix. The compile-time
//! assertions panic with it, [`diagnostics`] collects it.

mod answers;
mod at_boot;
mod capabilities;
mod compatibility;
#[cfg(test)]
mod compatibility_property;
mod const_diagnostic;
mod crates;
mod events;
mod index;
mod keys;
mod nearest;
mod routes;
mod tables;
mod text;

pub use at_boot::diagnostics;
pub use crates::{
    Application, count_migrations, count_plugins, count_tables, disjoint, join_migrations,
    join_plugins, join_tables,
};
pub use index::{
    Index, Slot, answer_slots, event_slots, index_answers, index_events, index_routes,
    index_tables, route_slots, table_slots,
};
pub use microcore_syntax::fnv::{name_key, route_key};

use const_diagnostic::ConstDiagnostic;

use crate::meta::{ArgMeta, HandlerMeta, PluginMeta, StatementMeta, ToolMeta};

/// Asserts that no other route has the method and path of this one.
#[track_caller]
pub const fn route(index: &Index, plugin: &PluginMeta, handler: &str, key: u64) {
    let mut at = 0;
    while at < plugin.routes.len() {
        if keys::route(plugin, at) == key && text::equal(plugin.routes[at].handler.name, handler) {
            assert_none(routes::unique(index, plugin, at));
        }
        at += 1;
    }
}

/// Asserts that no route has the path of this WebSocket.
#[track_caller]
pub const fn websocket(index: &Index, plugin: &PluginMeta, handler: &str, key: u64) {
    let mut at = 0;
    while at < plugin.websockets.len() {
        if text::equal(plugin.websockets[at].handler.name, handler) {
            assert_none(routes::unique_socket(index, plugin, at, key));
        }
        at += 1;
    }
}

/// Asserts that the event exists and that its view is compatible with it.
#[track_caller]
pub const fn subscription(index: &Index, plugin: &PluginMeta, handler: &str, key: u64) {
    let mut at = 0;
    while at < plugin.subscriptions.len() {
        if text::equal(plugin.subscriptions[at].handler.name, handler) {
            assert_none(events::subscription(index, plugin, at, key));
        }
        at += 1;
    }
}

/// Asserts that no other plugin declares the event.
#[track_caller]
pub const fn event(index: &Index, plugin: &PluginMeta, type_name: &str, key: u64) {
    let mut at = 0;
    while at < plugin.events.len() {
        if keys::event(plugin, at) == key && text::equal(plugin.events[at].type_name, type_name) {
            assert_none(events::unique(index, plugin, at));
        }
        at += 1;
    }
}

/// Asserts that exactly one plugin answers the question, and that the shapes are compatible.
#[track_caller]
pub const fn ask(index: &Index, plugin: &PluginMeta, type_name: &str, key: u64) {
    let mut at = 0;
    while at < plugin.asks.len() {
        if text::equal(plugin.asks[at].type_name, type_name) {
            assert_none(answers::ask(index, plugin, at, key));
        }
        at += 1;
    }
}

/// Asserts that no other plugin answers the question.
#[track_caller]
pub const fn answer(index: &Index, plugin: &PluginMeta, handler: &str, key: u64) {
    let mut at = 0;
    while at < plugin.answers.len() {
        if keys::answer(plugin, at) == key && text::equal(plugin.answers[at].handler.name, handler)
        {
            assert_none(answers::unique(index, plugin, at));
        }
        at += 1;
    }
}

/// Asserts that exactly one tool provides what the argument asks for.
#[track_caller]
pub const fn capability(index: &Index, plugin: &PluginMeta, arg: &ArgMeta) {
    if let ArgMeta::Capability(name) = arg {
        assert_none(capabilities::provided(index, plugin, name));
    }
}

/// Asserts the same of every argument of a handler.
#[track_caller]
pub const fn capabilities(index: &Index, plugin: &PluginMeta, handler: &HandlerMeta) {
    let mut at = 0;
    while at < handler.args.len() {
        capability(index, plugin, &handler.args[at].meta);
        at += 1;
    }
}

/// Asserts that no tool before number `at` provides the capability of that one.
#[track_caller]
pub const fn tool(tools: &[&ToolMeta], at: usize) {
    assert_none(capabilities::unique(tools, at));
}

/// Asserts that the statement names tables of the plugin's own domain only.
#[track_caller]
pub const fn statement(
    index: &Index,
    plugin: &PluginMeta,
    statement: &StatementMeta,
    keys: &[u64],
) {
    assert_none(tables::owned(index, plugin, statement, keys));
}

#[track_caller]
#[allow(clippy::panic)] // a panic in a constant is how an assertion fails to compile
const fn assert_none(broken: Option<ConstDiagnostic>) {
    if let Some(diagnostic) = broken {
        panic!("{}", diagnostic.render().as_str());
    }
}
