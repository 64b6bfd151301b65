//! Data of key-value pairs: a query string, a form, the text fields of a multipart body,
//! path parameters.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::data::Request;
use microcore_core::error::{Error, Result, Violation};
use microcore_core::schema::{Field, Shape};
use microcore_core::validate::Report;
use microcore_core::validate::mismatches;

type Pairs<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;
type Failure = serde::de::value::Error;

/// Reads a `T` from named texts and checks it against its rules.
pub(crate) fn read<T: Request>(pairs: &Pairs<'_>) -> Result<T> {
    let fields = fields(T::SHAPE);
    let value = T::deserialize(Texts { pairs, fields, at: 0 })
        .map_err(|_| Error::invalid(violations(T::SHAPE, pairs)))?;
    let mut report = Report::new();
    value.validate(&mut report);
    report.finish()?;
    Ok(value)
}

/// The texts of a query string that `shape` knows; the others are ignored.
pub(crate) fn of_query<'a>(query: &'a str, shape: &Shape) -> Pairs<'a> {
    let fields = fields(shape);
    form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| fields.iter().any(|field| field.name == key))
        .collect()
}

/// The fields of an object.
pub(crate) fn fields(shape: &Shape) -> &'static [Field] {
    match shape {
        Shape::Struct(shape) => shape.fields,
        _ => &[],
    }
}

/// Everything in the texts that does not fit, found on the way out only.
#[cold]
fn violations(shape: &Shape, pairs: &Pairs<'_>) -> Vec<Violation> {
    let mut object = Map::new();
    let mut repeated = Vec::new();
    for (key, text) in pairs {
        let field = fields(shape).iter().find(|field| field.name == key);
        match field.map(|field| plain(field.shape)) {
            Some(Shape::List(inner)) => {
                if let Value::Array(list) =
                    object.entry(key.to_string()).or_insert_with(|| Value::Array(Vec::new()))
                {
                    list.push(typed(plain(inner), text));
                }
            }
            other => {
                let value = typed(other.unwrap_or(&Shape::String), text);
                if object.insert(key.to_string(), value).is_some() {
                    repeated.push(Violation {
                        pointer: format!("/{key}"),
                        rule: "duplicate".into(),
                        message: "must occur only once".into(),
                    });
                }
            }
        }
    }
    repeated.extend(mismatches(shape, &Value::Object(object)));
    if repeated.is_empty() {
        repeated.push(Violation {
            pointer: String::new(),
            rule: "value".into(),
            message: "has a value that is not accepted here".into(),
        });
    }
    repeated
}

fn plain(shape: &Shape) -> &Shape {
    match shape {
        Shape::Optional(inner) => plain(inner),
        other => other,
    }
}

/// The text as the JSON value it would have been.
fn typed(shape: &Shape, text: &str) -> Value {
    let parsed = match shape {
        Shape::Bool | Shape::Integer(_) | Shape::Float => serde_json::from_str(text).ok(),
        _ => None,
    };
    parsed.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The texts as a map; fields that are lists collect all texts of their name.
struct Texts<'a> {
    pairs: &'a Pairs<'a>,
    fields: &'static [Field],
    at: usize,
}

impl Texts<'_> {
    fn is_list(&self, key: &str) -> bool {
        self.fields
            .iter()
            .any(|field| field.name == key && matches!(plain(field.shape), Shape::List(_)))
    }
}

impl<'de> Deserializer<'de> for Texts<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_map(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de> MapAccess<'de> for Texts<'de> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Failure> {
        while let Some((key, _)) = self.pairs.get(self.at) {
            let seen = || self.pairs.iter().take(self.at).any(|(earlier, _)| earlier == key);
            if self.is_list(key) && seen() {
                self.at += 1;
                continue;
            }
            return seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let pairs = self.pairs;
        let Some((key, text)) = pairs.get(self.at) else {
            return Err(Failure::custom("no value"));
        };
        self.at += 1;
        if self.is_list(key) {
            seed.deserialize(Text::Many(pairs, key))
        } else {
            seed.deserialize(Text::One(text))
        }
    }
}

/// One text, or all texts of one name.
#[derive(Clone, Copy)]
enum Text<'a> {
    One(&'a str),
    Many(&'a Pairs<'a>, &'a str),
}

impl<'a> Text<'a> {
    fn text(self) -> Result<&'a str, Failure> {
        match self {
            Self::One(text) => Ok(text),
            Self::Many(..) => Err(Failure::custom("a list")),
        }
    }
}

impl<'de> IntoDeserializer<'de, Failure> for Text<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parsed {
    ($($method:ident $visit:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            visitor.$visit(self.text()?.parse().map_err(|_| Failure::custom("type"))?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Text<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self.text()?)
    }

    parsed! {
        deserialize_bool visit_bool
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_f32 visit_f32
        deserialize_f64 visit_f64
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Self::Many(pairs, name) = self else { return Err(Failure::custom("no list")) };
        let texts = pairs.iter().filter(|(key, _)| key == name).map(|(_, text)| Text::One(text));
        visitor.visit_seq(SeqDeserializer::new(texts))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let text: StrDeserializer<'_, Failure> = self.text()?.into_deserializer();
        visitor.visit_enum(text)
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}
