//! Conversions from column values.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use uuid::Uuid;

use super::value::{Value, ValueRef};

/// A type that can be read from a cell of a row.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a column",
    label = "no column has this type",
    note = "supported are bool, i8 to i64, u8 to u64, f32, f64, String, Vec<u8>, DateTime<Utc>, NaiveDate, Uuid, serde_json::Value and Option of them",
    note = "for a type of your own, such as an enum, implement `microcore::tools::db::FromValue`"
)]
pub trait FromValue: Sized {
    /// The value, or why the cell does not hold one.
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError>;
}

/// The column value has another type than the one it is read as.
#[derive(Debug, thiserror::Error)]
#[error("expected {expected}, found {found}")]
pub struct ValueError {
    expected: &'static str,
    found: &'static str,
}

impl ValueError {
    /// An error that names the expected and the found type.
    #[cold]
    pub fn new(expected: &'static str, found: &ValueRef<'_>) -> Self {
        Self { expected, found: found.describe() }
    }
}

impl FromValue for bool {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match value {
            ValueRef::Bool(value) => Ok(value),
            // SQLite keeps booleans as integers.
            ValueRef::Int(0) => Ok(false),
            ValueRef::Int(1) => Ok(true),
            other => Err(ValueError::new("a boolean", &other)),
        }
    }
}

macro_rules! integers {
    ($($type:ty => $expected:literal,)*) => {$(
        impl FromValue for $type {
            fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
                match value {
                    ValueRef::Int(number) => <$type>::try_from(number)
                        .map_err(|_| ValueError::new($expected, &value)),
                    other => Err(ValueError::new($expected, &other)),
                }
            }
        }
    )*};
}

integers! {
    i8 => "an integer of 8 bits",
    i16 => "an integer of 16 bits",
    i32 => "an integer of 32 bits",
    i64 => "an integer",
    u8 => "an integer of 8 bits that is not negative",
    u16 => "an integer of 16 bits that is not negative",
    u32 => "an integer of 32 bits that is not negative",
    u64 => "an integer that is not negative",
}

impl FromValue for f64 {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match value {
            ValueRef::Float(number) => Ok(number),
            ValueRef::Int(number) => Ok(number as Self),
            other => Err(ValueError::new("a floating point number", &other)),
        }
    }
}

impl FromValue for f32 {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        f64::from_value(value).map(|number| number as Self)
    }
}

impl FromValue for String {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match value {
            ValueRef::Text(text) | ValueRef::Json(text) => Ok(text.into_owned()),
            // Written as it is bound, so that all engines give the same text.
            ValueRef::Uuid(uuid) => Ok(uuid.to_string()),
            ValueRef::Date(date) => Ok(date.to_string()),
            ValueRef::Time(time) => Ok(write_time(time)),
            other => Err(ValueError::new("text", &other)),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match value {
            ValueRef::Bytes(bytes) => Ok(bytes.into_owned()),
            other => Err(ValueError::new("bytes", &other)),
        }
    }
}

impl FromValue for DateTime<Utc> {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match &value {
            ValueRef::Time(time) => Ok(*time),
            ValueRef::Text(text) => {
                read_time(text).ok_or_else(|| ValueError::new("a time", &value))
            }
            other => Err(ValueError::new("a time", other)),
        }
    }
}

impl FromValue for NaiveDate {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match &value {
            ValueRef::Date(date) => Ok(*date),
            ValueRef::Text(text) => {
                text.parse().map_err(|_| ValueError::new("a date, 2026-11-22", &value))
            }
            other => Err(ValueError::new("a date", other)),
        }
    }
}

impl FromValue for Uuid {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match &value {
            ValueRef::Uuid(uuid) => Ok(*uuid),
            ValueRef::Text(text) => text.parse().map_err(|_| ValueError::new("a UUID", &value)),
            other => Err(ValueError::new("a UUID", other)),
        }
    }
}

impl FromValue for serde_json::Value {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match &value {
            ValueRef::Json(text) | ValueRef::Text(text) => {
                serde_json::from_str(text).map_err(|_| ValueError::new("JSON", &value))
            }
            other => Err(ValueError::new("JSON", other)),
        }
    }
}

impl FromValue for Box<serde_json::value::RawValue> {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match &value {
            ValueRef::Json(text) | ValueRef::Text(text) => {
                serde_json::from_str(text).map_err(|_| ValueError::new("JSON", &value))
            }
            other => Err(ValueError::new("JSON", other)),
        }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        match value {
            ValueRef::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// As the engine keeps it: on SQLite times, dates, UUIDs and JSON are text.
impl FromValue for Value {
    fn from_value(value: ValueRef<'_>) -> Result<Self, ValueError> {
        Ok(match value {
            ValueRef::Null => Self::Null,
            ValueRef::Bool(value) => Self::Bool(value),
            ValueRef::Int(value) => Self::Int(value),
            ValueRef::Float(value) => Self::Float(value),
            ValueRef::Text(value) => Self::Text(value.into_owned()),
            ValueRef::Bytes(value) => Self::Bytes(value.into_owned()),
            ValueRef::Time(value) => Self::Time(value),
            ValueRef::Date(value) => Self::Date(value),
            ValueRef::Uuid(value) => Self::Uuid(value),
            value @ ValueRef::Json(_) => Self::Json(serde_json::Value::from_value(value)?),
        })
    }
}

/// How a time is written on SQLite: UTC, to the microsecond as on PostgreSQL,
/// with the blank that `CURRENT_TIMESTAMP` writes, so that text order is time order.
pub(super) fn write_time(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d %H:%M:%S%.6f").to_string()
}

fn read_time(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(time) = DateTime::parse_from_rfc3339(text) {
        return Some(time.with_timezone(&Utc));
    }
    ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"]
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
        .map(|time| time.and_utc())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn times_written_as_text_sort_as_times_and_read_back() {
        let second = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let micro = DateTime::from_timestamp_micros(1_800_000_000_000_001).unwrap();
        assert!(write_time(second) < write_time(micro));
        for time in [second, micro] {
            assert_eq!(read_time(&write_time(time)), Some(time));
        }
    }

    #[test]
    fn the_engine_s_own_spelling_of_time_is_read() {
        let time = DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        for text in ["2027-01-15 08:00:00", "2027-01-15T08:00:00Z", "2027-01-15T10:00:00+02:00"] {
            assert_eq!(read_time(text), Some(time), "{text}");
        }
        assert_eq!(read_time("yesterday"), None);
    }

    #[test]
    fn an_integer_that_does_not_fit_is_refused() {
        assert!(i8::from_value(ValueRef::Int(128)).is_err());
        assert!(u64::from_value(ValueRef::Int(-1)).is_err());
        assert!(bool::from_value(ValueRef::Int(2)).is_err());
    }
}
