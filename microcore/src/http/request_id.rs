//! The request id: the client's `x-request-id` if it is valid, otherwise generated.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use microcore_core::trace::{CallId, numbered};

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const MAX_LENGTH: usize = 64;

/// The id that the client gave, or the next of this process.
pub(crate) fn of(headers: &HeaderMap) -> CallId {
    let given = headers.get(REQUEST_ID).and_then(|value| value.to_str().ok());
    match given {
        Some(text) if is_harmless(text) => CallId::Text(text.into()),
        _ => CallId::next(),
    }
}

fn is_harmless(text: &str) -> bool {
    (1..=MAX_LENGTH).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// The W3C `traceparent`, if it is one.
pub(crate) fn traceparent(headers: &HeaderMap) -> Option<std::sync::Arc<str>> {
    let text = headers.get(TRACEPARENT)?.to_str().ok()?;
    let mut parts = text.split('-');
    let hex = |part: Option<&str>, length: usize| {
        part.is_some_and(|part| {
            part.len() == length
                && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        })
    };
    let version = parts.next();
    let fits = hex(version, 2)
        && version != Some("ff")
        && hex(parts.next(), 32)
        && hex(parts.next(), 16)
        && hex(parts.next(), 2)
        && parts.next().is_none();
    fits.then(|| text.into())
}

/// The id as a header.
pub(crate) fn header(id: &CallId) -> Option<HeaderValue> {
    match id {
        CallId::Local(prefix, number) => {
            HeaderValue::from_bytes(numbered(*prefix, *number, &mut [0; 25])).ok()
        }
        CallId::Text(text) => HeaderValue::from_str(text).ok(),
        CallId::Uuid(uuid) => HeaderValue::try_from(uuid.to_string()).ok(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_header_reads_as_the_id_is_logged() {
        for (prefix, number) in [(0, 0), (1, 1), (u32::MAX, u64::MAX), (0xabc, 0x10), (7, 0xf)] {
            let id = CallId::Local(prefix, number);
            assert_eq!(header(&id).unwrap(), id.to_string().as_str());
        }
    }

    #[test]
    fn only_a_valid_id_is_accepted() {
        assert!(is_harmless("order-7_a.B"));
        assert!(is_harmless(&"a".repeat(64)));
        for bad in ["", "a b", "a\"b", "é", &"a".repeat(65)] {
            assert!(!is_harmless(bad), "{bad}");
        }
    }

    #[test]
    fn a_malformed_traceparent_is_ignored() {
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(TRACEPARENT, HeaderValue::from_static(text));
            traceparent(&headers)
        };
        let good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(read(good).as_deref(), Some(good));
        assert_eq!(read("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"), None);
        assert_eq!(read("00-xyz-b7ad6b7169203331-01"), None);
        assert_eq!(read("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x"), None);
    }
}
