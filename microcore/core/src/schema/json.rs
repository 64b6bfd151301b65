//! JSON Schema (draft 2020-12) from shapes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{EnumShape, Field, Rule, Shape, StructShape, Tagging, Variant};

/// Named schemas, as under `components/schemas` of an OpenAPI document.
pub type Components = BTreeMap<String, Value>;

/// The schema of a shape; named types go into `components` and are referred to.
///
/// Two types of one name, as two plugins may declare them, are distinguished by a number
/// unless their schemas are equal.
///
/// ```
/// use microcore_core::schema::{Components, Schema, json_schema};
///
/// let schema = json_schema(<Vec<u8>>::SHAPE, &mut Components::new());
/// assert_eq!(
///     schema.to_string(),
///     r#"{"items":{"maximum":255,"minimum":0,"type":"integer"},"type":"array"}"#
/// );
/// ```
pub fn json_schema(shape: &'static Shape, components: &mut Components) -> Value {
    match shape {
        Shape::Unit => json!({"type": "null"}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Integer(number) => integer(*number),
        Shape::Float => json!({"type": "number", "format": "double"}),
        Shape::String => json!({"type": "string"}),
        Shape::Secret => json!({"type": "string", "format": "password", "writeOnly": true}),
        Shape::Time => json!({"type": "string", "format": "date-time"}),
        Shape::Date => json!({"type": "string", "format": "date"}),
        Shape::Uuid => json!({"type": "string", "format": "uuid"}),
        Shape::Any => json!({}),
        Shape::Optional(inner) => optional(json_schema(inner, components)),
        Shape::List(inner) => json!({"type": "array", "items": json_schema(inner, components)}),
        Shape::Map(inner) => {
            json!({"type": "object", "additionalProperties": json_schema(inner, components)})
        }
        Shape::Struct(shape) => {
            let schema = object(shape, components);
            named(shape.name, schema, components)
        }
        Shape::Enum(shape) => {
            let schema = choice(shape, components);
            named(shape.name, schema, components)
        }
    }
}

/// The schema of a field: that of its shape, with its own rules and description.
pub fn field_schema(field: &'static Field, components: &mut Components) -> Value {
    let mut schema = json_schema(field.shape, components);
    if let Value::Object(map) = &mut schema {
        for rule in field.rules {
            constrain(map, rule, field.shape);
        }
        describe(map, field.doc);
    }
    schema
}

fn integer(number: super::Number) -> Value {
    let mut map = Map::new();
    map.insert("type".to_owned(), "integer".into());
    match (number.bits, number.signed) {
        (64, true) => {
            map.insert("format".to_owned(), "int64".into());
        }
        (32, true) => {
            map.insert("format".to_owned(), "int32".into());
        }
        (64, false) => {
            map.insert("minimum".to_owned(), 0.into());
        }
        _ => {
            let (low, high) = number.bounds();
            // Fewer than 64 bits always fit.
            map.insert("minimum".to_owned(), i64::try_from(low).unwrap_or(i64::MIN).into());
            map.insert("maximum".to_owned(), i64::try_from(high).unwrap_or(i64::MAX).into());
        }
    }
    Value::Object(map)
}

fn optional(mut schema: Value) -> Value {
    match schema.get("type") {
        Some(Value::String(name)) if schema.get("enum").is_none() => {
            schema["type"] = json!([name, "null"]);
            schema
        }
        // Any value is valid already.
        None if schema.as_object().is_some_and(Map::is_empty) => schema,
        _ => json!({"anyOf": [schema, {"type": "null"}]}),
    }
}

fn named(name: &'static str, schema: Value, components: &mut Components) -> Value {
    if name.is_empty() {
        return schema;
    }
    let names = std::iter::once(name.to_owned()).chain((2..).map(|at: u32| format!("{name}{at}")));
    for name in names {
        match components.get(&name) {
            Some(other) if *other != schema => continue,
            _ => {
                let reference = json!({"$ref": format!("#/components/schemas/{name}")});
                components.insert(name, schema);
                return reference;
            }
        }
    }
    schema
}

fn object(shape: &StructShape, components: &mut Components) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in shape.fields {
        properties.insert(field.name.to_owned(), field_schema(field, components));
        if field.required {
            required.push(Value::from(field.name));
        }
    }
    let mut map = Map::new();
    map.insert("type".to_owned(), "object".into());
    map.insert("properties".to_owned(), properties.into());
    if !required.is_empty() {
        map.insert("required".to_owned(), required.into());
    }
    if shape.closed {
        map.insert("additionalProperties".to_owned(), false.into());
    }
    describe(&mut map, shape.doc);
    Value::Object(map)
}

