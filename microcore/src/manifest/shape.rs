//! Shapes in the notation of Rust, on one line.

use crate::http::page_element;
use microcore_core::schema::{EnumShape, Field, Number, Rule, Shape, StructShape};

/// The type, with the fields of structs.
pub(crate) fn text(shape: &Shape) -> String {
    match shape {
        Shape::Unit => "()".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Integer(Number { bits, signed }) => {
            format!("{}{bits}", if *signed { "i" } else { "u" })
        }
        Shape::Float => "f64".to_owned(),
        Shape::String => "String".to_owned(),
        Shape::Secret => "Secret<String>".to_owned(),
        Shape::Time => "DateTime<Utc>".to_owned(),
        Shape::Date => "NaiveDate".to_owned(),
        Shape::Uuid => "Uuid".to_owned(),
        Shape::Any => "Value".to_owned(),
        Shape::Optional(inner) => format!("Option<{}>", text(inner)),
        Shape::List(inner) => format!("Vec<{}>", text(inner)),
        Shape::Map(inner) => format!("HashMap<String, {}>", text(inner)),
        Shape::Struct(shape) => match page_element(shape) {
            Some(element) => format!("Page<{}>", text(element)),
            None => format!("{} {}", shape.name, fields(shape)),
        },
        Shape::Enum(shape) => format!("{} {}", shape.name, variants(shape)),
    }
}

/// The fields alone, where the shape has some.
pub(crate) fn carried(shape: &Shape) -> String {
    match shape {
        Shape::Struct(shape) => fields(shape),
        other => text(other),
    }
}

fn fields(shape: &StructShape) -> String {
    let fields: Vec<_> = shape.fields.iter().map(field).collect();
    format!("{{ {} }}", fields.join(", ")).replace("{  }", "{}")
}

fn field(field: &Field) -> String {
    let mut notes: Vec<String> = field.rules.iter().filter_map(rule).collect();
    if !field.required && !matches!(field.shape, Shape::Optional(_)) {
        notes.push("may be omitted".to_owned());
    }
    if !field.doc.is_empty() {
        notes.push(line(field.doc));
    }
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join("; ")) };
    format!("{}: {}{notes}", field.name, text(field.shape))
}

fn variants(shape: &EnumShape) -> String {
    let variants = shape.variants.iter().map(|variant| match variant.shape {
        Some(data) => format!("{} {}", variant.name, carried(data)),
        None => variant.name.to_owned(),
    });
    variants.collect::<Vec<_>>().join(" | ")
}

fn rule(rule: &Rule) -> Option<String> {
    Some(match *rule {
        Rule::Length { min, max } => format!("length {}", between(min, max)),
        Rule::Range { min, max, exclusive_min, exclusive_max } => {
            let mut parts = Vec::new();
            if min.is_some() || max.is_some() {
                parts.push(between(min, max));
            }
            parts.extend(exclusive_min.map(|bound| format!("> {bound}")));
            parts.extend(exclusive_max.map(|bound| format!("< {bound}")));
            parts.join(", ")
        }
        Rule::Email => "email".to_owned(),
        Rule::Url => "url".to_owned(),
        Rule::Ip => "ip".to_owned(),
        Rule::Contains(text) => format!("contains {text:?}"),
        Rule::DoesNotContain(text) => format!("does not contain {text:?}"),
        Rule::NonControlCharacter => "no control characters".to_owned(),
        Rule::Pattern(pattern) => format!("matches {pattern:?}"),
        Rule::MustMatch(other) => format!("equals {other}"),
        Rule::Custom(function) => format!("checked by {function}"),
        // Its own rules are shown with it.
        Rule::Nested => return None,
    })
}

fn between<T: std::fmt::Display>(min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{min}..={max}"),
        (Some(min), None) => format!(">= {min}"),
        (None, Some(max)) => format!("<= {max}"),
        (None, None) => "any".to_owned(),
    }
}

/// Words on one line, without the full stop.
pub(crate) fn line(doc: &str) -> String {
    let words: Vec<_> = doc.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').to_owned()
}
