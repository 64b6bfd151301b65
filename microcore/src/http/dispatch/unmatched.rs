//! What is answered where no endpoint has the path and the method: a file, 404 or 405.

use actix_files::FilesService;
use actix_web::dev::{Service, ServiceRequest};
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::{HttpRequest, HttpResponse};

use super::{Dispatcher, response_headers};
use crate::http::problem;
use microcore_core::error::{Error, Kind};
use microcore_core::trace::CallId;

/// 405, or the methods there are for `OPTIONS`.
#[cold]
pub(super) fn method_not_allowed(
    request: &HttpRequest,
    allowed: &[Method],
    id: &CallId,
) -> HttpResponse {
    let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    let names = names.join(", ");
    let mut response = match *request.method() == Method::OPTIONS {
        true => HttpResponse::new(StatusCode::NO_CONTENT),
        false => {
            let message = format!("method not allowed; allowed: {names}");
            let error = Error::new(Kind::MethodNotAllowed, message);
            problem::answer(&error, id, None, request.path())
        }
    };
    if let Ok(value) = HeaderValue::try_from(names) {
        response.headers_mut().insert(ALLOW, value);
    }
    response
}

/// A file, if there is one at that path.
#[cold]
pub(super) async fn file(
    dispatcher: &Dispatcher,
    files: &FilesService,
    mut request: HttpRequest,
    id: &CallId,
) -> Result<(HttpRequest, HttpResponse), actix_web::Error> {
    let prefix = dispatcher.config.static_prefix.trim_end_matches('/');
    let inside = request
        .path()
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if matches!(*request.method(), Method::GET | Method::HEAD) && inside {
        let mut file = ServiceRequest::from_request(request);
        file.match_info_mut().skip(prefix.len() as u16);
        let (same, mut response) = files.call(file).await?.into_parts();
        if response.status().is_success()
            || response.status().is_redirection()
            || response.status() == StatusCode::RANGE_NOT_SATISFIABLE
        {
            response_headers::page_policy(&mut response);
            return Ok((same, response));
        }
        request = same;
    }
    let response = not_found(&request, id);
    Ok((request, response))
}

/// 404.
pub(super) fn not_found(request: &HttpRequest, id: &CallId) -> HttpResponse {
    let error = Error::not_found("no route matches this path");
    problem::answer(&error, id, None, request.path())
}
