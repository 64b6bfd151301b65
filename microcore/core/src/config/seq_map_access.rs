//! `serde::de::MapAccess` and `SeqAccess` for tables and lists.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};

use super::de::{OwnedInput, ValueDeserializer};
use super::read_error::ReadError;
use super::section_reader::Input;

/// The keys of a table, each with its value.
pub(super) struct Table<'t, 'r, 'a> {
    pub(super) deserializer: &'t ValueDeserializer<'r, 'a>,
    pub(super) entries: std::vec::IntoIter<(String, Input<'a>)>,
    pub(super) next: Option<(String, Input<'a>)>,
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
        let deserializer = ValueDeserializer {
            section: self.deserializer.section,
            path: format!("{}.{key}", self.deserializer.path),
            input,
        };
        let place = ValueDeserializer {
            section: deserializer.section,
            path: deserializer.path.clone(),
            input,
        };
        seed.deserialize(deserializer).map_err(|error| place.locate(error))
    }
}

/// The elements of a list.
pub(super) struct List<'t, 'r, 'a, 'i> {
    pub(super) deserializer: &'t ValueDeserializer<'r, 'a>,
    pub(super) items: std::iter::Enumerate<std::slice::Iter<'i, OwnedInput<'a>>>,
}

impl<'de> SeqAccess<'de> for List<'_, '_, '_, '_> {
    type Error = ReadError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ReadError> {
        let Some((index, item)) = self.items.next() else { return Ok(None) };
        let path = format!("{}.{index}", self.deserializer.path);
        let input = match item {
            _ if self.deserializer.section.stand_ins.contains_key(&path) => Input::StandIn,
            OwnedInput::Borrowed(input) => *input,
            OwnedInput::Text(text, origin) => Input::Text(text, origin),
        };
        let place =
            ValueDeserializer { section: self.deserializer.section, path: path.clone(), input };
        let deserializer = ValueDeserializer { section: self.deserializer.section, path, input };
        seed.deserialize(deserializer).map(Some).map_err(|error| place.locate(error))
    }
}
