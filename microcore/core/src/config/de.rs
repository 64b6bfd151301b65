//! `serde::Deserializer` for a value of the configuration.

use config::{Value, ValueKind};
use microcore_syntax::suggest::did_you_mean;
use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};

use super::ConfigProblem;
use super::read_error::ReadError;
use super::section_reader::{Input, SectionReader};
use super::seq_map_access::{List, Table};
use super::source::FILE;

/// One place of the section.
pub(super) struct ValueDeserializer<'r, 'a> {
    pub(super) section: &'r SectionReader<'a>,
    pub(super) path: String,
    pub(super) input: Input<'a>,
}

impl<'a> ValueDeserializer<'_, 'a> {
    /// Gives an error its place and takes the value out of its words.
    pub(super) fn locate(&self, mut error: ReadError) -> ReadError {
        if error.missing && error.origin.is_none() {
            let field = error.path.take().unwrap_or_default();
            error.path = Some(format!("{}.{field}", self.path));
            error.origin = Some(String::new());
        }
        if error.path.is_none() {
            if let Some(text) = self.input.text().filter(|text| text.len() > 2) {
                error.message = error.message.replace(text, "…");
            }
            error.path = Some(self.path.clone());
            error.origin = self.input.origin();
        }
        error
    }

    fn entries(&self) -> Vec<(&'a str, &'a Value)> {
        match self.input {
            Input::Value(Value { kind: ValueKind::Table(table), .. }) => {
                let mut entries: Vec<_> =
                    table.iter().map(|(key, value)| (key.as_str(), value)).collect();
                entries.sort_by_key(|(key, _)| *key);
                entries
            }
            _ => Vec::new(),
        }
    }

    fn is_table(&self) -> bool {
        matches!(self.input, Input::StandIn | Input::Value(Value { kind: ValueKind::Table(_), .. }))
    }

    fn struct_entries(&self, fields: &'static [&'static str]) -> Vec<(String, Input<'a>)> {
        let entries = self.entries();
        for (wrong, value) in &entries {
            if !fields.contains(wrong) {
                let origin = value.origin().unwrap_or(FILE);
                let key = format!("{}.{wrong}", self.path);
                self.section.note(
                    ConfigProblem::new(key, "is not known", origin)
                        .help(did_you_mean(wrong, fields.iter().copied())),
                );
            }
        }
        let found = fields.iter().filter_map(|field| {
            let value = entries.iter().find(|(key, _)| key == field).map(|(_, value)| *value);
            let path = format!("{}.{field}", self.path);
            Some(((*field).to_owned(), self.section.find(&path, field, value)?))
        });
        found.collect()
    }

    /// The elements of a list; text is split at commas, or read as JSON.
    fn elements(&self) -> Result<Vec<OwnedInput<'a>>, ReadError> {
        match self.input {
            Input::StandIn => Ok(Vec::new()),
            Input::Value(Value { kind: ValueKind::Array(values), .. }) => {
                Ok(values.iter().map(|value| OwnedInput::Borrowed(Input::Value(value))).collect())
            }
            Input::Value(Value { kind: ValueKind::Nil, .. }) => Ok(Vec::new()),
            _ => {
                let text = self.input.text().ok_or_else(|| ReadError::new("must be a list"))?;
                let items: Vec<String> = if text.trim_start().starts_with('[') {
                    let items: Vec<serde_json::Value> = serde_json::from_str(text)
                        .map_err(|_| ReadError::new("must be a list: a,b,c or [\"a\", \"b\"]"))?;
                    let text = |item: serde_json::Value| match item {
                        serde_json::Value::String(text) => text,
                        other => other.to_string(),
                    };
                    items.into_iter().map(text).collect()
                } else {
                    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                    parts.map(str::to_owned).collect()
                };
                let origin = self.input.origin().unwrap_or_default();
                Ok(items.into_iter().map(|item| OwnedInput::Text(item, origin.clone())).collect())
            }
        }
    }

    fn read<T>(&self, result: Result<T, ReadError>) -> Result<T, ReadError> {
        result.map_err(|error| self.locate(error))
    }
}

