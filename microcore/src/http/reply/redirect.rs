//! `Redirect`: a redirection.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, LOCATION};

use super::{Body, status};
use microcore_core::error::Result;
use microcore_core::meta::{ReplyMeta, RouteMeta};

/// Sends the client to another address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    to: String,
    status: StatusCode,
}

impl Redirect {
    /// 303: go on there with `GET`, as after a form.
    pub fn to(location: impl Into<String>) -> Self {
        Self { to: location.into(), status: StatusCode::SEE_OTHER }
    }

    /// 307: the same request, there, this time.
    pub fn temporary(location: impl Into<String>) -> Self {
        Self { to: location.into(), status: StatusCode::TEMPORARY_REDIRECT }
    }

    /// 308: the same request, there, from now on.
    pub fn permanent(location: impl Into<String>) -> Self {
        Self { to: location.into(), status: StatusCode::PERMANENT_REDIRECT }
    }
}

impl Body for Redirect {
    const META: ReplyMeta = ReplyMeta::Redirect;

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        let mut response = HttpResponse::new(status(route, self.status));
        response.headers_mut().insert(LOCATION, HeaderValue::try_from(self.to)?);
        Ok(response)
    }
}
