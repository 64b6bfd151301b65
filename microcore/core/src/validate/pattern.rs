//! A regular expression, compiled when it is first needed.

use std::sync::OnceLock;

use regex::Regex;

/// The pattern of a `regex` rule, one `static` each.
#[derive(Debug)]
pub struct Pattern {
    text: &'static str,
    regex: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// A pattern that has not been used yet.
    pub const fn new(text: &'static str) -> Self {
        Self { text, regex: OnceLock::new() }
    }

    /// Whether the text matches. A pattern that is no regular expression matches
    /// nothing, and says so once in the log.
    pub fn matches(&self, text: &str) -> bool {
        let compile = || {
            Regex::new(self.text)
                .inspect_err(|error| tracing::error!(pattern = self.text, %error, "not a pattern"))
                .ok()
        };
        self.regex.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The pattern as written.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }
}
