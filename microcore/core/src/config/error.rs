//! The error type of the configuration: all errors at once.

use std::fmt;

use microcore_syntax::Code;

use crate::diagnostic::Diagnostic;
use crate::location::SourceLocation;

/// Every wrong or missing setting of a section.
#[derive(Debug, Default, thiserror::Error)]
pub struct ConfigError {
    /// What is wrong, in the order found.
    pub problems: Vec<ConfigProblem>,
}

/// One wrong or missing setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigProblem {
    /// The setting, `http.bind`.
    pub key: String,
    /// What is wrong with it, without its value.
    pub problem: String,
    /// Where the value came from (`microcore.toml`, `.env`, `MICROCORE_HTTP__BIND`),
    /// or how to give one if it is missing.
    pub origin: String,
    /// How to fix it, where that is known.
    pub help: Option<String>,
    /// Its line, if it is in a file.
    pub location: Option<SourceLocation>,
}

impl ConfigProblem {
    /// A problem of a setting, which came from `origin`.
    pub fn new(
        key: impl Into<String>,
        problem: impl Into<String>,
        origin: impl Into<String>,
    ) -> Self {
        Self {
            key: key.into(),
            problem: problem.into(),
            origin: origin.into(),
            help: None,
            location: None,
        }
    }

    /// Says how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// Without the help, which a diagnostic has apart.
    fn message(&self) -> String {
        let Self { key, problem, origin, .. } = self;
        if key == origin {
            return format!("`{key}` {problem}"); // a whole file
        }
        format!("setting `{key}` {problem} ({origin})")
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

impl ConfigError {
    /// One diagnostic for each setting.
    pub fn into_diagnostics(self) -> impl Iterator<Item = Diagnostic> {
        self.problems.into_iter().map(Diagnostic::from)
    }
}

impl From<ConfigError> for Vec<Diagnostic> {
    fn from(error: ConfigError) -> Self {
        error.into_diagnostics().collect()
    }
}

impl From<ConfigProblem> for Diagnostic {
    fn from(problem: ConfigProblem) -> Self {
        let diagnostic = Self::new(problem.message()).code(Code::Configuration);
        let diagnostic = match problem.location {
            Some(location) => diagnostic.label(location, "set here"),
            None => diagnostic,
        };
        match problem.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }
}
