//! `Multipart`: text fields, and files that are streamed to disk.

use actix_multipart::MultipartError;
use actix_web::HttpRequest;
use actix_web::error::PayloadError;
use futures_util::StreamExt;

use crate::data::Request;
use crate::http::dispatch::{Limited, payload_error};
use crate::http::form_values;
use crate::http::upload::{Receiving, Upload};
use crate::http::{HttpBody, HttpCall, MultipartBody};
use microcore_core::call::Argument;
use microcore_core::error::{Error, Result};
use microcore_core::meta::ArgMeta;
use microcore_core::meta::{Mount, MountError};

/// A multipart body (`multipart/form-data`): its text fields read as a
/// `#[request]`, its files by name. The files lie in temporary files, which are
/// deleted with this value.
#[derive(Debug)]
pub struct Multipart<T> {
    fields: T,
    files: Vec<(String, Upload)>,
}

impl<T> Multipart<T> {
    /// The first file under that name.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        self.files.iter().find(|(own, _)| own == name).map(|(_, upload)| upload)
    }

    /// All files under that name.
    pub fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Upload> {
        self.files.iter().filter(move |(own, _)| own == name).map(|(_, upload)| upload)
    }

    /// The text fields, and the files with their names.
    pub fn into_inner(self) -> (T, Vec<(String, Upload)>) {
        (self.fields, self.files)
    }
}

impl<T> std::ops::Deref for Multipart<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.fields
    }
}

impl<T: Request> Argument<HttpCall> for Multipart<T> {
    type State = ();

    const META: ArgMeta = ArgMeta::Multipart(T::SHAPE);

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut HttpCall) -> Result<Self> {
        let body = match std::mem::replace(&mut call.body, HttpBody::Empty) {
            HttpBody::Multipart(body) => body,
            HttpBody::Bytes(_) | HttpBody::Empty => MultipartBody::default(),
        };
        let pairs = body
            .texts
            .iter()
            .map(|(name, text)| (name.as_str().into(), text.as_str().into()))
            .collect();
        Ok(Self { fields: form_values::read(&pairs)?, files: body.files })
    }
}

/// More parts than any form has.
const MAX_PARTS: usize = 1_000;

/// Receives a multipart body, within the limit of `payload`.
pub(crate) async fn receive(request: &HttpRequest, payload: Limited) -> Result<MultipartBody> {
    let limit = payload.limit();
    let fail = |error| multipart_error(error, limit);
    let mut parts = actix_multipart::Multipart::new(request.headers(), payload);
    let mut body = MultipartBody::default();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(fail)?;
        if body.texts.len() + body.files.len() == MAX_PARTS {
            return Err(Error::payload_too_large(format!("more than {MAX_PARTS} parts")));
        }
        let name = part.name().unwrap_or_default().to_owned();
        let disposition = part.content_disposition().cloned();
        let file_name = disposition.as_ref().and_then(|header| header.get_filename());
        if file_name.is_some() {
            let content_type = part.content_type().map(ToString::to_string);
            let mut upload = Receiving::start(file_name, content_type)?;
            while let Some(chunk) = part.next().await {
                upload.write(&chunk.map_err(fail)?).await?;
            }
            body.files.push((name, upload.finish().await?));
        } else {
            let mut text = Vec::new();
            while let Some(chunk) = part.next().await {
                text.extend_from_slice(&chunk.map_err(fail)?);
            }
            let text = String::from_utf8(text)
                .map_err(|_| Error::bad_request(format!("the part `{name}` is not UTF-8")))?;
            body.texts.push((name, text));
        }
    }
    Ok(body)
}

fn multipart_error(error: MultipartError, limit: usize) -> Error {
    match error {
        MultipartError::ContentTypeMissing
        | MultipartError::ContentTypeParse
        | MultipartError::ContentTypeIncompatible => {
            Error::unsupported_media_type("the body must be `multipart/form-data`")
        }
        MultipartError::Payload(error) => payload_error(error, limit),
        // The parser reports a body that ends early in several ways.
        MultipartError::Incomplete => payload_error(PayloadError::Incomplete(None), limit),
        other => Error::bad_request("the body is not well-formed multipart")
            .with_source(Fault(other.to_string())),
    }
}

/// `MultipartError` cannot be sent between threads.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Fault(String);
