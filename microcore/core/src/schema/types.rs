//! The shapes of foreign types.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::{Number, Schema, Shape};

macro_rules! schema {
    ($($type:ty => $shape:expr,)*) => {$(
        impl Schema for $type {
            const SHAPE: &'static Shape = &$shape;
        }
    )*};
}

const fn signed(bits: u8) -> Shape {
    Shape::Integer(Number { bits, signed: true })
}

const fn unsigned(bits: u8) -> Shape {
    Shape::Integer(Number { bits, signed: false })
}

schema! {
    () => Shape::Unit,
    bool => Shape::Bool,
    i8 => signed(8),
    i16 => signed(16),
    i32 => signed(32),
    i64 => signed(64),
    u8 => unsigned(8),
    u16 => unsigned(16),
    u32 => unsigned(32),
    u64 => unsigned(64),
    f32 => Shape::Float,
    f64 => Shape::Float,
    String => Shape::String,
    Uuid => Shape::Uuid,
    DateTime<Utc> => Shape::Time,
    NaiveDate => Shape::Date,
    serde_json::Value => Shape::Any,
}

impl<T: Schema> Schema for Option<T> {
    const SHAPE: &'static Shape = &Shape::Optional(T::SHAPE);
}

impl<T: Schema> Schema for Vec<T> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
}

impl<T: Schema> Schema for Box<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Schema> Schema for HashMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);
}

impl<T: Schema> Schema for BTreeMap<String, T> {
    const SHAPE: &'static Shape = &Shape::Map(T::SHAPE);
}
