//! One operation of the document.

use serde_json::{Map, Value, json};

use crate::http::path::Pattern;
use microcore_core::error::Kind;
use microcore_core::meta::{
    Arg, ArgMeta, HandlerMeta, PluginMeta, ReplyMeta, RouteMeta, WebSocketMeta,
};
use microcore_core::schema::{Components, Shape, field_schema, json_schema};

/// A route.
pub(super) fn route(
    plugin: &PluginMeta,
    meta: &RouteMeta,
    path: &str,
    components: &mut Components,
) -> Value {
    let mut operation = common(plugin, &meta.handler, meta.roles);
    add_parameters(&mut operation, meta.handler.args, (meta.path, path), components);
    if let Some(body) = request_body(meta.handler.args, components) {
        operation["requestBody"] = body;
    }
    let (status, response) = success(meta, components);
    operation["responses"][status] = response;
    operation
}

/// A WebSocket endpoint: as much as OpenAPI can say of it.
pub(super) fn socket(
    plugin: &PluginMeta,
    meta: &WebSocketMeta,
    path: &str,
    components: &mut Components,
) -> Value {
    let mut operation = common(plugin, &meta.handler, meta.roles);
    add_parameters(&mut operation, meta.handler.args, (meta.path, path), components);
    operation["responses"]["101"] = json!({"description": "The WebSocket is open."});
    operation["responses"]["400"] = reference(Kind::BadRequest);
    operation
}

fn common(plugin: &PluginMeta, handler: &HandlerMeta, roles: &[&str]) -> Value {
    let mut operation = json!({
        "operationId": format!("{}.{}.{}", plugin.domain, plugin.name, handler.name),
        "tags": [plugin.domain],
        "responses": {},
    });
    let (summary, rest) = handler.doc.trim().split_once("\n\n").unwrap_or((handler.doc.trim(), ""));
    if !summary.is_empty() {
        operation["summary"] = summary.split_whitespace().collect::<Vec<_>>().join(" ").into();
    }
    if !rest.trim().is_empty() {
        operation["description"] = rest.trim().into();
    }
    let guarded =
        !roles.is_empty() || asks_for(handler.args, |arg| matches!(arg, ArgMeta::Identity));
    if guarded {
        // The scheme knows no scopes; roles are in the description.
        operation["security"] = json!([{"bearer": []}, {"session": []}]);
    }
    if !roles.is_empty() {
        operation["x-roles"] = json!(roles);
    }
    for kind in problems(handler.args, guarded) {
        operation["responses"][kind.status().to_string()] = reference(kind);
    }
    operation
}

/// The errors that an operation can answer with, whatever its function does.
fn problems(args: &[Arg], guarded: bool) -> Vec<Kind> {
    let body = asks_for(args, |arg| {
        matches!(arg, ArgMeta::Json(_) | ArgMeta::Form(_) | ArgMeta::Multipart(_))
    });
    let input = body || asks_for(args, |arg| matches!(arg, ArgMeta::Path(_) | ArgMeta::Query(_)));
    let mut kinds = vec![Kind::Internal, Kind::Unavailable, Kind::Timeout];
    if body {
        kinds.extend([
            Kind::BadRequest,
            Kind::RequestTimeout,
            Kind::PayloadTooLarge,
            Kind::UnsupportedMediaType,
        ]);
    }
    if input {
        kinds.push(Kind::Unprocessable);
    }
    if guarded {
        kinds.extend([Kind::Unauthorized, Kind::Forbidden]);
    }
    kinds
}

fn asks_for(args: &[Arg], what: impl Fn(&ArgMeta) -> bool) -> bool {
    args.iter().any(|arg| what(&arg.meta))
}

