//! PostgreSQL: how it is reached, what is bound, what a cell holds, what an error means.

use std::borrow::Cow;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate};
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{
    PgArgumentBuffer, PgArguments, PgConnectOptions, PgDatabaseError, PgRow, PgTypeInfo,
    PgTypeKind, PgValueFormat,
};
use sqlx::{Arguments, ConnectOptions, Executor, PgConnection, Postgres, Row, ValueRef as _};
use uuid::Uuid;

use super::error::{DbError, DbErrorKind};
use super::numeric;
use super::pool::{CancelFlag, Pooled};
use super::value::{Type, ValueRef};
use microcore_core::error::{Error, Result};

/// How every connection is opened; none if the URL cannot be read.
pub(super) fn options(url: &str, statement_timeout: Duration) -> Option<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url).ok()?;
    let milliseconds = statement_timeout.as_millis().to_string();
    let options = options
        .options([("statement_timeout", milliseconds.as_str())])
        .statement_cache_capacity(512)
        .disable_statement_logging();
    Some(options)
}

impl Pooled for PgConnection {
    async fn fit(&mut self, _brake: &CancelFlag) -> Result<(), sqlx::Error> {
        // The server has its own `statement_timeout`.
        Ok(())
    }
}

pub(super) async fn control(
    connection: &mut PgConnection,
    sql: &'static str,
) -> Result<(), sqlx::Error> {
    connection.execute(sqlx::raw_sql(sql)).await.map(drop)
}

/// The arguments, and the statement with a comment that says their types.
///
/// sqlx keeps prepared statements by their text alone, though the types of the
/// arguments are part of what was prepared: the same text with an integer where
/// text was would be read wrongly by the server. So the types go into the text.
#[allow(clippy::type_complexity)] // a callback that takes a callback
pub(super) fn bind(
    sql: &str,
    each: &mut dyn FnMut(&mut dyn FnMut(Option<Type>, ValueRef<'_>)),
) -> Result<(String, PgArguments)> {
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

// The OIDs of the types that both engines can keep (pg_type.dat).
const BOOL: u32 = 16;
const BYTEA: u32 = 17;
const NAME: u32 = 19;
const INT8: u32 = 20;
const INT2: u32 = 21;
const INT4: u32 = 23;
const TEXT: u32 = 25;
const OID: u32 = 26;
const JSON: u32 = 114;
const FLOAT4: u32 = 700;
const FLOAT8: u32 = 701;
const UNKNOWN: u32 = 705;
const BPCHAR: u32 = 1042;
const VARCHAR: u32 = 1043;
const DATE: u32 = 1082;
const TIMESTAMP: u32 = 1114;
const TIMESTAMPTZ: u32 = 1184;
const NUMERIC: u32 = 1700;
const UUID: u32 = 2950;
const JSONB: u32 = 3802;

pub(super) fn cell(row: &PgRow, index: usize) -> Result<ValueRef<'_>, String> {
    let raw = row.try_get_raw(index).map_err(|error| error.to_string())?;
    if raw.is_null() {
        return Ok(ValueRef::Null);
    }
    if raw.format() == PgValueFormat::Text {
        return Err("was not read by a prepared statement".to_owned());
    }
    let bytes = raw.as_bytes().map_err(|error| error.to_string())?;
    let info = raw.type_info();
    let damaged = || format!("holds a damaged {info}");
    decode(&info, bytes)?.ok_or_else(damaged)
}

/// The value of a cell in the binary format; `None` if its bytes make none.
fn decode<'a>(info: &PgTypeInfo, bytes: &'a [u8]) -> Result<Option<ValueRef<'a>>, String> {
    Ok(match info.oid().map_or(0, |oid| oid.0) {
        BOOL => bytes.first().map(|byte| ValueRef::Bool(*byte != 0)),
        INT8 => fixed(bytes).map(|bytes| ValueRef::Int(i64::from_be_bytes(bytes))),
        INT4 => fixed(bytes).map(|bytes| ValueRef::Int(i32::from_be_bytes(bytes).into())),
        INT2 => fixed(bytes).map(|bytes| ValueRef::Int(i16::from_be_bytes(bytes).into())),
        OID => fixed(bytes).map(|bytes| ValueRef::Int(u32::from_be_bytes(bytes).into())),
        FLOAT8 => fixed(bytes).map(|bytes| ValueRef::Float(f64::from_be_bytes(bytes))),
        FLOAT4 => fixed(bytes).map(|bytes| ValueRef::Float(f32::from_be_bytes(bytes).into())),
        NUMERIC => numeric::decode(bytes),
        TEXT | VARCHAR | BPCHAR | NAME | UNKNOWN => text(bytes),
        BYTEA => Some(ValueRef::Bytes(Cow::Borrowed(bytes))),
        UUID => fixed(bytes).map(|bytes| ValueRef::Uuid(Uuid::from_bytes(bytes))),
        JSON => text(bytes).map(as_json),
        JSONB => bytes.strip_prefix(&[1]).and_then(text).map(as_json),
        TIMESTAMP | TIMESTAMPTZ => fixed(bytes)
            .and_then(|bytes| i64::from_be_bytes(bytes).checked_add(EPOCH_MICROSECONDS))
            .and_then(DateTime::from_timestamp_micros)
            .map(ValueRef::Time),
        DATE => fixed(bytes).and_then(|bytes| date(i32::from_be_bytes(bytes))).map(ValueRef::Date),
        _ => match info.kind() {
            PgTypeKind::Domain(base) => return decode(base, bytes),
            PgTypeKind::Enum(_) => text(bytes),
            _ => return Err(format!("is of type {info}, which SQLite has not; cast it to TEXT")),
        },
    })
}

