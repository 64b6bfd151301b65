//! Who may call: authentication and roles.

use actix_web::HttpRequest;

use super::Dispatcher;
use super::csrf::{self, Intent};
use crate::cookie::SESSION_COOKIE;
use crate::http::credentials::bearer;
use microcore_core::error::{Error, Result};
use microcore_core::identity::{Credentials, Identity};

/// The caller's identity: 401 where there is none, 403 where it has none of the
/// roles or another site's page sent the request.
pub(super) async fn authorize(
    dispatcher: &Dispatcher,
    request: &HttpRequest,
    roles: &[&str],
    intent: Intent,
) -> Result<Identity> {
    let Some(authenticator) = &dispatcher.authenticator else {
        return Err(Error::internal("no tool authenticates callers"));
    };
    let headers = request.headers();
    let identity = if let Some(token) = bearer(headers) {
        authenticator.authenticate(Credentials::Bearer(token)).await?
    } else if let Some(cookie) = request.cookie_raw(SESSION_COOKIE) {
        csrf::same_site(&dispatcher.trusted_origins, request.method(), headers, intent)?;
        authenticator.authenticate(Credentials::Session(cookie.value())).await?
    } else {
        return Err(Error::unauthorized("authentication required"));
    };
    if !roles.is_empty() && !roles.iter().any(|role| identity.has_role(role)) {
        return Err(Error::forbidden(format!("this takes the role {}", roles.join(" or "))));
    }
    Ok(identity)
}
