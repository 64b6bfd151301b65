//! Access control of `/system`.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::{FORWARDED, HOST, HeaderName, ORIGIN};

use crate::http::credentials::bearer;
use crate::http::origin::{SAME_ORIGIN, SEC_FETCH_SITE, is_same_origin};
use microcore_core::Secret;
use microcore_core::error::{Error, Result};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Admits requests from this machine, and those with the token. A page of another
/// origin, open in a browser on this machine, may not change anything.
pub(crate) fn admit(request: &HttpRequest, token: Option<&Secret<String>>) -> Result<()> {
    let given = bearer(request.headers());
    let changes = !request.method().is_safe();
    match (given, token) {
        (Some(given), Some(token)) if same(given.as_bytes(), token.expose().as_bytes()) => Ok(()),
        (None, _) if is_local(request) && !(changes && from_another_site(request)) => Ok(()),
        _ => Err(Error::forbidden(
            "/system requires the token of `system.token`, or a request from this machine that has \
             no token and is not sent by a page of another site",
        )),
    }
}

/// Browsers send the origin of the page that makes a request, and how it relates to the
/// target; other clients do not.
fn from_another_site(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let other_origin = text(ORIGIN).is_some_and(|origin| !is_same_origin(origin, headers));
    let other_site = text(SEC_FETCH_SITE).is_some_and(|site| site != SAME_ORIGIN);
    other_origin || other_site
}

/// Straight from this machine: not through a proxy on it, and not from a page
/// whose host name was made to point here.
fn is_local(request: &HttpRequest) -> bool {
    let headers = request.headers();
    let peer = request.peer_addr().is_some_and(|peer| peer.ip().to_canonical().is_loopback());
    let proxied = headers.contains_key(X_FORWARDED_FOR) || headers.contains_key(FORWARDED);
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).is_some_and(is_local_host);
    peer && !proxied && host
}

fn is_local_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Compares in constant time, so that the duration does not reveal a matching prefix.
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use actix_web::http::Method;
    use actix_web::test::TestRequest;

    use super::*;

    fn request(peer: &str, headers: &[(&'static str, &'static str)]) -> HttpRequest {
        let mut request =
            TestRequest::default().peer_addr(format!("{peer}:40000").parse().unwrap());
        for header in headers {
            request = request.insert_header(*header);
        }
        request.to_http_request()
    }

    #[test]
    fn only_a_direct_request_from_this_machine_needs_no_token() {
        let admitted = |peer, headers: &[_]| admit(&request(peer, headers), None).is_ok();
        assert!(admitted("127.0.0.1", &[("host", "localhost:8080")]));
        assert!(admitted("[::1]", &[("host", "[::1]:8080")]));
        assert!(!admitted("10.0.0.7", &[("host", "localhost:8080")]));
        assert!(!admitted("127.0.0.1", &[("host", "evil.example")]));
        assert!(!admitted("127.0.0.1", &[("host", "localhost"), ("x-forwarded-for", "10.0.0.7")]));
        assert!(!admitted("127.0.0.1", &[("host", "localhost"), ("authorization", "Bearer x")]));
    }

    #[test]
    fn a_page_of_another_site_changes_nothing() {
        let admitted = |method, headers: &[(&'static str, &'static str)]| {
            let peer = "127.0.0.1:40000".parse().unwrap();
            let mut request = TestRequest::default().method(method).peer_addr(peer);
            for header in [("host", "localhost")].iter().chain(headers) {
                request = request.insert_header(*header);
            }
            admit(&request.to_http_request(), None).is_ok()
        };
        let page = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
        assert!(admitted(Method::GET, &page));
        assert!(admitted(Method::POST, &[]));
        let own = [("origin", "http://localhost"), ("sec-fetch-site", "same-origin")];
        assert!(admitted(Method::POST, &own));
        for header in page {
            assert!(!admitted(Method::POST, &[header]));
            assert!(!admitted(Method::DELETE, &[header]));
        }
    }

    #[test]
    fn the_token_lets_in_from_anywhere_and_another_one_does_not() {
        let token = Secret::new("right".to_owned());
        let admitted = |header| {
            let request = request("10.0.0.7", &[("host", "a.example"), ("authorization", header)]);
            admit(&request, Some(&token)).is_ok()
        };
        assert!(admitted("Bearer right"));
        assert!(!admitted("Bearer wrong"));
        assert!(!admitted("Bearer "));
        assert!(!admitted("Basic right"));
    }
}
