//! The errors in a file, and why an expansion cannot be shown.

use std::fmt;

use microcore_syntax::Code;

/// A mistake in the user's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its code, where it has one: `MC013`.
    pub code: Option<&'static str>,
    /// The line it is on, from 1.
    pub line: usize,
    /// The column it begins at, in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl Mistake {
    pub(super) fn of(code: Option<Code>, error: &syn::Error) -> Self {
        let start = error.span().start();
        Self {
            code: code.map(Code::as_str),
            line: start.line,
            column: start.column + 1,
            message: error.to_string(),
        }
    }

    /// What the lexer rejects does not reach any macro.
    pub(super) fn of_lexer(error: &proc_macro2::LexError) -> Self {
        let start = error.span().start();
        let message = "this is not Rust yet: a bracket or a quote is open; no macro runs before \
                       it is closed"
            .to_owned();
        Self { code: None, line: start.line, column: start.column + 1, message }
    }

    /// As the compiler reports it, of the file of that name.
    pub fn in_file(&self, file: &str) -> String {
        let Self { code, line, column, message } = self;
        let code = code.map(|code| format!("{code}: ")).unwrap_or_default();
        format!("{code}{message}\n  --> {file}:{line}:{column}")
    }

    /// All of them, as the compiler reports them.
    pub fn all_in_file(mistakes: &[Self], file: &str) -> String {
        let all: Vec<String> = mistakes.iter().map(|one| one.in_file(file)).collect();
        all.join("\nerror: ")
    }
}

/// Why an expansion cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShowError {
    /// The file is not valid Rust.
    InvalidSyntax(Mistake),
    /// The file uses no macro.
    NothingToExpand,
    /// There is no such item.
    NoSuchItem {
        /// What was asked for.
        asked: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The file has errors, and is not changed.
    Mistakes(Vec<Mistake>),
}

impl ShowError {
    /// The message, for the file of that name.
    pub fn in_file(&self, file: &str) -> String {
        match self {
            Self::InvalidSyntax(mistake) => mistake.in_file(file),
            Self::Mistakes(mistakes) => Mistake::all_in_file(mistakes, file),
            other => format!("{file}: {other}"),
        }
    }
}

impl fmt::Display for ShowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidSyntax(Mistake { message, .. }) => f.write_str(message),
            Self::NothingToExpand => f.write_str(
                "there is nothing to expand in this file: no `#[plugin]`, `#[tool]`, \
                 `#[provides]`, `#[config]` or `app!`",
            ),
            Self::NoSuchItem { asked, known } => {
                write!(f, "there is no `{asked}` in it; it has: {}", known.join(", "))
            }
            Self::Mistakes(mistakes) => write!(f, "it has {} mistakes", mistakes.len()),
        }
    }
}

impl std::error::Error for ShowError {}
