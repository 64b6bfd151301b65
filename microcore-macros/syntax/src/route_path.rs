//! `/users/{id}`: the path of a route.

use std::fmt;

/// A route's path, split into segments.
///
/// ```
/// use microcore_syntax::route_path::Pattern;
///
/// let pattern = Pattern::parse("/users/{id}/files/{*rest}")?;
/// assert_eq!(pattern.names().collect::<Vec<_>>(), ["id", "rest"]);
/// assert_eq!(pattern.normal(), "/users/{}/files/{*}");
/// # Ok::<_, microcore_syntax::route_path::PathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern<'a> {
    segments: Vec<Segment<'a>>,
}

/// What is between two slashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text that matches itself.
    Literal(&'a str),
    /// `{id}`: anything but a slash, at least one character.
    Param(&'a str),
    /// `{*rest}`: the rest of the path, at least one character.
    Rest(&'a str),
}

/// Why a text is not the path of a route.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PathError {
    /// It does not start with `/`.
    NoSlash,
    /// It begins with `/system`, where the framework's own endpoints are.
    Reserved,
    /// Two slashes in a row.
    EmptySegment,
    /// A slash at the end.
    TrailingSlash,
    /// A character that is not allowed in a path.
    Character(char),
    /// Braces around something that is not a name.
    Parameter(String),
    /// A parameter that is only a part of its segment.
    PartOfSegment(String),
    /// A parameter as other frameworks write it: `:id`, `<id>`.
    ForeignParameter(String),
    /// Two parameters have one name.
    Duplicate(String),
    /// Something follows a catch-all.
    RestNotLast(String),
}

impl std::error::Error for PathError {}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSlash => f.write_str("it must start with `/`"),
            Self::Reserved => f.write_str(
                "`/system` is reserved for the framework\nhelp: begin with another word",
            ),
            Self::EmptySegment => f.write_str("it has an empty segment (`//`)"),
            Self::TrailingSlash => f.write_str("it must not end with `/`"),
            Self::Character(char) => write!(f, "it cannot contain `{char}`"),
            Self::Parameter(text) => {
                write!(f, "`{text}` is not a parameter\nhelp: write a name, as in `{{id}}`")
            }
            Self::PartOfSegment(text) => {
                write!(f, "in `{text}`, a parameter must be a whole segment, as in `/{{id}}`")
            }
            Self::ForeignParameter(text) => {
                let name = text.trim_start_matches([':', '<']).trim_end_matches('>');
                write!(f, "`{text}` is another framework's parameter\nhelp: write `{{{name}}}`")
            }
            Self::Duplicate(name) => write!(f, "it has two parameters named `{name}`"),
            Self::RestNotLast(name) => {
                write!(f, "`{{*{name}}}` takes the rest of the path, so it comes last")
            }
        }
    }
}

impl<'a> Pattern<'a> {
    /// Reads the path of an endpoint, the framework's own among them.
    ///
    /// # Errors
    ///
    /// The first reason why it is not a path.
    pub fn parse(path: &'a str) -> Result<Self, PathError> {
        let rest = path.strip_prefix('/').ok_or(PathError::NoSlash)?;
        let mut segments: Vec<Segment<'a>> = Vec::new();
        if rest.is_empty() {
            return Ok(Self { segments });
        }
        let mut texts = rest.split('/').peekable();
        while let Some(text) = texts.next() {
            if text.is_empty() {
                return Err(match texts.peek() {
                    Some(_) => PathError::EmptySegment,
                    None => PathError::TrailingSlash,
                });
            }
            let segment = Segment::parse(text)?;
            if let (Segment::Rest(name), Some(_)) = (segment, texts.peek()) {
                return Err(PathError::RestNotLast(name.to_owned()));
            }
            if let Some(name) = segment.name()
                && segments.iter().any(|other| other.name() == Some(name))
            {
                return Err(PathError::Duplicate(name.to_owned()));
            }
            segments.push(segment);
        }
        Ok(Self { segments })
    }

    /// Reads the path of a plugin's endpoint.
    ///
    /// # Errors
    ///
    /// Those of [`parse`](Self::parse), and [`PathError::Reserved`].
    pub fn of_plugin(path: &'a str) -> Result<Self, PathError> {
        let pattern = Self::parse(path)?;
        match pattern.segments.first() {
            Some(Segment::Literal("system")) => Err(PathError::Reserved),
            _ => Ok(pattern),
        }
    }

