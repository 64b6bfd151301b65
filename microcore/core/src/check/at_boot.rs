//! The same checks at startup, over the plugins that were linked.

use super::index::{
    Index, Slot, answer_slots, event_slots, fill_answers, fill_events, fill_routes, fill_tables,
    route_slots, table_slots,
};
use super::{answers, events, name_key, route_key, routes, tables};
use crate::diagnostic::Diagnostic;
use crate::meta::{PluginMeta, TableMeta};

/// Every mistake between these plugins. Whether a tool provides what they
/// require is checked by the registry, which knows the tools that run.
/// `tables` are those that the migrations create, where they are known.
pub fn diagnostics(
    plugins: &[&'static PluginMeta],
    tables: Option<&'static [TableMeta]>,
) -> Vec<Diagnostic> {
    let table = |slots: usize, fill: fn(&mut [Slot], &[&PluginMeta])| {
        let mut table = vec![Slot::EMPTY; slots];
        fill(&mut table, plugins);
        table
    };
    let (routes, events, answers) = (
        table(route_slots(plugins), fill_routes),
        table(event_slots(plugins), fill_events),
        table(answer_slots(plugins), fill_answers),
    );
    let mut named = vec![Slot::EMPTY; table_slots(tables)];
    fill_tables(&mut named, tables);
    // The tables live as long as the process: they are made once, at boot.
    let index = Index {
        complete: true,
        plugins: plugins.to_vec().leak(),
        tools: &[],
        built_in: &[],
        tables,
        table_slots: named.leak(),
        routes: routes.leak(),
        events: events.leak(),
        answers: answers.leak(),
    };
    plugins.iter().flat_map(|plugin| check(&index, plugin)).collect()
}

fn check(index: &Index, plugin: &PluginMeta) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for at in 0..plugin.routes.len() {
        diagnostics.extend(routes::unique(index, plugin, at));
    }
    for (at, socket) in plugin.websockets.iter().enumerate() {
        let key = route_key("GET", socket.path);
        diagnostics.extend(routes::unique_socket(index, plugin, at, key));
    }
    for at in 0..plugin.events.len() {
        diagnostics.extend(events::unique(index, plugin, at));
    }
    for (at, subscription) in plugin.subscriptions.iter().enumerate() {
        diagnostics.extend(events::subscription(index, plugin, at, name_key(subscription.event)));
    }
    for at in 0..plugin.answers.len() {
        diagnostics.extend(answers::unique(index, plugin, at));
    }
    for (at, ask) in plugin.asks.iter().enumerate() {
        diagnostics.extend(answers::ask(index, plugin, at, name_key(ask.name)));
    }
    for statement in plugin.statements {
        let keys: Vec<u64> = statement.tables.iter().map(|table| name_key(table)).collect();
        diagnostics.extend(tables::owned(index, plugin, statement, &keys));
    }
    diagnostics.into_iter().map(Diagnostic::from).collect()
}