/// An element of a list: of a value, or of a text that was taken apart.
pub(super) enum OwnedInput<'a> {
    Borrowed(Input<'a>),
    Text(String, String),
}

macro_rules! scalars {
    ($($method:ident => $read:ident, $visit:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
            let result = self.$read().and_then(|value| visitor.$visit(value));
            self.read(result)
        }
    )*};
}

impl<'de> Deserializer<'de> for ValueDeserializer<'_, '_> {
    type Error = ReadError;

    scalars! {
        deserialize_bool => boolean, visit_bool;
        deserialize_i8 => integer, visit_i8;
        deserialize_i16 => integer, visit_i16;
        deserialize_i32 => integer, visit_i32;
        deserialize_i64 => integer, visit_i64;
        deserialize_u8 => integer, visit_u8;
        deserialize_u16 => integer, visit_u16;
        deserialize_u32 => integer, visit_u32;
        deserialize_u64 => integer, visit_u64;
        deserialize_f32 => float, visit_f64;
        deserialize_f64 => float, visit_f64;
        deserialize_str => string, visit_string;
        deserialize_string => string, visit_string;
        deserialize_char => string, visit_string;
        deserialize_identifier => string, visit_string;
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.input {
            Input::StandIn => visitor.visit_unit(),
            Input::Text(text, _) => self.read(visitor.visit_str(text)),
            Input::Value(value) => match &value.kind {
                ValueKind::Nil => visitor.visit_unit(),
                ValueKind::Boolean(value) => self.read(visitor.visit_bool(*value)),
                ValueKind::I64(value) => self.read(visitor.visit_i64(*value)),
                ValueKind::U64(value) => self.read(visitor.visit_u64(*value)),
                ValueKind::I128(value) => self.read(visitor.visit_i128(*value)),
                ValueKind::U128(value) => self.read(visitor.visit_u128(*value)),
                ValueKind::Float(value) => self.read(visitor.visit_f64(*value)),
                ValueKind::String(text) => self.read(visitor.visit_str(text)),
                ValueKind::Table(_) => self.deserialize_map(visitor),
                ValueKind::Array(_) => self.deserialize_seq(visitor),
            },
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        match self.input {
            Input::StandIn | Input::Value(Value { kind: ValueKind::Nil, .. }) => {
                visitor.visit_none()
            }
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        let elements = self.read(self.elements())?;
        let access = List { deserializer: &self, items: elements.iter().enumerate() };
        self.read(visitor.visit_seq(access))
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ReadError> {
        if !self.is_table() {
            return Err(self.locate(ReadError::new("must be a table of keys")));
        }
        let entries = self.entries().into_iter().map(|(key, value)| {
            let path = format!("{}.{key}", self.path);
            let stand_in = self.section.stand_ins.contains_key(&path);
            (key.to_owned(), if stand_in { Input::StandIn } else { Input::Value(value) })
        });
        let access = Table {
            deserializer: &self,
            entries: entries.collect::<Vec<_>>().into_iter(),
            next: None,
        };
        self.read(visitor.visit_map(access))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        if !self.is_table() {
            return Err(self.locate(ReadError::new("must be a table of keys")));
        }
        let entries = self.struct_entries(fields).into_iter();
        self.read(visitor.visit_map(Table { deserializer: &self, entries, next: None }))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ReadError> {
        let text = match self.input {
            Input::StandIn => variants.first().copied().unwrap_or_default(),
            _ => self.input.text().unwrap_or_default(),
        };
        // The name of a variant is not a secret, and its case does not matter.
        let name = variants.iter().find(|name| name.eq_ignore_ascii_case(text.trim()));
        let name: StrDeserializer<'_, ReadError> = (*name.unwrap_or(&"")).into_deserializer();
        self.read(visitor.visit_enum(name))
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}
