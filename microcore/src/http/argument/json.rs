//! `Json`: the body as JSON.

use actix_web::http::header::CONTENT_TYPE;
use bytes::Bytes;
use serde_json::error::Category;

use super::wrapper;
use crate::data::Request;
use crate::http::{HttpBody, HttpCall};
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result, Violation};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};
use microcore_core::schema::Shape;
use microcore_core::validate::Report;
use microcore_core::validate::mismatches;

/// The JSON body, read as a `#[request]` and checked against its rules.
///
/// A body that is not JSON is answered with 400, another content type with
/// 415; a type mismatch, an unknown field and a violation of a rule with
/// 422, which lists all locations.
#[derive(Clone, Debug)]
pub struct Json<T>(pub(crate) T);

wrapper!(Json);

impl<T: Request> Argument<HttpCall> for Json<T> {
    type State = ();

    const META: ArgMeta = ArgMeta::Json(T::SHAPE);

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut HttpCall) -> Result<Self> {
        let bytes = json_bytes(call)?;
        let value: T =
            serde_json::from_slice(&bytes).map_err(|error| refuse(T::SHAPE, &bytes, &error))?;
        let mut report = Report::new();
        value.validate(&mut report);
        report.finish()?;
        Ok(Self(value))
    }
}

fn json_bytes(call: &mut HttpCall) -> Result<Bytes> {
    let content_type =
        call.request.headers().get(CONTENT_TYPE).map(actix_http::header::HeaderValue::as_bytes);
    if !content_type.is_some_and(is_json) {
        return Err(Error::unsupported_media_type("the body must be `application/json`"));
    }
    match std::mem::replace(&mut call.body, HttpBody::Empty) {
        HttpBody::Bytes(bytes) => Ok(bytes),
        HttpBody::Empty | HttpBody::Multipart(_) => Ok(Bytes::new()),
    }
}

/// `application/json` or `…/…+json`, with or without parameters.
fn is_json(content_type: &[u8]) -> bool {
    content_type == b"application/json" || is_json_otherwise_written(content_type)
}

fn is_json_otherwise_written(content_type: &[u8]) -> bool {
    let end = content_type.iter().position(|byte| *byte == b';').unwrap_or(content_type.len());
    let essence = content_type[..end].trim_ascii();
    essence.eq_ignore_ascii_case(b"application/json")
        || essence.len() > 5 && essence[essence.len() - 5..].eq_ignore_ascii_case(b"+json")
}

/// Says why a body was refused; not generic, so that it costs nothing per type.
#[cold]
fn refuse(shape: &Shape, bytes: &[u8], error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    if error.classify() != Category::Data {
        return match bytes.is_empty() {
            true => Error::bad_request("the body is empty and must be JSON"),
            false => Error::bad_request(format!(
                "the body is not JSON: the mistake is at line {line}, column {column}"
            )),
        };
    }
    // The parser stops at data that does not fit; what follows may not be JSON.
    let Ok(value) = serde_json::from_slice(bytes) else {
        return Error::bad_request("the body is not JSON");
    };
    let mut violations = mismatches(shape, &value);
    if violations.is_empty() {
        violations.push(unnamed(error));
    }
    Error::invalid(violations)
}

/// What only the parser can see: a duplicate field, a value that a
/// hand-written `Deserialize` refuses.
fn unnamed(error: &serde_json::Error) -> Violation {
    let text = error.to_string();
    let twice = text.strip_prefix("duplicate field `").and_then(|rest| rest.split('`').next());
    let place = format!("line {}, column {}", error.line(), error.column());
    match twice {
        Some(field) => Violation {
            pointer: String::new(),
            rule: "duplicate".into(),
            message: format!("duplicate field `{field}`, again at {place}").into(),
        },
        None => Violation {
            pointer: String::new(),
            rule: "value".into(),
            message: format!("has a value that is not accepted, at {place}").into(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_detected_by_its_content_type() {
        for yes in ["application/json", "Application/JSON; charset=utf-8", "application/a+json"] {
            assert!(is_json(yes.as_bytes()), "{yes}");
        }
        for no in ["text/plain", "application/jsonx", "", "+json", "text/plain; a=application/json"]
        {
            assert!(!is_json(no.as_bytes()), "{no}");
        }
    }
}
