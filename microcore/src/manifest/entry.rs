//! A domain and its plugins.

use super::{Links, carried, file, line, tables, text, touched};
use crate::app::Registry;
use microcore_core::meta::{
    AppMeta, Arg, ArgMeta, PluginMeta, ReplyMeta, RouteMeta, WebSocketMeta,
};

/// A domain: its tables, then its plugins.
pub(super) fn domain(app: &AppMeta, registry: &Registry, domain: &str) -> String {
    let mut out = format!("\n## Domain `{domain}`\n");
    out.push_str(&own_tables(app, domain));
    for plugin in registry.plugins.iter().filter(|plugin| plugin.domain == domain) {
        out.push_str(&entry(app, registry, plugin));
    }
    out
}

/// The tables that a domain's migrations make.
pub(super) fn own_tables(app: &AppMeta, domain: &str) -> String {
    let tables = tables(app.migrations, domain);
    let lines =
        tables.iter().map(|(name, columns)| format!("- `{name}`: {}\n", columns.join(", ")));
    let migrations = app.migrations.iter().filter(|migration| migration.domain == domain);
    let migrations: Vec<_> = migrations.map(|migration| format!("`{}`", migration.name)).collect();
    if migrations.is_empty() {
        return String::new();
    }
    format!(
        "\nTables, this domain's alone (migrations: {}):\n{}",
        migrations.join(", "),
        lines.collect::<String>()
    )
}

/// What one plugin declares, and who is at the other end.
pub(super) fn entry(app: &AppMeta, registry: &Registry, plugin: &'static PluginMeta) -> String {
    let links = Links(&registry.plugins);
    let mut out = format!("\n### {}\n\n", plugin.id());
    if !plugin.doc.is_empty() {
        out.push_str(&format!("{}. ", line(plugin.doc)));
    }
    out.push_str(&format!("In `{}`; {}.\n", file(app, &plugin.location), touches(plugin)));
    let mut add = |text: String| out.push_str(&format!("- {text}\n"));
    for meta in plugin.routes {
        add(route(meta));
    }
    for meta in plugin.websockets {
        add(socket(meta));
    }
    for event in plugin.events {
        let readers = links
            .readers(event.name)
            .map(|(reader, own)| format!("{} reads {}", reader.id(), carried(own.view)));
        let readers: Vec<_> = readers.collect();
        let readers =
            if readers.is_empty() { "read by no plugin".to_owned() } else { readers.join("; ") };
        let doc = said(event.doc);
        add(format!("publishes `{}` {}{doc}; {readers}", event.name, carried(event.shape)));
    }
    for own in plugin.subscriptions {
        let from = links.publishers(own.event).map(|(from, _)| from.id());
        let from = from.collect::<Vec<_>>().join(", ");
        let how = [
            (own.retries > 0).then(|| format!("{} retries", own.retries)),
            (!own.group.is_empty()).then(|| format!("group {}", own.group)),
            own.broadcast.then(|| "every replica".to_owned()),
            own.once.then(|| "once".to_owned()),
        ];
        let how: Vec<_> = how.into_iter().flatten().collect();
        let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
        let (handler, view) = (own.handler.name, carried(own.view));
        add(format!("`{handler}` on `{}` of {from}: reads {view}{how}", own.event));
    }
    for own in plugin.asks {
        let by = links.answers().filter(|(_, answer)| answer.ask == own.name);
        let by = by.map(|(by, _)| by.id()).collect::<Vec<_>>().join(", ");
        let (sends, reads) = (carried(own.shape), text(own.reply));
        add(format!("asks `{}` of {by}: sends {sends}, reads {reads}", own.name));
    }
    for own in plugin.answers {
        let (reads, gives) = (carried(own.view), text(own.reply));
        let doc = said(own.handler.doc);
        add(format!("answers `{}`: reads {reads}, gives {gives}{doc}", own.ask));
    }
    for own in plugin.handlers() {
        if let Some(when) = own.runs() {
            add(format!("`{}` runs {when}{}", own.handler().name, said(own.handler().doc)));
        }
    }
    for own in plugin.configs {
        add(format!("settings `[{}]`: {}", own.section, carried(own.shape)));
    }
    out
}

fn touches(plugin: &'static PluginMeta) -> String {
    let tools = touched(plugin);
    if tools.is_empty() { "uses no tool".to_owned() } else { format!("uses {}", tools.join(", ")) }
}

/// What a route takes and gives, and to whom.
pub(super) fn route(meta: &RouteMeta) -> String {
    let (default, gives) = match meta.reply {
        ReplyMeta::Empty => (204, String::new()),
        ReplyMeta::Json(shape) => (200, format!(" {}", text(shape))),
        ReplyMeta::Sse(shape) => (200, format!(" stream of {}", text(shape))),
        ReplyMeta::Redirect => (303, " redirect".to_owned()),
        ReplyMeta::File => (200, " file".to_owned()),
    };
    let status = if meta.status == 0 { default } else { meta.status };
    let takes = takes(meta.handler.args);
    let limits = [
        (meta.body_limit > 0).then(|| format!("; body up to {} bytes", meta.body_limit)),
        (meta.timeout_ms > 0).then(|| format!("; within {} ms", meta.timeout_ms)),
    ];
    let limits: String = limits.into_iter().flatten().collect();
    let (access, doc) = (access(meta.roles, meta.handler.args), said(meta.handler.doc));
    format!("`{} {}`{doc}{takes} -> {status}{gives}; {access}{limits}", meta.method, meta.path)
}

fn socket(meta: &WebSocketMeta) -> String {
    let (takes, access) = (takes(meta.handler.args), access(meta.roles, meta.handler.args));
    format!("WebSocket `{}`{}{takes}; {access}", meta.path, said(meta.handler.doc))
}

fn takes(args: &[Arg]) -> String {
    let parts = args.iter().filter_map(|arg| match arg.meta {
        ArgMeta::Json(shape) => Some(format!("; body {}", text(shape))),
        ArgMeta::Form(shape) => Some(format!("; form {}", text(shape))),
        ArgMeta::Multipart(shape) => Some(format!("; multipart {}", text(shape))),
        ArgMeta::Query(shape) => Some(format!("; query {}", carried(shape))),
        ArgMeta::Path(shape) => Some(format!("; path {}: {}", arg.name, carried(shape))),
        _ => None,
    });
    parts.collect()
}

fn access(roles: &[&str], args: &[Arg]) -> String {
    let signed_in = args.iter().any(|arg| matches!(arg.meta, ArgMeta::Identity));
    match (roles, signed_in) {
        ([], false) => "for anyone".to_owned(),
        ([], true) => "signed in".to_owned(),
        (roles, _) => format!("role {}", roles.join(" or ")),
    }
}

fn said(doc: &str) -> String {
    if doc.is_empty() { String::new() } else { format!(" ({})", line(doc)) }
}
