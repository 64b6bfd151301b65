//! What depends on an event, question, route, tool or table, and what breaks if it changes.

mod to_run;
mod workspace;

use std::path::Path;

use serde::Serialize;

use super::{Links, carried, context, file, tables, text};
use crate::app::Registry;
use microcore_core::meta::{AppMeta, HandlerOf, PluginMeta, SourceLocation, StatementMeta};
use microcore_core::schema::Shape;

pub use to_run::{TestFile, Tests};

/// A plugin that depends on it.
#[derive(Debug, Serialize)]
pub struct Touch {
    /// The plugin, `users::create_user`; the domain that owns a table.
    pub plugin: String,
    /// What it does with it: `publishes`, `reads`, `asks`, …
    pub does: &'static str,
    /// Which part of it.
    pub what: String,
    /// What follows if that part changes.
    pub breaks: String,
    /// Where: `src/domains/users/create_user.rs:20`.
    pub at: String,
}

/// All that depends on an event, a question, a route, a tool or a table; empty if there
/// is no such thing. `source` returns a plugin's text, if the file still exists:
/// statements are quoted from it.
pub fn impact(
    app: &AppMeta,
    registry: &Registry,
    thing: &str,
    source: impl Fn(&PluginMeta) -> Option<String>,
) -> Vec<Touch> {
    let about = About { app, registry, links: Links(&registry.plugins), thing };
    let all =
        [about.event(), about.question(), about.route(), about.tool(&source), about.table(&source)];
    all.into_iter().flatten().collect()
}

/// The thing that is searched for, as an event, a question, a route, a tool and a table.
struct About<'a> {
    app: &'a AppMeta,
    registry: &'a Registry,
    links: Links<'a>,
    thing: &'a str,
}

impl About<'_> {
    fn event(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        for (plugin, event) in self.links.publishers(self.thing) {
            let unread = unread(event.shape, &self.links, self.thing);
            let free = if unread.is_empty() {
                "every field is read by a plugin".to_owned()
            } else {
                format!("free to change: {}", unread.join(", "))
            };
            found.push(self.touch(
                plugin,
                "publishes",
                carried(event.shape),
                free,
                &event.location,
            ));
        }
        for (plugin, subscription) in self.links.readers(self.thing) {
            let (what, breaks) = (carried(subscription.view), needs(subscription.view));
            found.push(self.touch(plugin, "reads", what, breaks, &subscription.event_location));
        }
        found
    }

    fn question(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        for (plugin, question) in self.links.asks().filter(|(_, ask)| ask.name == self.thing) {
            let what = format!("sends {}, reads {}", carried(question.shape), text(question.reply));
            found.push(self.touch(plugin, "asks", what, needs(question.reply), &question.location));
        }
        for (plugin, reply) in self.links.answers().filter(|(_, answer)| answer.ask == self.thing) {
            let what = format!("reads {}, returns {}", carried(reply.view), text(reply.reply));
            found.push(self.touch(plugin, "answers", what, needs(reply.view), &reply.ask_location));
        }
        found
    }

    fn route(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        for plugin in &self.registry.plugins {
            let is_meant = |method: &str, path: &str| {
                self.thing == path || self.thing == format!("{method} {path}")
            };
            for endpoint in plugin.routes.iter().filter(|route| is_meant(route.method, route.path))
            {
                let breaks =
                    "its clients: `openapi --check openapi.lock.json` lists the changes".into();
                found.push(self.touch(
                    plugin,
                    "serves",
                    context::route(endpoint),
                    breaks,
                    &endpoint.path_location,
                ));
            }
            for socket in plugin.websockets.iter().filter(|socket| is_meant("WS", socket.path)) {
                let (what, breaks) =
                    (format!("WebSocket {}", socket.path), "its clients".to_owned());
                found.push(self.touch(plugin, "serves", what, breaks, &socket.path_location));
            }
        }
        found
    }

    fn tool(&self, source: &impl Fn(&PluginMeta) -> Option<String>) -> Vec<Touch> {
        let tool = self.registry.tools.iter().find(|tool| tool.capability == self.thing);
        let methods = tool.map(|tool| tool.methods).unwrap_or_default();
        let users = self.links.users(self.thing).map(|plugin| {
            let asks = |handler: &HandlerOf| {
                handler.handler().capabilities().any(|name| name == self.thing)
            };
            let asks = plugin.handlers().filter(asks);
            let asks: Vec<_> =
                asks.map(|handler| format!("`{}`", handler.handler().name)).collect();
            // As far as the source shows: a method is found by its name only.
            let text = source(plugin).unwrap_or_default();
            let called = methods.iter().filter(|method| {
                [format!(".{}(", method.name), format!(".{}::<", method.name)]
                    .iter()
                    .any(|call| text.contains(call))
            });
            let called: Vec<_> = called.map(|method| format!("`{}`", method.name)).collect();
            let mut what = format!("in {}", asks.join(", "));
            if !called.is_empty() {
                what.push_str(&format!("; calls {}", called.join(", ")));
            }
            let breaks = "its calls, where a signature changes".to_owned();
            self.touch(plugin, "uses", what, breaks, &plugin.location)
        });
        users.collect()
    }

    fn table(&self, source: &impl Fn(&PluginMeta) -> Option<String>) -> Vec<Touch> {
        let Some((domain, columns)) = owner(self.app, self.thing) else { return Vec::new() };
        let mut found = vec![Touch {
            plugin: domain.to_owned(),
            does: "owns",
            what: columns.join(", "),
            breaks: "the statements below; add a migration, never change one".to_owned(),
            at: format!("src/domains/{domain}/migrations"),
        }];
        for plugin in &self.registry.plugins {
            let named = |statement: &&StatementMeta| statement.tables.contains(&self.thing);
            for statement in plugin.statements.iter().filter(named) {
                let text = source(plugin);
                let at = usize::try_from(statement.location.line)
                    .ok()
                    .and_then(|line| line.checked_sub(1));
                let line = text.as_deref().zip(at).and_then(|(text, at)| text.lines().nth(at));
                let what = line.unwrap_or("a statement").trim().to_owned();
                let breaks = "where a column that it names changes".to_owned();
                found.push(self.touch(plugin, "names", what, breaks, &statement.location));
            }
        }
        found
    }

    fn touch(
        &self,
        plugin: &PluginMeta,
        does: &'static str,
        what: String,
        breaks: String,
        location: &SourceLocation,
    ) -> Touch {
        let at = format!("{}:{}", file(self.app, location), location.line);
        Touch { plugin: plugin.id(), does, what, breaks, at }
    }
}

