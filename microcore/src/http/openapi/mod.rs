//! The OpenAPI 3.1 document of an application.
use crate::meta::{AppMeta, PluginMeta};
use serde_json::{Value, json};

/// The document.
pub fn document(app: &AppMeta, plugins: &[&'static PluginMeta]) -> Value {
    let _ = plugins;
    json!({"openapi": "3.1.0", "info": {"title": app.name, "version": app.version}, "paths": {}})
}
