//! The same checks at run time, over what was linked.

use serde::Serialize;

use super::index::{
    Index, Slot, answer_slots, event_slots, fill_answers, fill_events, fill_routes, fill_tables,
    route_slots, table_slots,
};
use super::{Text, answers, events, name_key, route_key, routes};
use crate::meta::{PluginMeta, SourceLocation, TableMeta};

/// A mistake between plugins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its code, `MC003`.
    pub code: String,
    /// What is wrong, naming both sides and the fix.
    pub message: String,
    /// The plugin that makes the claim, `domain::name`.
    pub plugin: String,
    /// The file it stands in.
    pub file: &'static str,
    /// The line it stands on.
    pub line: u32,
}

/// Every mistake between these plugins. Whether there is a tool for what they ask
/// for is the registry's to say, which knows the tools that run.
/// `tables` are those that the migrations create, where they are known.
pub fn findings(
    plugins: &[&'static PluginMeta],
    tables: Option<&'static [TableMeta]>,
) -> Vec<Finding> {
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

fn check(index: &Index, plugin: &'static PluginMeta) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |site: &SourceLocation, text: Option<Text>| {
        if let Some(text) = text {
            let (code, message) = text.as_str().split_once(": ").unwrap_or(("", text.as_str()));
            found.push(Finding {
                code: code.to_owned(),
                message: message.to_owned(),
                plugin: plugin.id(),
                file: site.file,
                line: site.line,
            });
        }
    };
    for (at, route) in plugin.routes.iter().enumerate() {
        add(&route.path_site, routes::unique(index, plugin, at));
    }
    for (at, socket) in plugin.websockets.iter().enumerate() {
        add(
            &socket.path_site,
            routes::unique_socket(index, plugin, at, route_key("GET", socket.path)),
        );
    }
    for (at, event) in plugin.events.iter().enumerate() {
        add(&event.site, events::unique(index, plugin, at));
    }
    for (at, subscription) in plugin.subscriptions.iter().enumerate() {
        add(
            &subscription.event_site,
            events::subscription(index, plugin, at, name_key(subscription.event)),
        );
    }
    for (at, answer) in plugin.answers.iter().enumerate() {
        add(&answer.ask_site, answers::unique(index, plugin, at));
    }
    for (at, ask) in plugin.asks.iter().enumerate() {
        add(&ask.site, answers::ask(index, plugin, at, name_key(ask.name)));
    }
    for statement in plugin.statements {
        let keys: Vec<u64> = statement.tables.iter().map(|table| name_key(table)).collect();
        add(&statement.site, super::tables::owned(index, plugin, statement, &keys));
    }
    found
}
