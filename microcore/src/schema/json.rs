//! JSON Schema (draft 2020-12) from shapes.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Shape;

/// Named schemas, as under `components/schemas` of an OpenAPI document.
pub type Components = BTreeMap<String, Value>;

/// The schema of a shape; named types go into `components` and are referred to.
pub fn json_schema(shape: &'static Shape, components: &mut Components) -> Value {
    let _ = (shape, components);
    Value::Null
}
