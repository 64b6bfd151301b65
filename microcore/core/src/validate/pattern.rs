//! A regular expression, compiled on first use.

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

    /// Whether the text matches. An invalid regular expression matches nothing, and is
    /// logged once.
    pub fn matches(&self, text: &str) -> bool {
        let compile = || {
            Regex::new(self.text)
                .inspect_err(|error| tracing::error!(pattern = self.text, %error, "invalid regular expression"))
                .ok()
        };
        self.regex.get_or_init(compile).as_ref().is_some_and(|regex| regex.is_match(text))
    }

    /// The pattern as written.
    pub const fn as_str(&self) -> &'static str {
        self.text
    }
}
