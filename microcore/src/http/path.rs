//! The grammar of route paths, and the normal form of request paths.

use std::borrow::Cow;
use std::fmt;

/// A route's path, taken apart.
///
/// ```
/// use microcore::http::path::Pattern;
///
/// let pattern = Pattern::parse("/users/{id}/files/{*rest}").unwrap();
/// assert_eq!(pattern.names().collect::<Vec<_>>(), ["id", "rest"]);
/// assert_eq!(pattern.normal(), "/users/{}/files/{*}");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    segments: Vec<Segment<'a>>,
}

/// What stands between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text that matches itself.
    Literal(&'a str),
    /// `{id}`: anything but a slash, and something.
    Param(&'a str),
    /// `{*rest}`: all that is left, and something.
    Rest(&'a str),
}

/// Why a route's path is not one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// It does not start with `/`.
    #[error("a path starts with `/`")]
    NoSlash,
    /// Two slashes in a row, or one at the end.
    #[error("a path has no empty segment, and no `/` at its end")]
    EmptySegment,
    /// A character that stands for itself in no path.
    #[error("`{0}` cannot stand in a path")]
    Character(char),
    /// Braces around something that is no name, or only around a part of the segment.
    #[error("`{0}` is no parameter: it must be a whole segment, `{{name}}` or `{{*name}}`")]
    Parameter(String),
    /// Two parameters have one name.
    #[error("two parameters are called `{0}`")]
    Duplicate(String),
    /// Something follows a catch-all.
    #[error("`{{*{0}}}` takes everything that is left, so nothing can follow it")]
    RestNotLast(String),
}

impl<'a> Pattern<'a> {
    /// Takes a route's path apart.
    pub fn parse(path: &'a str) -> Result<Self, PathError> {
        let rest = path.strip_prefix('/').ok_or(PathError::NoSlash)?;
        let mut segments: Vec<Segment<'a>> = Vec::new();
        if rest.is_empty() {
            return Ok(Self { segments });
        }
        for text in rest.split('/') {
            if let Some(Segment::Rest(name)) = segments.last() {
                return Err(PathError::RestNotLast((*name).to_owned()));
            }
            let segment = Segment::parse(text)?;
            if let Some(name) = segment.name()
                && segments.iter().any(|other| other.name() == Some(name))
            {
                return Err(PathError::Duplicate(name.to_owned()));
            }
            segments.push(segment);
        }
        Ok(Self { segments })
    }

    /// The segments, in order.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// The names of the parameters, in order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        self.segments.iter().filter_map(|segment| segment.name())
    }

    /// The path without the parameters' names: two routes with one method and
    /// one normal form are in each other's way.
    pub fn normal(&self) -> String {
        self.write(|_, _| String::new())
    }

    /// The path as the router takes it: parameters are numbered, because the
    /// router wants one name at one place.
    pub(crate) fn numbered(&self) -> String {
        self.write(|index, _| format!("p{index}"))
    }

    fn write(&self, name: impl Fn(usize, &str) -> String) -> String {
        use fmt::Write;
        let mut text = String::new();
        let mut index = 0;
        for segment in &self.segments {
            // Writing to a String cannot fail.
            let _ = match segment {
                Segment::Literal(literal) => write!(text, "/{literal}"),
                Segment::Param(param) => write!(text, "/{{{}}}", name(index, param)),
                Segment::Rest(rest) => write!(text, "/{{*{}}}", name(index, rest)),
            };
            index += usize::from(segment.name().is_some());
        }
        if text.is_empty() {
            text.push('/');
        }
        text
    }
}

impl fmt::Display for Pattern<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.write(|_, name| name.to_owned()))
    }
}

impl<'a> Segment<'a> {
    fn parse(text: &'a str) -> Result<Self, PathError> {
        if text.is_empty() {
            return Err(PathError::EmptySegment);
        }
        if let Some(inner) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            let (name, rest) = match inner.strip_prefix('*') {
                Some(name) => (name, true),
                None => (inner, false),
            };
            return match (is_name(name), rest) {
                (false, _) => Err(PathError::Parameter(text.to_owned())),
                (true, true) => Ok(Self::Rest(name)),
                (true, false) => Ok(Self::Param(name)),
            };
        }
        match text.chars().find(|char| !is_path_char(*char)) {
            Some('{' | '}') => Err(PathError::Parameter(text.to_owned())),
            Some(other) => Err(PathError::Character(other)),
            None => Ok(Self::Literal(text)),
        }
    }

    /// The parameter's name, if it is one.
    pub fn name(&self) -> Option<&'a str> {
        match self {
            Self::Literal(_) => None,
            Self::Param(name) | Self::Rest(name) => Some(name),
        }
    }
}

fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && chars.all(|char| char.is_ascii_alphanumeric() || char == '_')
}

/// RFC 3986 `pchar`, without percent-encoding.
fn is_path_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(char)
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

    #[test]
    fn a_path_that_is_none_says_why() {
        let errors = [
            ("users", PathError::NoSlash),
            ("/users/", PathError::EmptySegment),
            ("/users//x", PathError::EmptySegment),
            ("/a b", PathError::Character(' ')),
            ("/a%20b", PathError::Character('%')),
            ("/x{id}", PathError::Parameter("x{id}".to_owned())),
            ("/{1d}", PathError::Parameter("{1d}".to_owned())),
            ("/{}", PathError::Parameter("{}".to_owned())),
            ("/{a}/{a}", PathError::Duplicate("a".to_owned())),
            ("/{*a}/b", PathError::RestNotLast("a".to_owned())),
        ];
        for (path, error) in errors {
            assert_eq!(Pattern::parse(path), Err(error), "{path}");
        }
    }

    fn path() -> impl Strategy<Value = String> {
        let segment = prop_oneof!["[a-zA-Z0-9._~:@-]{1,8}", "\\{[a-z_][a-z0-9_]{0,6}\\}"];
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
            let renamed = pattern.numbered();
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
