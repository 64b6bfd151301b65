//! What has to do with one thing, and what breaks if it changes.

mod to_run;
mod workspace;

use std::path::Path;

use serde::Serialize;

use super::{Links, carried, entry, file, tables, text};
use crate::app::Registry;
use microcore_core::meta::{AppMeta, HandlerOf, PluginMeta, SourceLocation, StatementMeta};
use microcore_core::schema::Shape;

pub use to_run::{TestFile, Tests};

/// A plugin that has to do with it.
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

/// Everybody who has to do with an event, a question, a route, a tool or a
/// table; empty where there is no such thing. `source` gives a plugin's text,
/// where it is still there: statements are quoted from it.
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

/// One thing, looked for in every way it can be meant.
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
        for (plugin, own) in self.links.readers(self.thing) {
            let (what, breaks) = (carried(own.view), needs(own.view));
            found.push(self.touch(plugin, "reads", what, breaks, &own.event_location));
        }
        found
    }

    fn question(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        for (plugin, own) in self.links.asks().filter(|(_, own)| own.name == self.thing) {
            let what = format!("sends {}, reads {}", carried(own.shape), text(own.reply));
            found.push(self.touch(plugin, "asks", what, needs(own.reply), &own.location));
        }
        for (plugin, own) in self.links.answers().filter(|(_, own)| own.ask == self.thing) {
            let what = format!("reads {}, gives {}", carried(own.view), text(own.reply));
            found.push(self.touch(plugin, "answers", what, needs(own.view), &own.ask_location));
        }
        found
    }

    fn route(&self) -> Vec<Touch> {
        let mut found = Vec::new();
        for plugin in &self.registry.plugins {
            let is_meant = |method: &str, path: &str| {
                self.thing == path || self.thing == format!("{method} {path}")
            };
            for own in plugin.routes.iter().filter(|own| is_meant(own.method, own.path)) {
                let breaks = "its clients: `openapi --check openapi.lock.json` names what".into();
                found.push(self.touch(
                    plugin,
                    "serves",
                    entry::route(own),
                    breaks,
                    &own.path_location,
                ));
            }
            for own in plugin.websockets.iter().filter(|own| is_meant("WS", own.path)) {
                let (what, breaks) = (format!("WebSocket {}", own.path), "its clients".to_owned());
                found.push(self.touch(plugin, "serves", what, breaks, &own.path_location));
            }
        }
        found
    }

    fn tool(&self, source: &impl Fn(&PluginMeta) -> Option<String>) -> Vec<Touch> {
        let tool = self.registry.tools.iter().find(|tool| tool.capability == self.thing);
        let methods = tool.map(|tool| tool.methods).unwrap_or_default();
        let users = self.links.users(self.thing).map(|plugin| {
            let asks =
                |own: &HandlerOf| own.handler().capabilities().any(|name| name == self.thing);
            let asks = plugin.handlers().filter(asks);
            let asks: Vec<_> = asks.map(|own| format!("`{}`", own.handler().name)).collect();
            // As far as the source tells: a method is known by its name alone.
            let text = source(plugin).unwrap_or_default();
            let called = methods.iter().filter(|own| {
                [format!(".{}(", own.name), format!(".{}::<", own.name)]
                    .iter()
                    .any(|call| text.contains(call))
            });
            let called: Vec<_> = called.map(|own| format!("`{}`", own.name)).collect();
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
            let named = |own: &&StatementMeta| own.tables.contains(&self.thing);
            for own in plugin.statements.iter().filter(named) {
                let text = source(plugin);
                let at =
                    usize::try_from(own.location.line).ok().and_then(|line| line.checked_sub(1));
                let line = text.as_deref().zip(at).and_then(|(text, at)| text.lines().nth(at));
                let what = line.unwrap_or("a statement").trim().to_owned();
                let breaks = "where a column that it names changes".to_owned();
                found.push(self.touch(plugin, "names", what, breaks, &own.location));
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

/// What a reader cannot do without.
fn needs(view: &Shape) -> String {
    match fields(view).as_slice() {
        [] => "reads no field".to_owned(),
        fields => format!("fails `cargo check` without {}", fields.join(", ")),
    }
}

/// The domain whose migrations make that table, and its columns.
fn owner(app: &AppMeta, table: &str) -> Option<(&'static str, Vec<String>)> {
    let mut domains = app.migrations.iter().map(|file| file.domain);
    domains.find_map(|own| Some((own, tables(app.migrations, own).remove(table)?)))
}

/// The tests that name what these plugins declare, among those of the package's
/// workspace.
pub fn tests_of(app: &AppMeta, registry: &Registry, thing: &str, touched: &[Touch]) -> Tests {
    let concerned = |plugin: &&&PluginMeta| touched.iter().any(|own| own.plugin == plugin.id());
    let plugins: Vec<_> = registry.plugins.iter().filter(concerned).copied().collect();
    to_run::tests(Path::new(app.root), &plugins, thing)
}

/// Everything that can be asked about, sorted.
pub fn things(app: &AppMeta, registry: &Registry) -> Vec<String> {
    let links = Links(&registry.plugins);
    let mut all: Vec<String> = links.events().map(|(_, own)| own.name.to_owned()).collect();
    all.extend(links.asks().map(|(_, own)| own.name.to_owned()));
    all.extend(links.answers().map(|(_, own)| own.ask.to_owned()));
    all.extend(registry.tools.iter().map(|tool| tool.capability.to_owned()));
    for plugin in &registry.plugins {
        all.extend(plugin.routes.iter().map(|own| format!("{} {}", own.method, own.path)));
        all.extend(plugin.websockets.iter().map(|own| own.path.to_owned()));
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
    let read: Vec<_> = links.readers(event).flat_map(|(_, own)| fields(own.view)).collect();
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
