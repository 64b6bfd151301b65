//! Checks a JSON value against a shape and its rules, and reports everything that does
//! not match.
//!
//! Runs only after deserialization failed, so that the response lists every error instead
//! of only the first one that the parser found.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Report, rules};
use crate::error::Violation;
use crate::schema::{EnumShape, Field, Number, Shape, StructShape, Tagging, Variant};

/// Everything in `value` that does not match the shape, with JSON pointers.
pub fn mismatches(shape: &Shape, value: &Value) -> Vec<Violation> {
    let mut check = Check { pointer: String::new(), violations: Vec::new() };
    check.value(shape, value);
    check.violations
}

struct Check {
    pointer: String,
    violations: Vec<Violation>,
}

impl Check {
    fn add(&mut self, rule: &'static str, message: impl Into<std::borrow::Cow<'static, str>>) {
        let pointer = self.pointer.clone();
        self.violations.push(Violation { pointer, rule: rule.into(), message: message.into() });
    }

    fn inside(&mut self, step: &str, check: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        check(self);
        self.pointer.truncate(length);
    }

    fn value(&mut self, shape: &Shape, value: &Value) {
        let fits = match shape {
            Shape::Any => true,
            Shape::Unit => value.is_null(),
            Shape::Bool => value.is_boolean(),
            Shape::Integer(number) => fits_integer(*number, value),
            Shape::Float => value.is_number(),
            Shape::String | Shape::Secret => value.is_string(),
            Shape::Time => DateTime::<Utc>::deserialize(value).is_ok(),
            Shape::Date => NaiveDate::deserialize(value).is_ok(),
            Shape::Uuid => Uuid::deserialize(value).is_ok(),
            Shape::Optional(inner) => {
                if !value.is_null() {
                    self.value(inner, value);
                }
                true
            }
            Shape::List(inner) => match value {
                Value::Array(items) => {
                    for (index, item) in items.iter().enumerate() {
                        self.inside(&index.to_string(), |check| check.value(inner, item));
                    }
                    true
                }
                _ => false,
            },
            Shape::Map(inner) => match value {
                Value::Object(entries) => {
                    for (key, entry) in entries {
                        self.inside(key, |check| check.value(inner, entry));
                    }
                    true
                }
                _ => false,
            },
            Shape::Struct(shape) => match value {
                Value::Object(entries) => {
                    self.fields(shape, entries, None);
                    true
                }
                _ => false,
            },
            Shape::Enum(shape) => {
                self.choice(shape, value);
                true
            }
        };
        if !fits {
            self.add("type", format!("must be {}", expected(shape)));
        }
    }

    /// `tag` is a key that belongs to the enum around the struct.
    fn fields(&mut self, shape: &StructShape, entries: &Map<String, Value>, tag: Option<&str>) {
        for field in shape.fields {
            match entries.get(field.name) {
                Some(value) => self.inside(field.name, |check| check.field(field, value)),
                None if field.required => {
                    self.inside(field.name, |check| check.add("missing", "is required"));
                }
                None => {}
            }
        }
        if !shape.closed {
            return;
        }
        for key in entries.keys() {
            if Some(key.as_str()) != tag && !shape.fields.iter().any(|field| field.name == key) {
                self.inside(key, |check| check.add("unknown_field", unknown(shape.fields)));
            }
        }
    }

    /// The field's rules are checked only if its value has the right shape.
    fn field(&mut self, field: &Field, value: &Value) {
        let before = self.violations.len();
        self.value(field.shape, value);
        if self.violations.len() > before {
            return;
        }
        let mut report = Report::new();
        for rule in field.rules {
            rules::check(&mut report, rule, value);
        }
        for violation in report.violations() {
            self.violations.push(Violation { pointer: self.pointer.clone(), ..violation.clone() });
        }
    }

