//! What has to do with one thing, and what breaks if it changes.

use serde::Serialize;

use super::{Links, carried, file, line, tables, text};
use crate::kernel::Registry;
use crate::meta::{AppMeta, PluginMeta};
use crate::schema::Shape;

/// Somebody who has to do with it.
#[derive(Debug, Serialize)]
pub struct Touch {
    /// The plugin, `users::create_user`.
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
/// where it is still there: only that names tables.
pub fn impact(
    app: &AppMeta,
    registry: &Registry,
    thing: &str,
    source: impl Fn(&PluginMeta) -> Option<String>,
) -> Vec<Touch> {
    let links = Links(&registry.plugins);
    let at = |site: &crate::meta::Site| format!("{}:{}", file(app, site), site.line);
    let mut found = Vec::new();
    let mut add = |plugin: &PluginMeta, does, what: String, breaks: String, at: String| {
        found.push(Touch { plugin: plugin.id(), does, what, breaks, at });
    };
    for (plugin, event) in links.publishers(thing) {
        let unread = unread(event.shape, &links, thing);
        let free = if unread.is_empty() {
            "every field is read by somebody".to_owned()
        } else {
            format!("free to change: {}", unread.join(", "))
        };
        add(plugin, "publishes", carried(event.shape), free, at(&event.site));
    }
    for (plugin, own) in links.readers(thing) {
        let breaks = format!("fails `cargo check` without {}", fields(own.view).join(", "));
        add(plugin, "reads", carried(own.view), breaks, at(&own.event_site));
    }
    for (plugin, own) in links.asks().filter(|(_, own)| own.name == thing) {
        let what = format!("sends {}, reads {}", carried(own.shape), text(own.reply));
        let breaks = format!("fails `cargo check` without {}", fields(own.reply).join(", "));
        add(plugin, "asks", what, breaks, at(&own.site));
    }
    for (plugin, own) in links.answers().filter(|(_, own)| own.ask == thing) {
        let what = format!("reads {}, gives {}", carried(own.view), text(own.reply));
        let breaks = format!("fails `cargo check` without {}", fields(own.view).join(", "));
        add(plugin, "answers", what, breaks, at(&own.ask_site));
    }
    for plugin in &registry.plugins {
        for own in plugin.routes {
            let name = format!("{} {}", own.method, own.path);
            if thing == name || thing == own.path {
                let what = format!("{name}: {}", line(own.handler.doc));
                let breaks = "its clients; see `openapi --check`".to_owned();
                add(plugin, "serves", what, breaks, at(&own.path_site));
            }
        }
        for own in plugin.websockets.iter().filter(|own| own.path == thing) {
            let breaks = "its clients".to_owned();
            add(plugin, "serves", format!("WebSocket {}", own.path), breaks, at(&own.path_site));
        }
    }
    for plugin in links.users(thing) {
        let breaks = "its calls, where a signature changes".to_owned();
        add(plugin, "uses", thing.to_owned(), breaks, at(&plugin.site));
    }
    let owner = app.migrations.iter().map(|file| file.domain);
    let owner = owner.into_iter().find(|own| tables(app.migrations, own).contains_key(thing));
    if owner.is_some() {
        for plugin in &registry.plugins {
            let lines = source(plugin).map(|text| lines_with(&text, thing)).unwrap_or_default();
            for (number, text) in lines {
                let breaks = "its SQL, where a column changes".to_owned();
                let place = format!("{}:{number}", file(app, &plugin.site));
                add(plugin, "names", text, breaks, place);
            }
        }
    }
    found
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

/// The lines in which the word stands as a word of SQL: after a keyword that a
/// table follows.
fn lines_with(text: &str, table: &str) -> Vec<(usize, String)> {
    let named = |line: &str| {
        let words: Vec<&str> = line
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| !word.is_empty())
            .collect();
        words.windows(2).any(|pair| {
            let keyword = ["FROM", "INTO", "UPDATE", "JOIN", "TABLE"].contains(&pair[0]);
            keyword && pair[1] == table
        })
    };
    let lines = text.lines().enumerate().filter(|(_, line)| named(line));
    lines.map(|(at, line)| (at + 1, line.trim().to_owned())).collect()
}
