//! `routes`, `events`, `tools`, `plugins`: what the application consists of, from its metadata alone.

use serde_json::{Value, json};

use super::{Failure, OK, Output};
use crate::app::App;
use crate::http::page_element;
use crate::manifest;
use microcore_core::meta::{ArgMeta, HandlerMeta, PluginMeta, ReplyMeta, ToolMeta};
use microcore_core::schema::Shape;

pub(super) fn routes(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let plugins = app.registry().plugins;
    let mut rows: Vec<Value> = Vec::new();
    for plugin in &plugins {
        rows.extend(plugin.routes.iter().map(|route| {
            endpoint(plugin, &route.handler, route.path, route.method, route.roles, &route.reply)
        }));
        rows.extend(plugin.websockets.iter().map(|socket| {
            let reply = &ReplyMeta::Empty;
            endpoint(plugin, &socket.handler, socket.path, "WS", socket.roles, reply)
        }));
    }
    rows.sort_by_key(|row| (text(row, "path"), text(row, "method")));
    if out.json {
        out.json(&rows)?;
        return Ok(OK);
    }
    let head = ["method", "path", "takes", "returns", "access", "handler"];
    let rows = rows.iter().map(|row| head.iter().map(|key| text(row, key)).collect());
    out.table(&head, rows, "no plugin has a route")?;
    Ok(OK)
}

fn endpoint(
    plugin: &PluginMeta,
    handler: &HandlerMeta,
    path: &str,
    method: &str,
    roles: &[&str],
    reply: &ReplyMeta,
) -> Value {
    let takes = handler.args.iter().find_map(|arg| match &arg.meta {
        ArgMeta::Json(shape) => Some(name(shape)),
        ArgMeta::Form(shape) => Some(format!("form {}", name(shape))),
        ArgMeta::Multipart(shape) => Some(format!("multipart {}", name(shape))),
        _ => None,
    });
    let returns = match reply {
        ReplyMeta::Empty => String::new(),
        ReplyMeta::Json(shape) => name(shape),
        ReplyMeta::Sse(shape) => format!("stream of {}", name(shape)),
        ReplyMeta::Redirect => "redirect".to_owned(),
        ReplyMeta::File => "file".to_owned(),
    };
    let identity = handler.args.iter().any(|arg| matches!(arg.meta, ArgMeta::Identity));
    let access = match (roles, identity) {
        ([], false) => "public".to_owned(),
        ([], true) => "authenticated".to_owned(),
        (roles, _) => roles.join(", "),
    };
    json!({
        "method": method,
        "path": path,
        "takes": takes.unwrap_or_default(),
        "returns": returns,
        "access": access,
        "handler": plugin.handler_id(handler),
        "location": handler.location.to_string(),
    })
}

/// The features, with everything that each serves, publishes, reads and uses.
pub(super) fn plugins(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let rows: Vec<Value> = app
        .registry()
        .plugins
        .iter()
        .map(|plugin| {
            let routes = plugin.routes.iter().map(|route| format!("{} {}", route.method, route.path));
            let sockets = plugin.websockets.iter().map(|socket| format!("WS {}", socket.path));
            json!({
                "plugin": plugin.id(),
                "doc": manifest::line(plugin.doc),
                "file": manifest::file(app.meta, &plugin.location),
                "serves": routes.chain(sockets).collect::<Vec<_>>(),
                "publishes": plugin.events.iter().map(|event| event.name).collect::<Vec<_>>(),
                "reads": plugin.subscriptions.iter().map(|subscription| subscription.event).collect::<Vec<_>>(),
                "asks": plugin.asks.iter().map(|ask| ask.name).collect::<Vec<_>>(),
                "answers": plugin.answers.iter().map(|answer| answer.ask).collect::<Vec<_>>(),
                "jobs": plugin.schedules.iter().map(|job| job.handler.name).collect::<Vec<_>>(),
                "uses": manifest::touched(plugin),
            })
        })
        .collect();
    if out.json {
        out.json(&rows)?;
        return Ok(OK);
    }
    let head = ["plugin", "serves", "publishes", "reads", "uses"];
    let rows = rows.iter().map(|row| head.iter().map(|key| text(row, key)).collect());
    out.table(&head, rows, "there is no plugin")?;
    Ok(OK)
}