/// 2000-01-01, where PostgreSQL starts to count.
const EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

fn date(days: i32) -> Option<NaiveDate> {
    let epoch = NaiveDate::from_ymd_opt(2000, 1, 1)?;
    let distance = Days::new(days.unsigned_abs().into());
    if days < 0 { epoch.checked_sub_days(distance) } else { epoch.checked_add_days(distance) }
}

fn fixed<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

fn text(bytes: &[u8]) -> Option<ValueRef<'_>> {
    std::str::from_utf8(bytes).ok().map(|text| ValueRef::Text(Cow::Borrowed(text)))
}

fn as_json(value: ValueRef<'_>) -> ValueRef<'_> {
    match value {
        ValueRef::Text(text) => ValueRef::Json(text),
        other => other,
    }
}

#[cold]
pub(super) fn error(error: &sqlx::Error) -> DbError {
    let refused = match error {
        sqlx::Error::Database(refused) => refused.try_downcast_ref::<PgDatabaseError>(),
        _ => None,
    };
    let Some(refused) = refused else {
        return super::error::transport(error);
    };
    let kind = kind(refused.code());
    let columns = match (kind, refused.column()) {
        (DbErrorKind::UniqueViolation | DbErrorKind::ForeignKeyViolation, _) => {
            refused.detail().map(key_columns).unwrap_or_default()
        }
        (DbErrorKind::NotNullViolation, Some(column)) => vec![column.to_owned()],
        _ => Vec::new(),
    };
    DbError {
        kind,
        table: refused.table().map(str::to_owned),
        columns,
        code: Some(refused.code().to_owned()),
        message: refused.message().to_owned(),
    }
}

/// The class of an SQLSTATE (<https://www.postgresql.org/docs/current/errcodes-appendix.html>).
fn kind(code: &str) -> DbErrorKind {
    match code {
        "23505" => DbErrorKind::UniqueViolation,
        "23503" => DbErrorKind::ForeignKeyViolation,
        "23502" => DbErrorKind::NotNullViolation,
        "23514" => DbErrorKind::CheckViolation,
        "40001" | "40P01" | "55P03" => DbErrorKind::Serialization,
        "57014" | "25P03" | "25P04" => DbErrorKind::Timeout,
        _ if ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class)) => {
            DbErrorKind::Unavailable
        }
        _ => DbErrorKind::Other,
    }
}

/// The columns of `Key (team, email)=(1, a@b.example) already exists.`
fn key_columns(detail: &str) -> Vec<String> {
    let columns = detail.strip_prefix("Key (").and_then(|rest| rest.split_once(")=("));
    columns.map_or_else(Vec::new, |(columns, _)| {
        columns.split(", ").map(|column| column.trim_matches('"').to_owned()).collect()
    })
}
