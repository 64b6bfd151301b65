//! Reads a section into a type, and goes on after a mistake to find them all.
//!
//! A serde reader stops at its first error. Here each mistake is noted and the
//! section read again with a harmless stand-in at that place, until nothing new
//! turns up; the stand-ins are never handed out.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use config::{Value, ValueKind};
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess};
use serde::de::{SeqAccess, Visitor};

use super::did_you_mean;
use super::source::{FILE, PREFIX, Variables};
use super::{SettingsError, SettingsProblem};

/// One section on its way into a type.
pub(super) struct Reading<'a> {
    section: &'a str,
    value: &'a Value,
    /// Where `PREFIX_KEY` is looked up, if it may be.
    variables: Option<&'a Variables>,
    problems: RefCell<Vec<SettingsProblem>>,
    stand_ins: BTreeMap<String, StandIn>,
}

/// What is read in place of a mistake.
#[derive(Clone, Copy, PartialEq)]
enum StandIn {
    /// Zero, no text, an empty list.
    Nothing,
    /// The key is left out, for types that take no such value: their default
    /// may do.
    Absent,
}

/// `STRIPE_KEY` for the key `key` of the section `stripe`.
pub(super) fn variable_name(section: &str, key: &str) -> String {
    format!("{section}_{key}").to_uppercase()
}

impl<'a> Reading<'a> {
    pub(super) fn new(
        section: &'a str,
        value: &'a Value,
        variables: Option<&'a Variables>,
    ) -> Self {
        Self { section, value, variables, problems: RefCell::default(), stand_ins: BTreeMap::new() }
    }

    pub(super) fn finish<T: DeserializeOwned>(mut self) -> Result<T, SettingsError> {
        loop {
            let root = Reader {
                reading: &self,
                path: self.section.to_owned(),
                input: Input::Value(self.value),
            };
            let error = match T::deserialize(root) {
                Ok(value) if self.problems.borrow().is_empty() => return Ok(value),
                Ok(_) => break,
                Err(error) => error,
            };
            let path = error.path.clone().unwrap_or_else(|| self.section.to_owned());
            let within = self.stand_ins.keys().any(|other| is_within(&path, other));
            if !within {
                self.note(self.describe(&path, &error));
            }
            let next = match self.stand_ins.get(&path) {
                None => StandIn::Nothing,
                Some(StandIn::Nothing) => StandIn::Absent,
                Some(StandIn::Absent) => break,
            };
            self.stand_ins.insert(path, next);
        }
        let mut problems = self.problems.into_inner();
        problems.sort_by(|a, b| a.key.cmp(&b.key));
        Err(SettingsError { problems })
    }

    fn describe(&self, path: &str, error: &ReadError) -> SettingsProblem {
        let origin = if error.missing {
            self.how_to_give(path)
        } else {
            error.origin.clone().unwrap_or_else(|| FILE.to_owned())
        };
        SettingsProblem { key: path.to_owned(), problem: error.message.clone(), origin }
    }

    fn how_to_give(&self, path: &str) -> String {
        let key = path.strip_prefix(self.section).unwrap_or(path).trim_start_matches('.');
        let section = self.section;
        let variable = format!("{PREFIX}{section}__{}", key.replace('.', "__")).to_uppercase();
        let short = match self.variables {
            Some(_) if !key.contains('.') => format!(" or {}", variable_name(section, key)),
            _ => String::new(),
        };
        format!("set `{key}` under [{section}] in {FILE}, or {variable}{short}")
    }

    fn note(&self, problem: SettingsProblem) {
        let mut problems = self.problems.borrow_mut();
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// What stands at `path`: a short variable goes over the file, and under
    /// everything that was given by its full name.
    fn find(&self, path: &str, key: &str, value: Option<&'a Value>) -> Option<Input<'a>> {
        match self.stand_ins.get(path) {
            Some(StandIn::Nothing) => return Some(Input::StandIn),
            Some(StandIn::Absent) => return None,
            None => {}
        }
        let short = self.variables.and_then(|variables| {
            let depth = path.len() == self.section.len() + 1 + key.len();
            depth.then(|| variables.get(&variable_name(self.section, key))).flatten()
        });
        match (value, short) {
            (Some(value), Some(_)) if value.origin() != Some(FILE) => Some(Input::Value(value)),
            (_, Some(variable)) => Some(Input::Text(&variable.value, &variable.origin)),
            (Some(value), None) => Some(Input::Value(value)),
            (None, None) => None,
        }
    }
}

fn is_within(path: &str, outer: &str) -> bool {
    path.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// What is to be read at one place.
#[derive(Clone, Copy)]
pub(super) enum Input<'a> {
    Value(&'a Value),
    Text(&'a str, &'a str),
    StandIn,
}

impl<'a> Input<'a> {
    pub(super) fn text(self) -> Option<&'a str> {
        match self {
            Self::Value(value) => match &value.kind {
                ValueKind::String(text) => Some(text),
                _ => None,
            },
            Self::Text(text, _) => Some(text),
            Self::StandIn => None,
        }
    }

    fn origin(self) -> Option<String> {
        match self {
            Self::Value(value) => value.origin().map(str::to_owned),
            Self::Text(_, origin) => Some(origin.to_owned()),
            Self::StandIn => None,
        }
    }
}

/// What went wrong at one place; never holds the value.
#[derive(Debug)]
pub(super) struct ReadError {
    pub(super) message: String,
    missing: bool,
    path: Option<String>,
    origin: Option<String>,
}

impl ReadError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), missing: false, path: None, origin: None }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!("must be {expected}"))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!("must be {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("must be one of {}", expected.join(", ")))
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("has an unknown key; known: {}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: true, path: Some(field.to_owned()), ..Self::new("is missing") }
    }
}

