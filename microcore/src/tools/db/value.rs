//! Values that are bound to a statement or read from a row.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// The types that all engines can keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Type {
    /// `BOOLEAN`.
    Bool,
    /// `SMALLINT`, `INTEGER`, `BIGINT`, `SERIAL`, `BIGSERIAL`.
    Int,
    /// `REAL`, `DOUBLE PRECISION`, `NUMERIC`.
    Float,
    /// `TEXT`, `VARCHAR(n)`.
    Text,
    /// `BYTEA`.
    Bytes,
    /// `TIMESTAMPTZ`, `TIMESTAMP`; always UTC, to the microsecond.
    Time,
    /// `DATE`.
    Date,
    /// `UUID`.
    Uuid,
    /// `JSON`, `JSONB`.
    Json,
}

/// A value that owns its data, for statements that are put together at run time.
///
/// ```
/// use microcore::tools::db::Value;
///
/// let args: Vec<Value> = vec![1.into(), "ada".into(), Value::Null];
/// assert_eq!(args[1], Value::Text("ada".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `NULL`, of whatever type is needed.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A point in time.
    Time(DateTime<Utc>),
    /// A calendar date.
    Date(NaiveDate),
    /// A UUID.
    Uuid(Uuid),
    /// Any JSON value.
    Json(serde_json::Value),
}

/// A value that may borrow its data: what is bound to a placeholder and what
/// is read from a cell, whatever the engine.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueRef<'a> {
    /// `NULL`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating point number.
    Float(f64),
    /// Text; on SQLite also times, dates, UUIDs and JSON.
    Text(Cow<'a, str>),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// A point in time.
    Time(DateTime<Utc>),
    /// A calendar date.
    Date(NaiveDate),
    /// A UUID.
    Uuid(Uuid),
    /// The text of a JSON value.
    Json(Cow<'a, str>),
}

impl ValueRef<'_> {
    /// The name of its type, for messages.
    pub const fn describe(&self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Bool(_) => "a boolean",
            Self::Int(_) => "an integer",
            Self::Float(_) => "a floating point number",
            Self::Text(_) => "text",
            Self::Bytes(_) => "bytes",
            Self::Time(_) => "a time",
            Self::Date(_) => "a date",
            Self::Uuid(_) => "a UUID",
            Self::Json(_) => "JSON",
        }
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident,)*) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}

value_from! {
    bool => Bool,
    i16 => Int,
    i32 => Int,
    i64 => Int,
    u8 => Int,
    u16 => Int,
    u32 => Int,
    f32 => Float,
    f64 => Float,
    &str => Text,
    String => Text,
    Vec<u8> => Bytes,
    &[u8] => Bytes,
    DateTime<Utc> => Time,
    NaiveDate => Date,
    Uuid => Uuid,
    serde_json::Value => Json,
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
