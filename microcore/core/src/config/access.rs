//! Tables and lists, handed to serde piece by piece.

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};

use super::read_error::ReadError;
use super::reader::{OwnedInput, Reader};
use super::reading::Input;

/// The keys of a table, each with its value.
pub(super) struct Table<'t, 'r, 'a> {
    pub(super) reader: &'t Reader<'r, 'a>,
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
        let reader = Reader {
            reading: self.reader.reading,
            path: format!("{}.{key}", self.reader.path),
            input,
        };
        let place = Reader { reading: reader.reading, path: reader.path.clone(), input };
        seed.deserialize(reader).map_err(|error| place.locate(error))
    }
}

/// The elements of a list.
pub(super) struct List<'t, 'r, 'a, 'i> {
    pub(super) reader: &'t Reader<'r, 'a>,
    pub(super) items: std::iter::Enumerate<std::slice::Iter<'i, OwnedInput<'a>>>,
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
