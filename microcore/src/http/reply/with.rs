//! `With`: a response with cookies and headers.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderName, HeaderValue};

use super::{Body, Cookie};
use microcore_core::error::Result;
use microcore_core::meta::{ReplyMeta, RouteMeta};

/// An answer with cookies and headers.
///
/// ```
/// use microcore::Result;
/// use microcore::http::{Cookie, With};
///
/// fn logout() -> Result<With<()>> {
///     Ok(With::new(()).cookie(Cookie::forget("microcore_session")))
/// }
/// # logout().unwrap();
/// ```
#[derive(Clone, Debug)]
pub struct With<T> {
    body: T,
    cookies: Vec<Cookie>,
    headers: Vec<(String, String)>,
}

impl<T> With<T> {
    /// That answer, with nothing added yet.
    pub fn new(body: T) -> Self {
        Self { body, cookies: Vec::new(), headers: Vec::new() }
    }

    /// Sets a cookie.
    #[must_use]
    pub fn cookie(mut self, cookie: Cookie) -> Self {
        self.cookies.push(cookie);
        self
    }

    /// Sets a header, in place of one of that name. A name or a value that is
    /// none makes the answer a 500.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl<T: Body> Body for With<T> {
    const META: ReplyMeta = T::META;

    fn answer(self, route: &RouteMeta) -> Result<HttpResponse> {
        let mut response = self.body.answer(route)?;
        for (name, value) in self.headers {
            response
                .headers_mut()
                .insert(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        for cookie in &self.cookies {
            response.add_cookie(cookie.as_actix())?;
        }
        Ok(response)
    }
}
