//! The grammar of route paths, and the normal form of request paths.

use std::borrow::Cow;

pub use microcore_syntax::route_path::{PathError, Pattern, Segment};

/// The path as the router takes it: parameters are numbered, because the router wants
/// one name in one place.
pub(crate) fn numbered(pattern: &Pattern<'_>) -> String {
    pattern.renamed(|index, _| format!("p{index}"))
}

/// A request's path with every needlessly encoded character decoded, so that
/// `/%75sers` finds `/users`. What means something when encoded (`%2F`, `%25`)
/// stays.
pub(crate) fn normalize(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return Cow::Borrowed(path);
    }
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        let (head, tail) = rest.split_at(at);
        text.push_str(head);
        let decoded = tail.get(1..3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match decoded.map(char::from) {
            Some(char) if char.is_ascii_alphanumeric() || "-._~".contains(char) => {
                text.push(char);
                rest = &tail[3..];
            }
            _ => {
                text.push('%');
                rest = &tail[1..];
            }
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> impl Strategy<Value = String> {
        let segment =
            prop_oneof!["[a-zA-Z0-9._~@-][a-zA-Z0-9._~:@-]{0,7}", "\\{[a-z_][a-z0-9_]{0,6}\\}"];
        (prop::collection::vec(segment, 0..6), prop::option::of("\\{\\*[a-z]{1,5}9\\}")).prop_map(
            |(segments, rest)| {
                let all: Vec<String> = segments.into_iter().chain(rest).collect();
                format!("/{}", all.join("/"))
            },
        )
    }

    proptest! {
        #[test]
        fn a_parsed_path_is_written_as_it_was_read(path in path()) {
            match Pattern::parse(&path) {
                Ok(pattern) => prop_assert_eq!(pattern.to_string(), path),
                Err(error) => prop_assert!(matches!(error, PathError::Duplicate(_)), "{error}"),
            }
        }

        #[test]
        fn the_normal_form_forgets_names_and_nothing_else(path in path()) {
            let Ok(pattern) = Pattern::parse(&path) else { return Ok(()) };
            let renamed = numbered(&pattern);
            let other = Pattern::parse(&renamed).unwrap();
            prop_assert_eq!(other.normal(), pattern.normal());
            prop_assert_eq!(other.segments().len(), pattern.segments().len());
        }

        #[test]
        fn parsing_never_panics(path in "\\PC*") {
            let _ = Pattern::parse(&path);
            let _ = normalize(&path);
        }

        #[test]
        fn normalizing_keeps_the_meaning_and_the_number_of_segments(path in "(/[a-z%~é]{0,6}|/%2[Ff5]|/%7[0-9a-f]){0,5}") {
            let normal = normalize(&path);
            let decode = |text: &str| percent_encoding::percent_decode_str(text).collect::<Vec<u8>>();
            prop_assert_eq!(normal.matches('/').count(), path.matches('/').count());
            // A lone `%` before decoded digits could form a new sequence; then
            // the meaning of what the client sent was none to begin with.
            if !path.contains("%%") && is_well_encoded(&path) {
                prop_assert_eq!(decode(&normal), decode(&path));
                prop_assert_eq!(normalize(&normal), normal.as_ref());
            }
        }
    }

    fn is_well_encoded(path: &str) -> bool {
        path.split('%').skip(1).all(|part| {
            part.get(..2).is_some_and(|hex| hex.chars().all(|char| char.is_ascii_hexdigit()))
        })
    }
}