/// The fields that a reader requires.
fn needs(view: &Shape) -> String {
    match fields(view).as_slice() {
        [] => "reads no field".to_owned(),
        fields => format!("fails `cargo check` without {}", fields.join(", ")),
    }
}

/// The domain whose migrations create that table, and its columns.
fn owner(app: &AppMeta, table: &str) -> Option<(&'static str, Vec<String>)> {
    let mut domains = app.migrations.iter().map(|file| file.domain);
    domains.find_map(|domain| Some((domain, tables(app.migrations, domain).remove(table)?)))
}

/// The tests that name what these plugins declare, among those of the package's
/// workspace.
pub fn tests_of(app: &AppMeta, registry: &Registry, thing: &str, touched: &[Touch]) -> Tests {
    let is_touched =
        |plugin: &&&PluginMeta| touched.iter().any(|touch| touch.plugin == plugin.id());
    let plugins: Vec<_> = registry.plugins.iter().filter(is_touched).copied().collect();
    to_run::tests(Path::new(app.root), &plugins, thing)
}

/// Everything that can be asked about, sorted.
pub fn things(app: &AppMeta, registry: &Registry) -> Vec<String> {
    let links = Links(&registry.plugins);
    let mut all: Vec<String> = links.events().map(|(_, event)| event.name.to_owned()).collect();
    all.extend(links.asks().map(|(_, ask)| ask.name.to_owned()));
    all.extend(links.answers().map(|(_, answer)| answer.ask.to_owned()));
    all.extend(registry.tools.iter().map(|tool| tool.capability.to_owned()));
    for plugin in &registry.plugins {
        all.extend(plugin.routes.iter().map(|route| format!("{} {}", route.method, route.path)));
        all.extend(plugin.websockets.iter().map(|socket| socket.path.to_owned()));
    }
    for file in app.migrations {
        all.extend(tables(app.migrations, file.domain).into_keys());
    }
    all.sort();
    all.dedup();
    all
}

/// The fields of an event that no view reads.
fn unread(shape: &Shape, links: &Links<'_>, event: &str) -> Vec<String> {
    let read: Vec<_> =
        links.readers(event).flat_map(|(_, subscription)| fields(subscription.view)).collect();
    fields(shape).into_iter().filter(|name| !read.contains(name)).collect()
}

/// The fields, those of nested structs with a dot: `lines.quantity`.
fn fields(shape: &Shape) -> Vec<String> {
    match shape {
        Shape::Struct(shape) => shape
            .fields
            .iter()
            .flat_map(|field| {
                let inner = fields(field.shape);
                if inner.is_empty() {
                    return vec![field.name.to_owned()];
                }
                inner.into_iter().map(|inner| format!("{}.{inner}", field.name)).collect()
            })
            .collect(),
        Shape::List(inner) | Shape::Optional(inner) | Shape::Map(inner) => fields(inner),
        _ => Vec::new(),
    }
}
