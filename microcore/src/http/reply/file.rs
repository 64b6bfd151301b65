//! `File`: a response of bytes with a media type.

use std::path::{Path, PathBuf};

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CONTENT_DISPOSITION, CONTENT_TYPE, ContentDisposition, DispositionParam, DispositionType,
    HeaderValue, TryIntoHeaderValue,
};
use bytes::Bytes;

use super::{Body, bytes_of, status};
use microcore_core::error::Result;
use microcore_core::meta::{ReplyMeta, RouteMeta};

/// A file, or other bytes that are no JSON.
///
/// A file on disk is streamed, and answers range and conditional requests. It
/// is shown in the browser unless it is given a [`name`](Self::name), under
/// which it is then saved.
#[derive(Clone, Debug)]
pub struct File {
    content: Content,
    content_type: Option<String>,
    name: Option<String>,
}

#[derive(Clone, Debug)]
enum Content {
    Bytes(Bytes),
    Path(PathBuf),
}

/// Marks an answer whose body is a file that the dispatcher has yet to open, since
/// that takes the request's headers.
#[derive(Clone, Debug)]
pub(crate) struct OnDisk(pub(crate) PathBuf);

impl File {
    /// Bytes of that content type.
    pub fn bytes(content: impl Into<Bytes>, content_type: impl Into<String>) -> Self {
        Self {
            content: Content::Bytes(content.into()),
            content_type: Some(content_type.into()),
            name: None,
        }
    }

    /// A file on disk. One that is not there is answered with 404.
    pub fn open(path: impl AsRef<Path>) -> Self {
        Self { content: Content::Path(path.as_ref().to_path_buf()), content_type: None, name: None }
    }

    /// The content type; for a file on disk it is otherwise guessed from its name.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Lets the browser save it under that name instead of showing it.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl Body for File {
    const META: ReplyMeta = ReplyMeta::File;

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        let code = status(route, StatusCode::OK);
        let mut response = match self.content {
            Content::Bytes(bytes) => {
                bytes_of(code, HeaderValue::from_static("application/octet-stream"), bytes)
            }
            Content::Path(path) => {
                let mut response = HttpResponse::new(code);
                response.extensions_mut().insert(OnDisk(path));
                response
            }
        };
        let headers = response.headers_mut();
        if let Some(content_type) = self.content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::try_from(content_type)?);
        }
        if let Some(name) = self.name {
            let disposition = ContentDisposition {
                disposition: DispositionType::Attachment,
                parameters: vec![DispositionParam::Filename(name)],
            };
            headers.insert(CONTENT_DISPOSITION, disposition.try_into_value()?);
        }
        Ok(response)
    }
}
