//! The OpenAPI 3.1 document of an application, from the same declarations that
//! drive everything else.

mod breaking;
mod operation;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::http::SESSION_COOKIE;
use crate::http::path::Pattern;
use microcore_core::meta::{AppMeta, PluginMeta};
use microcore_core::schema::Components;

pub use breaking::breaking;
use operation::{problem_responses, route, socket};

/// The document. The same plugins, in whatever order, give the same document.
pub fn document(app: &AppMeta, plugins: &[&'static PluginMeta]) -> Value {
    let mut plugins = plugins.to_vec();
    plugins.sort_by_key(|plugin| (plugin.domain, plugin.name, plugin.path));
    // First of all, so that a plugin's type of that name gets another.
    let mut components = Components::from([("Problem".to_owned(), problem())]);
    let mut paths = Paths::default();
    for plugin in &plugins {
        for meta in plugin.routes {
            let path = paths.at(meta.path);
            let operation = route(plugin, meta, &path, &mut components);
            paths.add(path, meta.method, operation);
        }
        for meta in plugin.websockets {
            let path = paths.at(meta.path);
            let operation = socket(plugin, meta, &path, &mut components);
            paths.add(path, "GET", operation);
        }
    }
    let mut domains: Vec<&str> = plugins
        .iter()
        .filter(|plugin| !plugin.routes.is_empty() || !plugin.websockets.is_empty())
        .map(|plugin| plugin.domain)
        .collect();
    domains.dedup();
    let schemas: Map<String, Value> = components.into_iter().collect();
    json!({
        "openapi": "3.1.0",
        "info": {"title": app.name, "version": app.version},
        "tags": domains.iter().map(|name| json!({"name": name})).collect::<Vec<_>>(),
        "paths": paths.items,
        "components": {
            "schemas": schemas,
            "responses": problem_responses(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
            },
        },
    })
}

/// OpenAPI has one name for a parameter at one place, whatever each route calls it.
#[derive(Default)]
struct Paths {
    items: Map<String, Value>,
    /// By normal form, the path as the first route wrote it.
    written: BTreeMap<String, &'static str>,
}

impl Paths {
    /// The path under which that route goes.
    fn at(&mut self, path: &'static str) -> String {
        let normal = Pattern::parse(path).map_or_else(|_| path.to_owned(), |own| own.normal());
        (*self.written.entry(normal).or_insert(path)).to_owned()
    }

    fn add(&mut self, path: String, method: &str, operation: Value) {
        // OpenAPI knows a catch-all as a usual parameter.
        let item = self.items.entry(path.replace("{*", "{")).or_insert_with(|| json!({}));
        item[method.to_ascii_lowercase()] = operation;
    }
}

/// RFC 9457.
fn problem() -> Value {
    json!({
        "type": "object",
        "description": "Problem details (RFC 9457).",
        "required": ["type", "title", "status", "instance", "request_id"],
        "properties": {
            "type": {"type": "string"},
            "title": {"type": "string", "description": "The reason phrase of the status."},
            "status": {"type": "integer"},
            "detail": {"type": "string", "description": "What is wrong with this request."},
            "instance": {"type": "string", "description": "The path of the request."},
            "request_id": {"type": "string", "description": "The request id, as in the log."},
            "errors": {
                "type": "array",
                "description": "All violations.",
                "items": {
                    "type": "object",
                    "required": ["pointer", "rule", "message"],
                    "properties": {
                        "pointer": {
                            "type": "string",
                            "description": "A JSON pointer into the body, or `/` and the name of a parameter.",
                        },
                        "rule": {"type": "string"},
                        "message": {"type": "string"},
                    },
                },
            },
        },
    })
}
