//! `Query`: the query string.

use super::wrapper;
use crate::data::Request;
use crate::http::form_values;
use crate::http::{HttpCall, SocketCall};
use microcore_core::call::Argument;
use microcore_core::error::Result;
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

/// The query string, read as a `#[request]` and checked against its rules. A field
/// that is a list collects every value of its name; names that the `#[request]`
/// does not know are ignored.
#[derive(Clone, Debug)]
pub struct Query<T>(T);

wrapper!(Query);

macro_rules! argument {
    ($($call:ty),*) => {$(
        impl<T: Request> Argument<$call> for Query<T> {
            type State = ();

            const META: ArgMeta = ArgMeta::Query(T::SHAPE);

            fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
                Ok(())
            }

            fn take((): &(), call: &mut $call) -> Result<Self> {
                let query = call.request.uri().query().unwrap_or_default();
                form_values::read(&form_values::of_query(query, T::SHAPE)).map(Self)
            }
        }
    )*};
}

argument!(HttpCall, SocketCall);