fn choice(shape: &EnumShape, components: &mut Components) -> Value {
    let plain = shape.tagging == Tagging::External
        && shape.variants.iter().all(|variant| variant.shape.is_none());
    let mut map = Map::new();
    if plain {
        let names: Vec<Value> = shape.variants.iter().map(|variant| variant.name.into()).collect();
        map.insert("type".to_owned(), "string".into());
        map.insert("enum".to_owned(), names.into());
    } else {
        let variants: Vec<Value> = shape
            .variants
            .iter()
            .map(|variant| {
                let mut schema = variant_schema(variant, &shape.tagging, components);
                if let Value::Object(map) = &mut schema {
                    describe(map, variant.doc);
                }
                schema
            })
            .collect();
        // Variants that differ by their fields alone may overlap.
        let key = if shape.tagging == Tagging::Untagged { "anyOf" } else { "oneOf" };
        map.insert(key.to_owned(), variants.into());
    }
    describe(&mut map, shape.doc);
    Value::Object(map)
}

fn variant_schema(variant: &Variant, tagging: &Tagging, components: &mut Components) -> Value {
    let name = variant.name;
    match (tagging, variant.shape) {
        (Tagging::External, None) => json!({"const": name}),
        (Tagging::External, Some(data)) => json!({
            "type": "object",
            "properties": {name: json_schema(data, components)},
            "required": [name],
            "additionalProperties": false,
        }),
        (Tagging::Internal(tag), data) => {
            let mut schema = match data {
                Some(Shape::Struct(shape)) => object(shape, components),
                _ => json!({"type": "object", "properties": {}}),
            };
            schema["properties"][*tag] = json!({"const": name});
            match schema["required"].as_array_mut() {
                Some(required) => required.insert(0, (*tag).into()),
                None => schema["required"] = json!([tag]),
            }
            schema
        }
        (Tagging::Adjacent(tag, content), data) => {
            let mut schema = json!({
                "type": "object",
                "properties": {*tag: {"const": name}},
                "required": [tag],
            });
            if let Some(data) = data {
                schema["properties"][*content] = json_schema(data, components);
                schema["required"] = json!([tag, content]);
            }
            schema
        }
        (Tagging::Untagged, Some(data)) => json_schema(data, components),
        (Tagging::Untagged, None) => json!({"type": "null"}),
    }
}

fn constrain(map: &mut Map<String, Value>, rule: &Rule, shape: &Shape) {
    let mut set = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    match *rule {
        Rule::Length { min, max } => {
            let (low, high) = match inner(shape) {
                Shape::List(_) => ("minItems", "maxItems"),
                Shape::Map(_) => ("minProperties", "maxProperties"),
                _ => ("minLength", "maxLength"),
            };
            if let Some(min) = min {
                set(low, min.into());
            }
            if let Some(max) = max {
                set(high, max.into());
            }
        }
        Rule::Range { min, max, exclusive_min, exclusive_max } => {
            let bounds = [
                ("minimum", min),
                ("maximum", max),
                ("exclusiveMinimum", exclusive_min),
                ("exclusiveMaximum", exclusive_max),
            ];
            for (key, bound) in bounds {
                if let Some(bound) = bound {
                    set(key, number(bound));
                }
            }
        }
        Rule::Email => set("format", "email".into()),
        Rule::Url => set("format", "uri".into()),
        Rule::Ip => {
            // On an optional value the rule must accept `null`.
            set("anyOf", json!([{"format": "ipv4"}, {"format": "ipv6"}]));
        }
        Rule::Pattern(pattern) => set("pattern", pattern.into()),
        Rule::Contains(text) => set("pattern", escape(text).into()),
        Rule::DoesNotContain(text) => {
            set("not", json!({"type": "string", "pattern": escape(text)}));
        }
        Rule::NonControlCharacter => set("pattern", r"^[^\u0000-\u001f\u007f-\u009f]*$".into()),
        // JSON Schema cannot express these.
        Rule::MustMatch(_) | Rule::Custom(_) | Rule::Nested => {}
    }
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::Optional(shape) => inner(shape),
        other => other,
    }
}

/// Whole numbers without a `.0`.
fn number(value: f64) -> Value {
    match value.fract() == 0.0 && value.abs() < 9e15 {
        true => (value as i64).into(),
        false => value.into(),
    }
}