    fn choice(&mut self, shape: &EnumShape, value: &Value) {
        match shape.tagging {
            Tagging::External => match value {
                Value::String(name) => {
                    if !shape
                        .variants
                        .iter()
                        .any(|variant| variant.name == name && variant.shape.is_none())
                    {
                        self.add("variant", one_of(shape.variants));
                    }
                }
                Value::Object(entries) if entries.len() == 1 => {
                    for (name, data) in entries {
                        match shape.variants.iter().find(|variant| variant.name == name) {
                            Some(variant) => self.inside(name, |check| check.data(variant, data)),
                            None => self.add("variant", one_of(shape.variants)),
                        }
                    }
                }
                _ => self.add("variant", one_of(shape.variants)),
            },
            Tagging::Internal(tag) => self.tagged(shape, value, tag, |check, variant, entries| {
                if let Some(Shape::Struct(data)) = variant.shape {
                    check.fields(data, entries, Some(tag));
                }
            }),
            Tagging::Adjacent(tag, content) => {
                self.tagged(shape, value, tag, |check, variant, entries| {
                    match entries.get(content) {
                        Some(data) => check.inside(content, |check| check.data(variant, data)),
                        None if variant.shape.is_some() => {
                            check.inside(content, |check| check.add("missing", "is required"));
                        }
                        None => {}
                    }
                });
            }
            Tagging::Untagged => {
                let fits = shape.variants.iter().any(|variant| match variant.shape {
                    Some(data) => mismatches(data, value).is_empty(),
                    None => value.is_null(),
                });
                if !fits {
                    self.add("variant", "matches none of the allowed variants");
                }
            }
        }
    }

    fn tagged(
        &mut self,
        shape: &EnumShape,
        value: &Value,
        tag: &str,
        then: impl FnOnce(&mut Self, &Variant, &Map<String, Value>),
    ) {
        let Value::Object(entries) = value else {
            return self.add("type", "must be an object");
        };
        match entries.get(tag) {
            None => self.inside(tag, |check| check.add("missing", "is required")),
            Some(name) => match shape.variants.iter().find(|variant| name == variant.name) {
                Some(variant) => then(self, variant, entries),
                None => self.inside(tag, |check| check.add("variant", one_of(shape.variants))),
            },
        }
    }

    fn data(&mut self, variant: &Variant, data: &Value) {
        self.value(variant.shape.unwrap_or(&Shape::Unit), data);
    }
}

fn fits_integer(number: Number, value: &Value) -> bool {
    let (low, high) = number.bounds();
    match (value.as_i64(), value.as_u64()) {
        (Some(value), _) => (low..=high).contains(&i128::from(value)),
        (None, Some(value)) => (low..=high).contains(&i128::from(value)),
        (None, None) => false,
    }
}

fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Unit => "null".to_owned(),
        Shape::Bool => "true or false".to_owned(),
        Shape::Integer(number) => {
            let (low, high) = number.bounds();
            format!("an integer from {low} to {high}")
        }
        Shape::Float => "a number".to_owned(),
        Shape::String | Shape::Secret => "text".to_owned(),
        Shape::Time => "a time as in RFC 3339, `2026-11-22T16:00:00Z`".to_owned(),
        Shape::Date => "a date, `2026-11-22`".to_owned(),
        Shape::Uuid => "a UUID".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Map(_) | Shape::Struct(_) => "an object".to_owned(),
        Shape::Optional(inner) => expected(inner),
        Shape::Any | Shape::Enum(_) => "one of the allowed variants".to_owned(),
    }
}

fn unknown(fields: &[Field]) -> String {
    let names: Vec<String> = fields.iter().map(|field| format!("`{}`", field.name)).collect();
    match names.is_empty() {
        true => "is not known; there are no fields here".to_owned(),
        false => format!("is not known; the fields are {}", names.join(", ")),
    }
}

