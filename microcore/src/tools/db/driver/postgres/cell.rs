//! Decodes column values of PostgreSQL.

use std::borrow::Cow;

use chrono::{DateTime, Days, NaiveDate};
use sqlx::postgres::{PgRow, PgTypeInfo, PgTypeKind, PgValueFormat};
use sqlx::{Row, ValueRef as _};
use uuid::Uuid;

use super::numeric;
use crate::tools::db::value::ValueRef;

// The OIDs of the types that all engines can keep (pg_type.dat).
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
pub(super) const JSONB: u32 = 3802;

pub(super) fn read(row: &PgRow, index: usize) -> Result<ValueRef<'_>, String> {
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
            _ => {
                return Err(format!(
                    "is of type {info}, which SQLite does not have; cast it to TEXT"
                ));
            }
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
