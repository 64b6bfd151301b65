//! `Form`: the body as `application/x-www-form-urlencoded`.

use actix_web::http::header::CONTENT_TYPE;

use super::wrapper;
use crate::data::Request;
use crate::http::form_values;
use crate::http::{HttpBody, HttpCall};
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

/// The body of an HTML form (`application/x-www-form-urlencoded`), read as a
/// `#[request]` and checked against its rules.
#[derive(Clone, Debug)]
pub struct Form<T>(T);

wrapper!(Form);

impl<T: Request> Argument<HttpCall> for Form<T> {
    type State = ();

    const META: ArgMeta = ArgMeta::Form(T::SHAPE);

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut HttpCall) -> Result<Self> {
        if !is_form(call) {
            return Err(Error::unsupported_media_type(
                "the body must be `application/x-www-form-urlencoded`",
            ));
        }
        let HttpBody::Bytes(bytes) = std::mem::replace(&mut call.body, HttpBody::Empty) else {
            return form_values::read(&Vec::new()).map(Self);
        };
        let pairs = form_urlencoded::parse(&bytes).collect();
        form_values::read(&pairs).map(Self)
    }
}

fn is_form(call: &HttpCall) -> bool {
    let essence = call
        .request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    essence
        .is_some_and(|text| text.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}