fn one_of(variants: &[Variant]) -> String {
    let names: Vec<String> = variants.iter().map(|variant| format!("`{}`", variant.name)).collect();
    format!("must be one of {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::{Rule, Schema};

    const fn field(name: &'static str, shape: &'static Shape, required: bool) -> Field {
        Field { name, doc: "", shape, required, rules: &[], line: 0 }
    }

    const ITEM: Shape = Shape::Struct(StructShape {
        name: "Item",
        doc: "",
        fields: &[field("count", u8::SHAPE, true), field("note", <Option<String>>::SHAPE, false)],
        closed: true,
    });

    const ORDER: Shape = Shape::Struct(StructShape {
        name: "Order",
        doc: "",
        fields: &[
            field("id", Uuid::SHAPE, true),
            field("at", <DateTime<Utc>>::SHAPE, true),
            field("items", &Shape::List(&ITEM), true),
        ],
        closed: true,
    });

    fn violations(shape: &Shape, value: &Value) -> Vec<(String, String)> {
        mismatches(shape, value)
            .into_iter()
            .map(|violation| (violation.pointer, violation.rule.into_owned()))
            .collect()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn every_mismatch_is_reported_with_its_pointer() {
        let value = json!({
            "id": "no-uuid",
            "items": [{"count": 1}, {"count": 256, "note": 7}, {"count": 1.0, "a/b": 1}, 3],
        });
        assert_eq!(
            violations(&ORDER, &value),
            pairs(&[
                ("/id", "type"),
                ("/at", "missing"),
                ("/items/1/count", "type"),
                ("/items/1/note", "type"),
                ("/items/2/count", "type"),
                ("/items/2/a~1b", "unknown_field"),
                ("/items/3", "type"),
            ])
        );
    }

    #[test]
    fn a_value_that_matches_has_no_violations() {
        let value = json!({
            "id": "67e55044-10b1-426f-9247-bb680e5fe0c8",
            "at": "2026-11-22T16:00:00Z",
            "items": [{"count": 255, "note": null}],
        });
        assert_eq!(violations(&ORDER, &value), []);
    }

    #[test]
    fn the_variant_of_an_enum_is_selected_by_its_tag() {
        const VARIANTS: &[Variant] = &[
            Variant { name: "Item", doc: "", shape: Some(&ITEM) },
            Variant { name: "None", doc: "", shape: None },
        ];
        const fn shape(tagging: Tagging) -> Shape {
            Shape::Enum(EnumShape { name: "Choice", doc: "", tagging, variants: VARIANTS })
        }
        let external = shape(Tagging::External);
        assert_eq!(violations(&external, &json!("None")), []);
        assert_eq!(violations(&external, &json!("Other")), pairs(&[("", "variant")]));
        assert_eq!(
            violations(&external, &json!({"Item": {}})),
            pairs(&[("/Item/count", "missing")])
        );
        let internal = shape(Tagging::Internal("type"));
        assert_eq!(violations(&internal, &json!({"type": "Item", "count": 1})), []);
        assert_eq!(violations(&internal, &json!({})), pairs(&[("/type", "missing")]));
        let adjacent = shape(Tagging::Adjacent("t", "c"));
        assert_eq!(violations(&adjacent, &json!({"t": "Item"})), pairs(&[("/c", "missing")]));
        let untagged = shape(Tagging::Untagged);
        assert_eq!(violations(&untagged, &json!(1)), pairs(&[("", "variant")]));
    }

    #[test]
    fn a_message_never_contains_the_rejected_value() {
        for violation in mismatches(&ORDER, &json!({"id": "hunter2", "items": "hunter2"})) {
            assert!(!violation.message.contains("hunter2"));
        }
    }

    #[test]
    fn violations_are_reported_together_with_mismatches() {
        const SIGN_UP: Shape = Shape::Struct(StructShape {
            name: "SignUp",
            doc: "",
            fields: &[
                Field::new(
                    "name",
                    "",
                    String::SHAPE,
                    &[Rule::Length { min: Some(1), max: None }],
                    0,
                ),
                Field::new("email", "", String::SHAPE, &[Rule::Email], 0),
                Field::new("age", "", u8::SHAPE, &[Rule::Email], 0),
            ],
            closed: true,
        });
        let value = json!({"name": "", "email": "unknown", "age": "old"});
        let rules: Vec<_> = mismatches(&SIGN_UP, &value)
            .into_iter()
            .map(|violation| (violation.pointer, violation.rule.into_owned()))
            .collect();
        let expected = [("/name", "length"), ("/email", "email"), ("/age", "type")];
        assert_eq!(rules, expected.map(|(pointer, rule)| (pointer.to_owned(), rule.to_owned())));
    }
}
