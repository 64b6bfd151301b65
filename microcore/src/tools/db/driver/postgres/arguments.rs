//! Binds arguments to placeholders of PostgreSQL.

use chrono::{DateTime, NaiveDate};
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgArguments, PgTypeInfo};
use sqlx::{Arguments, Postgres};
use uuid::Uuid;

use super::super::EachArgument;
use super::cell::JSONB;
use crate::tools::db::value::{Type, ValueRef};
use microcore_core::error::{Error, Result};

/// The arguments, and the statement with a comment that says their types.
///
/// sqlx keeps prepared statements by their text alone, though the types of the
/// arguments are part of what was prepared: the same text with an integer where
/// text was would be read wrongly by the server. So the types go into the text.
pub(super) fn bind(sql: &str, each: EachArgument<'_>) -> Result<(String, PgArguments)> {
    let mut text = String::with_capacity(sql.len() + 20);
    text.push_str(sql);
    text.push_str("\n--");
    let mut args = PgArguments::default();
    let mut problem = None;
    each(&mut |of, value| {
        let (letter, added) = add(&mut args, of, value);
        text.push(letter);
        if let Err(error) = added {
            problem = Some(error);
        }
    });
    match problem {
        None => Ok((text, args)),
        Some(error) => Err(Error::internal("an argument cannot be bound").with_source(error)),
    }
}

fn add(
    args: &mut PgArguments,
    of: Option<Type>,
    value: ValueRef<'_>,
) -> (char, Result<(), BoxDynError>) {
    match value {
        ValueRef::Bool(value) => ('b', args.add(value)),
        ValueRef::Int(value) => ('i', args.add(value)),
        ValueRef::Float(value) => ('f', args.add(value)),
        ValueRef::Text(text) => ('t', args.add(&*text)),
        ValueRef::Bytes(bytes) => ('x', args.add(&*bytes)),
        ValueRef::Time(time) => ('z', args.add(time)),
        ValueRef::Date(date) => ('d', args.add(date)),
        ValueRef::Uuid(uuid) => ('u', args.add(uuid)),
        ValueRef::Json(text) => ('j', args.add(JsonText(&text))),
        ValueRef::Null => match of {
            Some(Type::Bool) => ('b', args.add(None::<bool>)),
            Some(Type::Int) => ('i', args.add(None::<i64>)),
            Some(Type::Float) => ('f', args.add(None::<f64>)),
            Some(Type::Text) => ('t', args.add(None::<&str>)),
            Some(Type::Bytes) => ('x', args.add(None::<&[u8]>)),
            Some(Type::Time) => ('z', args.add(None::<DateTime<chrono::Utc>>)),
            Some(Type::Date) => ('d', args.add(None::<NaiveDate>)),
            Some(Type::Uuid) => ('u', args.add(None::<Uuid>)),
            Some(Type::Json) => ('j', args.add(None::<JsonText<'_>>)),
            None => ('n', args.add(UntypedNull)),
        },
    }
}

/// JSON that is already written.
struct JsonText<'a>(&'a str);

impl sqlx::Type<Postgres> for JsonText<'_> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(JSONB))
    }
}

impl Encode<'_, Postgres> for JsonText<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        // The version of the format, then the text.
        buffer.push(1);
        buffer.extend_from_slice(self.0.as_bytes());
        Ok(IsNull::No)
    }
}

/// `NULL` of whatever type the server finds fitting.
struct UntypedNull;

impl sqlx::Type<Postgres> for UntypedNull {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(0))
    }
}

impl Encode<'_, Postgres> for UntypedNull {
    fn encode_by_ref(&self, _buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Ok(IsNull::Yes)
    }
}
