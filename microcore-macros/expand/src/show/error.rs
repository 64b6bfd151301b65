//! Why an expansion cannot be shown.

use std::fmt;

/// A mistake in the user's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line it stands on, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
}

/// Why an expansion cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShowError {
    /// The file is no Rust, or its plugin has mistakes.
    Mistakes(Vec<Mistake>),
    /// The file has no `#[plugin]`.
    NoPlugin,
    /// The plugin has no such item.
    NoSuchItem {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
}

impl ShowError {
    pub(super) fn mistakes(errors: Vec<syn::Error>) -> Self {
        let mistakes = errors
            .into_iter()
            .flatten()
            .map(|error| Mistake { line: error.span().start().line, message: error.to_string() });
        Self::Mistakes(mistakes.collect())
    }
}

impl fmt::Display for ShowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mistakes(mistakes) => {
                let lines = mistakes
                    .iter()
                    .map(|Mistake { line, message }| format!("line {line}: {message}"));
                f.write_str(&lines.collect::<Vec<_>>().join("\n"))
            }
            Self::NoPlugin => f.write_str(
                "there is no plugin in this file: no module is annotated with `#[plugin]`",
            ),
            Self::NoSuchItem { asked, known } => {
                write!(f, "the plugin has no `{asked}`; it has: {}", known.join(", "))
            }
        }
    }
}

impl std::error::Error for ShowError {}