/// A pattern that matches the text itself.
fn escape(text: &str) -> String {
    let mut pattern = String::new();
    for char in text.chars() {
        if r"\^$.|?*+()[]{}/".contains(char) {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern
}

fn describe(map: &mut Map<String, Value>, doc: &str) {
    if !doc.is_empty() {
        map.insert("description".to_owned(), doc.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Number, Schema};

    const fn field(name: &'static str, shape: &'static Shape, rules: &'static [Rule]) -> Field {
        Field { name, doc: "", shape, required: true, rules, line: 0 }
    }

    const fn object(name: &'static str, fields: &'static [Field]) -> Shape {
        Shape::Struct(StructShape { name, doc: "", fields, closed: true })
    }

    #[test]
    fn rules_become_constraints() {
        const RULES: Shape = object(
            "Rules",
            &[
                field("name", &Shape::String, &[Rule::Length { min: Some(1), max: Some(9) }]),
                field(
                    "tags",
                    <Option<Vec<String>>>::SHAPE,
                    &[Rule::Length { min: None, max: Some(3) }],
                ),
                field(
                    "age",
                    &Shape::Integer(Number { bits: 64, signed: true }),
                    &[Rule::Range {
                        min: Some(18.0),
                        max: None,
                        exclusive_min: None,
                        exclusive_max: Some(99.5),
                    }],
                ),
                field("mail", <Option<String>>::SHAPE, &[Rule::Email]),
                field("code", &Shape::String, &[Rule::Contains("a.b")]),
            ],
        );
        let mut components = Components::new();
        let reference = json_schema(&RULES, &mut components);
        assert_eq!(reference, json!({"$ref": "#/components/schemas/Rules"}));
        assert_eq!(
            components["Rules"],
            json!({
                "type": "object",
                "additionalProperties": false,
                "required": ["name", "tags", "age", "mail", "code"],
                "properties": {
                    "name": {"type": "string", "minLength": 1, "maxLength": 9},
                    "tags": {"type": ["array", "null"], "items": {"type": "string"}, "maxItems": 3},
                    "age": {"type": "integer", "format": "int64", "minimum": 18, "exclusiveMaximum": 99.5},
                    "mail": {"type": ["string", "null"], "format": "email"},
                    "code": {"type": "string", "pattern": "a\\.b"},
                },
            })
        );
    }

    #[test]
    fn types_of_one_name_are_distinguished_unless_they_are_equal() {
        const A: Shape = object("User", &[field("id", &Shape::Uuid, &[])]);
        const SAME: Shape = object("User", &[field("id", &Shape::Uuid, &[])]);
        const OTHER: Shape = object("User", &[field("id", &Shape::String, &[])]);
        let mut components = Components::new();
        let names = [&A, &OTHER, &SAME, &OTHER]
            .map(|shape| json_schema(shape, &mut components)["$ref"].as_str().map(str::to_owned));
        let name = |name: &str| Some(format!("#/components/schemas/{name}"));
        assert_eq!(names, [name("User"), name("User2"), name("User"), name("User2")]);
        assert_eq!(components.len(), 2);
    }

    #[test]
    fn a_nullable_reference_stays_a_reference() {
        const INNER: Shape = object("Inner", &[]);
        let mut components = Components::new();
        assert_eq!(
            json_schema(&Shape::Optional(&INNER), &mut components),
            json!({"anyOf": [{"$ref": "#/components/schemas/Inner"}, {"type": "null"}]})
        );
    }

    #[test]
    fn the_schema_of_an_enum_has_its_tagging() {
        const DATA: Shape = object("Circle", &[field("r", &Shape::Float, &[])]);
        const PLAIN: &[Variant] = &[
            Variant { name: "a", doc: "", shape: None },
            Variant { name: "b", doc: "", shape: None },
        ];
        const MIXED: &[Variant] = &[
            Variant { name: "Circle", doc: "Round.", shape: Some(&DATA) },
            Variant { name: "None", doc: "", shape: None },
        ];
        const fn shape(tagging: Tagging, variants: &'static [Variant]) -> Shape {
            Shape::Enum(EnumShape { name: "", doc: "", tagging, variants })
        }
        let schema = |shape: &'static Shape| json_schema(shape, &mut Components::new());
        const A: Shape = shape(Tagging::External, PLAIN);
        assert_eq!(schema(&A), json!({"type": "string", "enum": ["a", "b"]}));
        const B: Shape = shape(Tagging::Internal("type"), MIXED);
        let forms = schema(&B)["oneOf"].clone();
        assert_eq!(forms[0]["required"], json!(["type", "r"]));
        assert_eq!(forms[0]["properties"]["type"], json!({"const": "Circle"}));
        assert_eq!(forms[0]["description"], json!("Round."));
        assert_eq!(forms[1]["required"], json!(["type"]));
        const C: Shape = shape(Tagging::Adjacent("t", "c"), MIXED);
        assert_eq!(schema(&C)["oneOf"][0]["required"], json!(["t", "c"]));
    }
}
