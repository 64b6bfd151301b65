//! Whether a page that sends a request is of the origin that it sends it to.

use actix_web::http::header::{HOST, HeaderMap, HeaderName};

/// How the page that sends a request relates to the target: [Fetch Metadata].
///
/// [Fetch Metadata]: https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header
pub(crate) const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The `Sec-Fetch-Site` of a page of the same origin.
pub(crate) const SAME_ORIGIN: &str = "same-origin";

/// Whether a page's `Origin` is the host that it sends the request to. Host names are
/// compared without regard to case, as RFC 9110, section 4.2.3, has it.
pub(crate) fn is_same_origin(origin: &str, headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let from = origin.split_once("://").map(|(_, from)| from);
    from.zip(host).is_some_and(|(from, host)| from.eq_ignore_ascii_case(host))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn an_origin_is_the_host_with_its_port_in_any_case() {
        let mut headers = HeaderMap::new();
        assert!(!is_same_origin("https://shop.example", &headers), "a request without a host");
        headers.insert(HOST, HeaderValue::from_static("Shop.example:8080"));
        assert!(is_same_origin("https://shop.Example:8080", &headers));
        for other in ["https://shop.example", "https://evil.example:8080", "null", ""] {
            assert!(!is_same_origin(other, &headers), "{other}");
        }
    }
}
