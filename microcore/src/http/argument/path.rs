//! `Path`: path parameters.

use std::borrow::Cow;
use std::str::FromStr;

use uuid::Uuid;

use super::wrapper;
use crate::data::Request;
use crate::http::path::Pattern;
use crate::http::{HttpCall, SocketCall};
use crate::http::{Params, form_values};
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result, Violation};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};
use microcore_core::schema::{Schema, Shape};

/// One path parameter, found by the argument's name, or several as the fields
/// of a `#[request]`. A value that does not parse is answered with 422.
#[derive(Clone, Debug)]
pub struct Path<T>(T);

wrapper!(Path);

/// What [`Path`] can hold: text, integers, `bool`, [`Uuid`], or a `#[request]`
/// whose fields are such.
#[diagnostic::on_unimplemented(
    message = "MC012: `{Self}` cannot be read from a path",
    label = "neither a scalar nor a `#[request]`",
    note = "`Path<T>` takes String, integers, bool, Uuid, or a `#[request]` with a field for each parameter"
)]
pub trait PathParams: Schema + Sized + 'static {
    /// Reads the value from a request's parameters.
    fn read(slots: &PathSlots, params: &Params) -> Result<Self>;
}

/// The position of each value in the route's path.
#[derive(Clone, Debug)]
pub struct PathSlots(Vec<(&'static str, usize)>);

impl PathSlots {
    /// Finds the parameters that a value of this shape needs: one for each
    /// field, or the one called `argument`.
    pub fn find(
        path: &'static str,
        argument: &'static str,
        shape: &Shape,
    ) -> Result<Self, MountError> {
        let pattern = Pattern::parse(path)
            .map_err(|error| MountError::Signature(format!("the path `{path}`: {error}")))?;
        let names: Vec<&str> = pattern.names().collect();
        let find = |name: &'static str| match names.iter().position(|other| *other == name) {
            Some(index) => Ok((name, index)),
            None => Err(MountError::Signature(format!(
                "the path `{path}` has no parameter `{{{name}}}`, which `{argument}` asks for"
            ))),
        };
        let slots = match shape {
            Shape::Struct(shape) => {
                shape.fields.iter().map(|field| find(field.name)).collect::<Result<_, _>>()?
            }
            _ => vec![find(argument)?],
        };
        Ok(Self(slots))
    }

    /// A single value; what `impl PathParams` of a scalar calls.
    pub fn scalar<T: FromStr + Schema>(&self, params: &Params) -> Result<T> {
        let (name, index) = self.0.first().copied().unwrap_or(("", 0));
        params
            .value(index)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| wrong_type(name, T::SHAPE))
    }

    /// All fields of a `#[request]`; what its `impl PathParams` calls.
    pub fn fields<T: Request>(&self, params: &Params) -> Result<T> {
        let mut pairs = Vec::with_capacity(self.0.len());
        for (name, index) in &self.0 {
            let value = params.value(*index).ok_or_else(|| wrong_type(name, &Shape::String))?;
            pairs.push((Cow::Borrowed(*name), value));
        }
        form_values::read(&pairs)
    }
}

#[cold]
fn wrong_type(name: &str, shape: &Shape) -> Error {
    let message =
        match microcore_core::validate::mismatches(shape, &serde_json::Value::Array(Vec::new())) {
            mut violations if !violations.is_empty() => violations.remove(0).message,
            _ => "must be UTF-8 text".into(),
        };
    Error::invalid(vec![Violation { pointer: format!("/{name}"), rule: "type".into(), message }])
}

macro_rules! scalars {
    ($($type:ty),*) => {$(
        impl PathParams for $type {
            fn read(slots: &PathSlots, params: &Params) -> Result<Self> {
                slots.scalar(params)
            }
        }
    )*};
}

scalars!(String, bool, i8, i16, i32, i64, u8, u16, u32, u64, Uuid);

macro_rules! argument {
    ($($call:ty),*) => {$(
        impl<T: PathParams> Argument<$call> for Path<T> {
            type State = PathSlots;

            const META: ArgMeta = ArgMeta::Path(T::SHAPE);

            fn resolve(mount: &Mount<'_>, name: &'static str) -> Result<PathSlots, MountError> {
                PathSlots::find(mount.path.unwrap_or_default(), name, T::SHAPE)
            }

            fn take(slots: &PathSlots, call: &mut $call) -> Result<Self> {
                T::read(slots, &call.params).map(Self)
            }
        }
    )*};
}

argument!(HttpCall, SocketCall);
