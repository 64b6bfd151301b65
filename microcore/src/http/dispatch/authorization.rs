//! Who may call: authentication, roles, and the guard against other sites'
//! pages that borrow the user's cookie.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};

use super::Dispatcher;
use crate::cookie::SESSION_COOKIE;
use crate::http::credentials::bearer;
use microcore_core::error::{Error, Result};
use microcore_core::identity::{Credentials, Identity};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const X_REQUESTED_WITH: HeaderName = HeaderName::from_static("x-requested-with");

/// What a request asks to do; how a cookie must be backed depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Intent {
    Call,
    Socket,
}

/// The caller's identity: 401 where there is none, 403 where it has none of the
/// roles or another site's page sent the request.
pub(super) async fn authorize(
    dispatcher: &Dispatcher,
    request: &HttpRequest,
    roles: &[&str],
    intent: Intent,
) -> Result<Identity> {
    let Some(authenticator) = &dispatcher.authenticator else {
        return Err(Error::internal("nothing here can tell who is signed in"));
    };
    let headers = request.headers();
    let identity = if let Some(token) = bearer(headers) {
        authenticator.authenticate(Credentials::Bearer(token)).await?
    } else if let Some(cookie) = request.cookie_raw(SESSION_COOKIE) {
        same_site(dispatcher, request.method(), headers, intent)?;
        authenticator.authenticate(Credentials::Session(cookie.value())).await?
    } else {
        return Err(Error::unauthorized("authentication required"));
    };
    if !roles.is_empty() && !roles.iter().any(|role| identity.has_role(role)) {
        return Err(Error::forbidden(format!("this takes the role {}", roles.join(" or "))));
    }
    Ok(identity)
}

/// Browsers send the cookie whichever page makes the request; only this
/// site's own pages may change something or open a socket with it.
fn same_site(
    dispatcher: &Dispatcher,
    method: &Method,
    headers: &HeaderMap,
    intent: Intent,
) -> Result<()> {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let origin = text(&ORIGIN);
    let own = origin.is_some_and(|origin| {
        dispatcher.trusted_origins.iter().any(|trusted| trusted == origin)
            || origin
                .split_once("://")
                .zip(text(&HOST))
                .is_some_and(|((_, from), host)| from.eq_ignore_ascii_case(host))
    });
    let fine = match intent {
        Intent::Socket => own,
        Intent::Call => {
            method.is_safe()
                || own
                // Only a page of this site, or one that CORS lets in, can set it.
                || headers.contains_key(X_REQUESTED_WITH)
                || origin.is_none() && text(&SEC_FETCH_SITE) == Some("same-origin")
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