    /// The segments, in order.
    pub fn segments(&self) -> &[Segment<'a>] {
        &self.segments
    }

    /// The names of the parameters, in order.
    pub fn names(&self) -> impl Iterator<Item = &'a str> + use<'a, '_> {
        self.segments.iter().filter_map(Segment::name)
    }

    /// The path without the parameters' names: two routes of one method and one normal
    /// form match the same requests.
    pub fn normal(&self) -> String {
        self.renamed(|_, _| String::new())
    }

    /// The path with other names of its parameters, made of the index and the name of
    /// each.
    pub fn renamed(&self, name: impl Fn(usize, &str) -> String) -> String {
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
        f.write_str(&self.renamed(|_, name| name.to_owned()))
    }
}

impl<'a> Segment<'a> {
    fn parse(text: &'a str) -> Result<Self, PathError> {
        if let Some(inner) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            let (name, segment) = match inner.strip_prefix('*') {
                Some(name) => (name, Self::Rest(name)),
                None => (inner, Self::Param(inner)),
            };
            return match is_name(name) {
                true => Ok(segment),
                false => Err(PathError::Parameter(text.to_owned())),
            };
        }
        if text.contains(['{', '}']) {
            return Err(PathError::PartOfSegment(text.to_owned()));
        }
        if let Some(name) = text.strip_prefix([':', '<']) {
            return Err(match name.starts_with(is_name_start) {
                true => PathError::ForeignParameter(text.to_owned()),
                false => PathError::Character(if text.starts_with(':') { ':' } else { '<' }),
            });
        }
        match text.chars().find(|char| !is_path_char(*char)) {
            Some(char) => Err(PathError::Character(char)),
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

/// A name as Rust has it, in ASCII; a keyword is one too, since an argument can be
/// `r#type`.
fn is_name(text: &str) -> bool {
    text.starts_with(is_name_start)
        && text.chars().all(|char| is_name_start(char) || char.is_ascii_digit())
}

fn is_name_start(char: char) -> bool {
    char.is_ascii_alphabetic() || char == '_'
}

/// `pchar` of [RFC 3986](https://www.rfc-editor.org/rfc/rfc3986#section-3.3), without
/// percent-encoding: requests are compared in their decoded form.
fn is_path_char(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(char)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_refused_says_why() {
        let text = |text: &str| text.to_owned();
        for (path, error) in [
            ("", PathError::NoSlash),
            ("users", PathError::NoSlash),
            ("/users/", PathError::TrailingSlash),
            ("/users//x", PathError::EmptySegment),
            ("/a b", PathError::Character(' ')),
            ("/a%20b", PathError::Character('%')),
            ("/a?b", PathError::Character('?')),
            ("/grüße", PathError::Character('ü')),
            ("/a|b", PathError::Character('|')),
            ("/a<b>", PathError::Character('<')),
            ("/x{id}", PathError::PartOfSegment(text("x{id}"))),
            ("/u/:id", PathError::ForeignParameter(text(":id"))),
            ("/u/<id>", PathError::ForeignParameter(text("<id>"))),
            ("/:", PathError::Character(':')),
            ("/{1d}", PathError::Parameter(text("{1d}"))),
            ("/{}", PathError::Parameter(text("{}"))),
            ("/{a}/{a}", PathError::Duplicate(text("a"))),
            ("/{*a}/b", PathError::RestNotLast(text("a"))),
            ("/system", PathError::Reserved),
            ("/system/live", PathError::Reserved),
        ] {
            assert_eq!(Pattern::of_plugin(path), Err(error), "{path}");
        }
    }

    #[test]
    fn only_the_framework_has_endpoints_below_system() {
        assert!(Pattern::parse("/system/live").is_ok());
        for path in ["/systems", "/a/system", "/{system}"] {
            assert!(Pattern::of_plugin(path).is_ok(), "{path}");
        }
    }

    #[test]
    fn a_parsed_path_is_written_as_it_was_read() -> Result<(), PathError> {
        for path in ["/", "/a", "/a-b/{id}/@c", "/{a}/{*rest}"] {
            assert_eq!(Pattern::parse(path)?.to_string(), path);
        }
        Ok(())
    }
}