/// `own` is the path as this route wrote it, `path` as the document does; their
/// parameters may have different names.
fn add_parameters(
    operation: &mut Value,
    args: &[Arg],
    (own, path): (&str, &str),
    components: &mut Components,
) {
    let mut found = Vec::new();
    let mut in_path = Map::new();
    for arg in args {
        match arg.meta {
            ArgMeta::Path(Shape::Struct(shape)) => {
                for field in shape.fields {
                    in_path.insert(field.name.to_owned(), field_schema(field, components));
                }
            }
            ArgMeta::Path(shape) => {
                in_path.insert(arg.name.to_owned(), json_schema(shape, components));
            }
            ArgMeta::Query(Shape::Struct(shape)) => {
                for field in shape.fields {
                    let schema = field_schema(field, components);
                    let parameter = json!({
                        "name": field.name,
                        "in": "query",
                        "required": field.required,
                        "schema": schema,
                    });
                    found.push(described(parameter, field.doc));
                }
            }
            _ => {}
        }
    }
    let names = |path| match Pattern::parse(path) {
        Ok(pattern) => pattern.names().collect(),
        Err(_) => Vec::new(),
    };
    let mut all: Vec<Value> = names(own)
        .into_iter()
        .zip(names(path))
        .map(|(own, name)| {
            let schema = in_path.remove(own).unwrap_or_else(|| json!({"type": "string"}));
            json!({"name": name, "in": "path", "required": true, "schema": schema})
        })
        .collect();
    all.append(&mut found);
    if !all.is_empty() {
        operation["parameters"] = all.into();
    }
}

fn described(mut value: Value, doc: &str) -> Value {
    if !doc.is_empty() {
        value["description"] = doc.into();
    }
    value
}

fn request_body(args: &[Arg], components: &mut Components) -> Option<Value> {
    let (content_type, shape) = args.iter().find_map(|arg| match arg.meta {
        ArgMeta::Json(shape) => Some(("application/json", shape)),
        ArgMeta::Form(shape) => Some(("application/x-www-form-urlencoded", shape)),
        ArgMeta::Multipart(shape) => Some(("multipart/form-data", shape)),
        _ => None,
    })?;
    let mut schema = json_schema(shape, components);
    if content_type == "multipart/form-data" {
        // Besides its text fields a multipart body may have files of any name.
        let files = json!({"type": "string", "contentMediaType": "application/octet-stream"});
        let mut fields = match schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            Some(name) => components.get(name).cloned().unwrap_or_default(),
            None => schema,
        };
        fields["additionalProperties"] = files;
        schema = fields;
    }
    Some(json!({"required": true, "content": {content_type: {"schema": schema}}}))
}

fn success(meta: &RouteMeta, components: &mut Components) -> (String, Value) {
    let (default, response) = match meta.reply {
        ReplyMeta::Empty => (204, json!({"description": "Done."})),
        ReplyMeta::Json(shape) => {
            let schema = json_schema(shape, components);
            (
                200,
                json!({"description": "Done.", "content": {"application/json": {"schema": schema}}}),
            )
        }
        ReplyMeta::Sse(shape) => {
            // OpenAPI 3.1 has no words for a stream: the schema is that of one
            // event's data.
            let data = json_schema(shape, components);
            let content = json!({"text/event-stream": {
                "schema": {"type": "string"},
                "x-event-data": data,
            }});
            (200, json!({"description": "Server-sent events.", "content": content}))
        }
        ReplyMeta::Redirect => {
            let location =
                json!({"Location": {"schema": {"type": "string", "format": "uri-reference"}}});
            (303, json!({"description": "Look there.", "headers": location}))
        }
        ReplyMeta::File => {
            (200, json!({"description": "A file.", "content": {"application/octet-stream": {}}}))
        }
    };
    let status = if meta.status == 0 { default } else { meta.status };
    (status.to_string(), response)
}

const KINDS: [Kind; 10] = [
    Kind::BadRequest,
    Kind::Unauthorized,
    Kind::Forbidden,
    Kind::RequestTimeout,
    Kind::PayloadTooLarge,
    Kind::UnsupportedMediaType,
    Kind::Unprocessable,
    Kind::Internal,
    Kind::Unavailable,
    Kind::Timeout,
];

/// The answers that operations refer to.
pub(super) fn problem_responses() -> Value {
    let content = json!({
        "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}},
    });
    let responses: Map<String, Value> = KINDS
        .iter()
        .map(|kind| (name(*kind), json!({"description": kind.title(), "content": content})))
        .collect();
    responses.into()
}

fn reference(kind: Kind) -> Value {
    json!({"$ref": format!("#/components/responses/{}", name(kind))})
}

fn name(kind: Kind) -> String {
    format!("{kind:?}")
}
