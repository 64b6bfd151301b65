//! The guard against other sites' pages that send the user's cookie: cross-site request
//! forgery.

use actix_web::http::Method;
use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};

use crate::http::origin::{SAME_ORIGIN, SEC_FETCH_SITE, is_same_origin};
use microcore_core::error::{Error, Result};

const X_REQUESTED_WITH: HeaderName = HeaderName::from_static("x-requested-with");

/// What a request asks to do; how a cookie must be backed depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    Call,
    Socket,
}

/// Browsers send the cookie whichever page makes the request; only this
/// site's own pages may change something or open a socket with it.
pub(super) fn same_site(
    trusted_origins: &[String],
    method: &Method,
    headers: &HeaderMap,
    intent: Intent,
) -> Result<()> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(&ORIGIN);
    let own = origin.is_some_and(|origin| {
        trusted_origins.iter().any(|trusted| trusted == origin) || is_same_origin(origin, headers)
    });
    let fine = match intent {
        Intent::Socket => own,
        Intent::Call => {
            method.is_safe()
                || own
                // Only a page of this site, or one that CORS lets in, can set it.
                || headers.contains_key(X_REQUESTED_WITH)
                || origin.is_none() && text(&SEC_FETCH_SITE) == Some(SAME_ORIGIN)
        }
    };
    match fine {
        true => Ok(()),
        false => Err(Error::forbidden(
            "a request with the session cookie must come from a page of this site; \
             other clients send the header `X-Requested-With`, or a bearer token",
        )),
    }
}
