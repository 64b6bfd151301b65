//! Conversions of arguments into bound values.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::value::{Type, Value, ValueRef};

/// A type whose values can be bound to a placeholder.
///
/// ```
/// use microcore::tools::db::{ToValue, Type, ValueRef};
///
/// enum Plan { Free, Paid }
///
/// impl ToValue for Plan {
///     const TYPE: Option<Type> = Some(Type::Text);
///
///     fn to_value(&self) -> ValueRef<'_> {
///         match self {
///             Plan::Free => ValueRef::Text("free".into()),
///             Plan::Paid => ValueRef::Text("paid".into()),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be bound to a placeholder",
    label = "the database has no type for this",
    note = "supported are bool, i8 to i64, u8 to u32, f32, f64, str, String, bytes, DateTime<Utc>, NaiveDate, Uuid, serde_json::Value, Option and references to them",
    note = "for a type of your own, such as an enum, implement `microcore::tools::db::ToValue`"
)]
pub trait ToValue: Sync {
    /// The type of the value, and of its `NULL`. `None` leaves it to the database.
    const TYPE: Option<Type>;

    /// The value.
    fn to_value(&self) -> ValueRef<'_>;
}

macro_rules! copied {
    ($($type:ty => $variant:ident,)*) => {$(
        impl ToValue for $type {
            const TYPE: Option<Type> = Some(Type::$variant);

            fn to_value(&self) -> ValueRef<'_> {
                ValueRef::$variant((*self).into())
            }
        }
    )*};
}

copied! {
    bool => Bool,
    i8 => Int,
    i16 => Int,
    i32 => Int,
    i64 => Int,
    u8 => Int,
    u16 => Int,
    u32 => Int,
    f32 => Float,
    f64 => Float,
    DateTime<Utc> => Time,
    NaiveDate => Date,
    Uuid => Uuid,
}

macro_rules! borrowed {
    ($($type:ty => $variant:ident,)*) => {$(
        impl ToValue for $type {
            const TYPE: Option<Type> = Some(Type::$variant);

            fn to_value(&self) -> ValueRef<'_> {
                ValueRef::$variant(Cow::Borrowed(self))
            }
        }
    )*};
}

borrowed! {
    str => Text,
    String => Text,
    Box<str> => Text,
    Arc<str> => Text,
    [u8] => Bytes,
    Vec<u8> => Bytes,
}

impl<const N: usize> ToValue for [u8; N] {
    const TYPE: Option<Type> = Some(Type::Bytes);

    fn to_value(&self) -> ValueRef<'_> {
        ValueRef::Bytes(Cow::Borrowed(self))
    }
}

impl ToValue for Cow<'_, str> {
    const TYPE: Option<Type> = Some(Type::Text);

    fn to_value(&self) -> ValueRef<'_> {
        ValueRef::Text(Cow::Borrowed(self))
    }
}

impl ToValue for serde_json::Value {
    const TYPE: Option<Type> = Some(Type::Json);

    fn to_value(&self) -> ValueRef<'_> {
        ValueRef::Json(Cow::Owned(self.to_string()))
    }
}

impl ToValue for serde_json::value::RawValue {
    const TYPE: Option<Type> = Some(Type::Json);

    fn to_value(&self) -> ValueRef<'_> {
        ValueRef::Json(Cow::Borrowed(self.get()))
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    const TYPE: Option<Type> = T::TYPE;

    fn to_value(&self) -> ValueRef<'_> {
        (**self).to_value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    const TYPE: Option<Type> = T::TYPE;

    fn to_value(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Null, ToValue::to_value)
    }
}

impl ToValue for Value {
    const TYPE: Option<Type> = None;

    fn to_value(&self) -> ValueRef<'_> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Bool(value) => ValueRef::Bool(*value),
            Self::Int(value) => ValueRef::Int(*value),
            Self::Float(value) => ValueRef::Float(*value),
            Self::Text(value) => value.to_value(),
            Self::Bytes(value) => value.to_value(),
            Self::Time(value) => ValueRef::Time(*value),
            Self::Date(value) => ValueRef::Date(*value),
            Self::Uuid(value) => ValueRef::Uuid(*value),
            Self::Json(value) => value.to_value(),
        }
    }
}
