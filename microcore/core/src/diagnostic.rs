//! An error of an application, with the fix: one type for the compiler, `check`, startup,
//! JSON output and MCP.

use std::borrow::Cow;
use std::fmt;

use microcore_syntax::Code;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::location::SourceLocation;

/// One mistake in an application.
///
/// ```
/// use microcore_core::{Code, Diagnostic};
///
/// let diagnostic = Diagnostic::new("`GET /users` is declared twice")
///     .code(Code::DuplicateRoute)
///     .help("give one of them another path");
/// assert_eq!(
///     diagnostic.to_string(),
///     "error[MC003]: `GET /users` is declared twice\n  = help: give one of them another path"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The code of the error index; `None` for what has no page there, such as an address
    /// that is in use.
    pub code: Option<Code>,
    /// What is wrong, in one sentence that names both sides.
    pub message: String,
    /// The places in the source that it is about, where it was found first.
    pub labels: Vec<Label>,
    /// How to fix it: each line is one way.
    pub help: Vec<Cow<'static, str>>,
}

/// A source location with a text about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Label {
    /// The place.
    pub location: SourceLocation,
    /// The text: `` `users::me` declares it ``; may be empty.
    pub text: Cow<'static, str>,
}

impl Diagnostic {
    /// A diagnostic without a code, a place or a fix.
    pub fn new(message: impl Into<String>) -> Self {
        Self { code: None, message: message.into(), labels: Vec::new(), help: Vec::new() }
    }

    /// Sets its code.
    #[must_use]
    pub fn code(mut self, code: Code) -> Self {
        self.code = Some(code);
        self
    }

    /// Adds a place in the source; the first one is where the mistake was found.
    #[must_use]
    pub fn label(mut self, location: SourceLocation, text: impl Into<Cow<'static, str>>) -> Self {
        self.labels.push(Label { location, text: text.into() });
        self
    }

    /// Adds a way to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help.push(help.into());
        self
    }
}

/// As the compiler prints its own.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "error[{code}]: {}", self.message)?,
            None => write!(f, "error: {}", self.message)?,
        }
        for (at, Label { location, text }) in self.labels.iter().enumerate() {
            let arrow = if at == 0 { "-->" } else { ":::" };
            write!(f, "\n  {arrow} {}:{}:{}", location.file, location.line, location.column)?;
            if !text.is_empty() {
                write!(f, ": {text}")?;
            }
        }
        self.help.iter().try_for_each(|help| write!(f, "\n  = help: {help}"))
    }
}

impl Serialize for Diagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut diagnostic = serializer.serialize_struct("Diagnostic", 4)?;
        diagnostic.serialize_field("code", &self.code.map(Code::as_str))?;
        diagnostic.serialize_field("message", &self.message)?;
        diagnostic.serialize_field("labels", &self.labels)?;
        diagnostic.serialize_field("help", &self.help)?;
        diagnostic.end()
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut label = serializer.serialize_struct("Label", 4)?;
        label.serialize_field("file", self.location.file)?;
        label.serialize_field("line", &self.location.line)?;
        label.serialize_field("column", &self.location.column)?;
        label.serialize_field("text", &self.text)?;
        label.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn diagnostic() -> Diagnostic {
        let location = |file, line| SourceLocation { file, line, column: 5 };
        Diagnostic::new("two plugins are called `users::me`")
            .code(Code::File)
            .label(location("src/a.rs", 3), "one")
            .label(location("src/b.rs", 4), "")
            .help("rename one of them; or")
            .help("remove one of them")
    }

    #[test]
    fn it_is_printed_like_an_error_of_the_compiler() {
        let text = "error[MC014]: two plugins are called `users::me`\n\
                    \x20 --> src/a.rs:3:5: one\n\
                    \x20 ::: src/b.rs:4:5\n\
                    \x20 = help: rename one of them; or\n\
                    \x20 = help: remove one of them";
        assert_eq!(diagnostic().to_string(), text);
        assert_eq!(Diagnostic::new("no threads").to_string(), "error: no threads");
    }

    #[test]
    fn as_json_each_part_is_a_field_of_its_own() {
        let expected = json!({
            "code": "MC014",
            "message": "two plugins are called `users::me`",
            "labels": [
                { "file": "src/a.rs", "line": 3, "column": 5, "text": "one" },
                { "file": "src/b.rs", "line": 4, "column": 5, "text": "" },
            ],
            "help": ["rename one of them; or", "remove one of them"],
        });
        assert_eq!(serde_json::to_value(diagnostic()).unwrap(), expected);
    }
}
