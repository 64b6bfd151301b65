//! An error at one key of a section.

use std::fmt;

/// What went wrong at one place; never holds the value.
#[derive(Debug)]
pub(super) struct ReadError {
    pub(super) message: String,
    /// The key is not there; `path` is its name alone until it is located.
    pub(super) missing: bool,
    pub(super) path: Option<String>,
    pub(super) origin: Option<String>,
}

impl ReadError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), missing: false, path: None, origin: None }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!("must be {expected}"))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        Self::new(format!("must be {expected}"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("must be one of {}", expected.join(", ")))
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("has an unknown key; known: {}", expected.join(", ")))
    }

    fn missing_field(field: &'static str) -> Self {
        Self { missing: true, path: Some(field.to_owned()), ..Self::new("is missing") }
    }
}
