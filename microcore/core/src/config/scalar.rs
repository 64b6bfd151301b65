//! Parses numbers, booleans and strings, also from strings.

use config::{Value, ValueKind};

use super::de::ValueDeserializer;
use super::read_error::ReadError;
use super::section_reader::Input;

/// An integer type with a description of its range.
pub(super) trait Whole: TryFrom<i128> {
    const RANGE: &'static str;
}

macro_rules! whole {
    ($($type:ty => $range:literal,)*) => {$(
        impl Whole for $type {
            const RANGE: &'static str = concat!("must be a whole number", $range);
        }
    )*};
}

whole! {
    i8 => " from -128 to 127",
    i16 => " from -32768 to 32767",
    i32 => " of 32 bits",
    i64 => "",
    u8 => " from 0 to 255",
    u16 => " from 0 to 65535",
    u32 => " of 32 bits, not negative",
    u64 => ", not negative",
}

impl ValueDeserializer<'_, '_> {
    pub(super) fn boolean(&self) -> Result<bool, ReadError> {
        let wrong = || ReadError::new("must be true or false");
        if let Input::Value(Value { kind: ValueKind::Boolean(value), .. }) = self.input {
            return Ok(*value);
        }
        if matches!(self.input, Input::StandIn) {
            return Ok(false);
        }
        let text = self.input.text().ok_or_else(wrong)?;
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(wrong()),
        }
    }

    pub(super) fn integer<T: Whole>(&self) -> Result<T, ReadError> {
        let value = match self.input {
            Input::StandIn => Some(0),
            Input::Value(value) => match &value.kind {
                ValueKind::I64(value) => Some(i128::from(*value)),
                ValueKind::U64(value) => Some(i128::from(*value)),
                ValueKind::String(text) => text.trim().parse().ok(),
                _ => None,
            },
            Input::Text(text, _) => text.trim().parse().ok(),
        };
        value.and_then(|value| T::try_from(value).ok()).ok_or_else(|| ReadError::new(T::RANGE))
    }

    pub(super) fn float(&self) -> Result<f64, ReadError> {
        let value = match self.input {
            Input::StandIn => Some(0.0),
            Input::Value(value) => match &value.kind {
                ValueKind::Float(value) => Some(*value),
                ValueKind::I64(value) => Some(*value as f64),
                ValueKind::U64(value) => Some(*value as f64),
                ValueKind::String(text) => text.trim().parse().ok(),
                _ => None,
            },
            Input::Text(text, _) => text.trim().parse().ok(),
        };
        value.ok_or_else(|| ReadError::new("must be a number"))
    }

    pub(super) fn string(&self) -> Result<String, ReadError> {
        if matches!(self.input, Input::StandIn) {
            return Ok(String::new());
        }
        let text = self.input.text().ok_or_else(|| ReadError::new("must be text"))?;
        Ok(text.to_owned())
    }
}