pub(super) fn events(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let plugins = app.registry().plugins;
    let mut rows: Vec<Value> = Vec::new();
    for plugin in &plugins {
        for event in plugin.events {
            let readers = plugins.iter().flat_map(|reader| {
                let subscriptions = reader
                    .subscriptions
                    .iter()
                    .filter(|subscription| subscription.event == event.name);
                subscriptions.map(|subscription| reader.handler_id(&subscription.handler))
            });
            rows.push(message("event", event.name, plugin, event.shape, readers.collect()));
        }
        for ask in plugin.asks {
            let answers = plugins.iter().flat_map(|other| {
                let answers = other.answers.iter().filter(|answer| answer.ask == ask.name);
                answers.map(|answer| other.handler_id(&answer.handler))
            });
            rows.push(message("question", ask.name, plugin, ask.shape, answers.collect()));
        }
    }
    rows.sort_by_key(|row| (text(row, "name"), text(row, "from")));
    if out.json {
        out.json(&rows)?;
        return Ok(OK);
    }
    let head = ["name", "kind", "from", "to", "carries"];
    let rows = rows.iter().map(|row| head.iter().map(|key| text(row, key)).collect());
    out.table(&head, rows, "no plugin declares an event")?;
    Ok(OK)
}

fn message(kind: &str, name: &str, from: &PluginMeta, shape: &Shape, to: Vec<String>) -> Value {
    let fields: Vec<_> = match shape {
        Shape::Struct(shape) => shape.fields.iter().map(|field| field.name).collect(),
        _ => Vec::new(),
    };
    json!({ "name": name, "kind": kind, "from": from.id(), "to": to, "carries": fields })
}

pub(super) fn tools(app: &App, out: &mut Output<'_>) -> Result<u8, Failure> {
    let registry = app.registry();
    let rows: Vec<Value> = registry
        .tools
        .iter()
        .map(|tool| {
            let users = registry.plugins.iter().filter(|plugin| uses(plugin, tool));
            json!({
                "capability": tool.capability,
                "provider": tool.provider,
                "doc": tool.doc,
                "used by": users.map(|plugin| plugin.id()).collect::<Vec<_>>(),
                "methods": tool.methods.iter().map(|method| json!({
                    "name": method.name,
                    "signature": method.signature,
                    "doc": method.doc,
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    if out.json {
        out.json(&rows)?;
        return Ok(OK);
    }
    let head = ["capability", "provider", "used by", "methods"];
    let cells = |row: &Value| {
        let methods = row["methods"].as_array().into_iter().flatten();
        let signatures: Vec<_> = methods.map(|method| text(method, "signature")).collect();
        let first = head[..3].iter().map(|key| text(row, key));
        first.chain([signatures.join("\n")]).collect()
    };
    out.table(&head, rows.iter().map(cells), "no plugin asks for a tool")?;
    Ok(OK)
}

fn uses(plugin: &&'static PluginMeta, tool: &ToolMeta) -> bool {
    plugin
        .handlers()
        .flat_map(|own| own.handler().capabilities())
        .any(|capability| capability == tool.capability)
}

/// The name of a type, in short.
fn name(shape: &Shape) -> String {
    match shape {
        Shape::Struct(shape) => match page_element(shape) {
            Some(element) => format!("page of {}", name(element)),
            None => shape.name.to_owned(),
        },
        Shape::Enum(shape) => shape.name.to_owned(),
        Shape::List(inner) => format!("[{}]", name(inner)),
        Shape::Optional(inner) => format!("{}?", name(inner)),
        Shape::Map(inner) => format!("map of {}", name(inner)),
        Shape::Unit => String::new(),
        Shape::Bool => "bool".to_owned(),
        Shape::Integer(_) => "integer".to_owned(),
        Shape::Float => "number".to_owned(),
        Shape::String => "text".to_owned(),
        Shape::Secret => "secret".to_owned(),
        Shape::Time => "time".to_owned(),
        Shape::Date => "date".to_owned(),
        Shape::Uuid => "uuid".to_owned(),
        Shape::Any => "any".to_owned(),
    }
}

/// A cell: text as it is, a list line by line.
fn text(row: &Value, key: &str) -> String {
    match &row[key] {
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "-".to_owned(),
        Value::Array(items) => {
            let items: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            items.join(if key == "carries" { ", " } else { "\n" })
        }
        _ => String::new(),
    }
}