/// One place of the section.
pub(super) struct Reader<'r, 'a> {
    reading: &'r Reading<'a>,
    path: String,
    pub(super) input: Input<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// Gives an error its place and takes the value out of its words.
    fn locate(&self, mut error: ReadError) -> ReadError {
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
        for (key, value) in &entries {
            if !fields.contains(key) {
                let hint = did_you_mean(key, fields.iter().copied());
                self.reading.note(SettingsProblem {
                    key: format!("{}.{key}", self.path),
                    problem: format!("is not known{hint}"),
                    origin: value.origin().unwrap_or(FILE).to_owned(),
                });
            }
        }
        let found = fields.iter().filter_map(|field| {
            let value = entries.iter().find(|(key, _)| key == field).map(|(_, value)| *value);
            let path = format!("{}.{field}", self.path);
            Some(((*field).to_owned(), self.reading.find(&path, field, value)?))
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

enum OwnedInput<'a> {
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

impl<'de> Deserializer<'de> for Reader<'_, '_> {
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
        let access = List { reader: &self, items: elements.iter().enumerate() };
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
            let stand_in = self.reading.stand_ins.contains_key(&path);
            (key.to_owned(), if stand_in { Input::StandIn } else { Input::Value(value) })
        });
        let access =
            Table { reader: &self, entries: entries.collect::<Vec<_>>().into_iter(), next: None };
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
        self.read(visitor.visit_map(Table { reader: &self, entries, next: None }))
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
        // The name of a form is no secret word, and case is not worth an error.
        let name = variants.iter().find(|name| name.eq_ignore_ascii_case(text.trim()));
        let name: StrDeserializer<'_, ReadError> = (*name.unwrap_or(&"")).into_deserializer();
        self.read(visitor.visit_enum(name))
    }

    serde::forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}

struct Table<'t, 'r, 'a> {
    reader: &'t Reader<'r, 'a>,
    entries: std::vec::IntoIter<(String, Input<'a>)>,
    next: Option<(String, Input<'a>)>,
}

impl<'de> MapAccess<'de> for Table<'_, '_, '_> {
    type Error = ReadError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ReadError> {
        self.next = self.entries.next();
        let Some((key, _)) = &self.next else { return Ok(None) };
        let key: StrDeserializer<'_, ReadError> = key.as_str().into_deserializer();
        seed.deserialize(key).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ReadError> {
        let (key, input) = self.next.take().ok_or_else(|| ReadError::new("has no value"))?;
        let reader = Reader {
            reading: self.reader.reading,
            path: format!("{}.{key}", self.reader.path),
            input,
        };
        let place = Reader { reading: reader.reading, path: reader.path.clone(), input };
        seed.deserialize(reader).map_err(|error| place.locate(error))
    }
}

struct List<'t, 'r, 'a, 'i> {
    reader: &'t Reader<'r, 'a>,
    items: std::iter::Enumerate<std::slice::Iter<'i, OwnedInput<'a>>>,
}

impl<'de> SeqAccess<'de> for List<'_, '_, '_, '_> {
    type Error = ReadError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        let path = format!("{}.{index}", self.reader.path);
        let input = match item {
            _ if self.reader.reading.stand_ins.contains_key(&path) => Input::StandIn,
            OwnedInput::Borrowed(input) => *input,
            OwnedInput::Text(text, origin) => Input::Text(text, origin),
        };
        let place = Reader { reading: self.reader.reading, path: path.clone(), input };
        let reader = Reader { reading: self.reader.reading, path, input };
        seed.deserialize(reader).map(Some).map_err(|error| place.locate(error))
    }
}
