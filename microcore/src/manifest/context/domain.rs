//! A domain and its plugins.

use crate::app::Registry;
use crate::manifest::{Links, carried, file, line, tables, text, touched};
use microcore_core::meta::{
    AppMeta, Arg, ArgMeta, PluginMeta, ReplyMeta, RouteMeta, WebSocketMeta,
};

/// A domain: its tables, then its plugins.
pub(super) fn domain(app: &AppMeta, registry: &Registry, domain: &str) -> String {
    let mut out = format!("\n## Domain `{domain}`\n");
    out.push_str(&own_tables(app, domain));
    for plugin in registry.plugins.iter().filter(|plugin| plugin.domain == domain) {
        out.push_str(&plugin_section(app, registry, plugin));
    }
    out
}

/// The tables that a domain's migrations create.
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

/// What one plugin declares, and the plugins that use it.
pub(super) fn plugin_section(
    app: &AppMeta,
    registry: &Registry,
    plugin: &'static PluginMeta,
) -> String {
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
        let readers = links.readers(event.name).map(|(reader, subscription)| {
            format!("{} reads {}", reader.id(), carried(subscription.view))
        });
        let readers: Vec<_> = readers.collect();
        let readers =
            if readers.is_empty() { "read by no plugin".to_owned() } else { readers.join("; ") };
        let doc = description(event.doc);
        add(format!("publishes `{}` {}{doc}; {readers}", event.name, carried(event.shape)));
    }
    for subscription in plugin.subscriptions {
        let from = links.publishers(subscription.event).map(|(from, _)| from.id());
        let from = from.collect::<Vec<_>>().join(", ");
        let how = [
            (subscription.retries > 0).then(|| format!("{} retries", subscription.retries)),
            (!subscription.group.is_empty()).then(|| format!("group {}", subscription.group)),
            subscription.broadcast.then(|| "every replica".to_owned()),
            subscription.once.then(|| "once".to_owned()),
        ];
        let how: Vec<_> = how.into_iter().flatten().collect();
        let how = if how.is_empty() { String::new() } else { format!(" ({})", how.join(", ")) };
        let (handler, view) = (subscription.handler.name, carried(subscription.view));
        add(format!("`{handler}` on `{}` of {from}: reads {view}{how}", subscription.event));
    }
    for ask in plugin.asks {
        let by = links.answers().filter(|(_, answer)| answer.ask == ask.name);
        let by = by.map(|(by, _)| by.id()).collect::<Vec<_>>().join(", ");
        let (sends, reads) = (carried(ask.shape), text(ask.reply));
        add(format!("asks `{}` of {by}: sends {sends}, reads {reads}", ask.name));
    }
    for answer in plugin.answers {
        let (reads, returns) = (carried(answer.view), text(answer.reply));
        let doc = description(answer.handler.doc);
        add(format!("answers `{}`: reads {reads}, returns {returns}{doc}", answer.ask));
    }
    for handler in plugin.handlers() {
        if let Some(when) = handler.runs() {
            add(format!(
                "`{}` runs {when}{}",
                handler.handler().name,
                description(handler.handler().doc)
            ));
        }
    }
    for config in plugin.configs {
        add(format!("settings `[{}]`: {}", config.section, carried(config.shape)));
    }
    out
}

fn touches(plugin: &'static PluginMeta) -> String {
    let tools = touched(plugin);
    if tools.is_empty() { "uses no tool".to_owned() } else { format!("uses {}", tools.join(", ")) }
}

/// What a route takes and returns, and who may call it.
pub(in crate::manifest) fn route(meta: &RouteMeta) -> String {
    let (default, returns) = match meta.reply {
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
    let (access, doc) = (access(meta.roles, meta.handler.args), description(meta.handler.doc));
    format!("`{} {}`{doc}{takes} -> {status}{returns}; {access}{limits}", meta.method, meta.path)
}

fn socket(meta: &WebSocketMeta) -> String {
    let (takes, access) = (takes(meta.handler.args), access(meta.roles, meta.handler.args));
    format!("WebSocket `{}`{}{takes}; {access}", meta.path, description(meta.handler.doc))
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
    let is_authenticated = args.iter().any(|arg| matches!(arg.meta, ArgMeta::Identity));
    match (roles, is_authenticated) {
        ([], false) => "public".to_owned(),
        ([], true) => "authenticated".to_owned(),
        (roles, _) => format!("role {}", roles.join(" or ")),
    }
}

fn description(doc: &str) -> String {
    if doc.is_empty() { String::new() } else { format!(" ({})", line(doc)) }
}
