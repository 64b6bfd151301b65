//! Why an application does not boot, all of it at once.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use microcore_core::check::Finding;
use microcore_core::config::{SettingsError, SettingsProblem};
use microcore_core::meta::MountError;
use microcore_core::meta::{HandlerMeta, PluginMeta, SourceLocation};

/// One reason not to boot.
///
/// As JSON it also has `file`, `line` and `fix`, where they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The code of the error index, `MC003`; empty for what has no page there,
    /// such as a setting.
    pub code: Cow<'static, str>,
    /// What is wrong, with names, and what to do.
    pub message: String,
    /// Where in the user's source.
    pub site: Option<String>,
}

impl Problem {
    /// A problem that stands at no place of the source.
    pub fn new(message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(""), message: message.into(), site: None }
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, site: SourceLocation) -> Self {
        self.site = Some(site.to_string());
        self
    }

    /// Gives it its code.
    #[must_use]
    pub fn code(mut self, code: impl Into<Cow<'static, str>>) -> Self {
        self.code = code.into();
        self
    }

    /// The file and the line of its site.
    fn place(&self) -> Option<(&str, u32)> {
        let (file, line) = self.site.as_deref()?.rsplit_once(':')?;
        Some((file, line.parse().ok()?))
    }

    /// What to do: messages say first what is wrong, then, after a semicolon, how
    /// it is mended.
    fn fix(&self) -> Option<&str> {
        self.message.split_once("; ").map(|(_, fix)| fix)
    }

    pub(crate) fn settings(error: SettingsError) -> impl Iterator<Item = Self> {
        error.problems.into_iter().map(Self::from)
    }

    /// What a handler's `mount` complained about.
    pub(crate) fn mount(
        plugin: &PluginMeta,
        handler: &HandlerMeta,
        error: MountError,
    ) -> Vec<Self> {
        match error {
            // Named once for the plugin's settings, not once a handler.
            MountError::Settings(error) => Self::settings(error).collect(),
            other => {
                let message = format!("`{}::{}`: {other}", plugin.id(), handler.name);
                vec![Self::new(message).at(handler.site)]
            }
        }
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let place = self.place();
        let mut problem = serializer.serialize_struct("Problem", 6)?;
        problem.serialize_field("code", &self.code)?;
        problem.serialize_field("message", &self.message)?;
        problem.serialize_field("site", &self.site)?;
        problem.serialize_field("file", &place.map(|(file, _)| file))?;
        problem.serialize_field("line", &place.map(|(_, line)| line))?;
        problem.serialize_field("fix", &self.fix())?;
        problem.end()
    }
}

impl From<SettingsProblem> for Problem {
    fn from(problem: SettingsProblem) -> Self {
        Self::new(problem.to_string())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.code.is_empty() {
            write!(f, "error: {}", self.message)?;
        } else {
            write!(f, "error[{}]: {}", self.code, self.message)?;
        }
        match &self.site {
            Some(site) => write!(f, "\n  --> {site}"),
            None => Ok(()),
        }
    }
}

/// Every reason why the application does not boot.
#[derive(Debug, Default, thiserror::Error)]
pub struct BootError {
    /// The reasons, in the order found, each once.
    pub problems: Vec<Problem>,
}

impl BootError {
    /// `Ok` if there is no problem.
    pub(crate) fn check(problems: Vec<Problem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::from(problems)) }
    }
}

impl From<Vec<Problem>> for BootError {
    fn from(problems: Vec<Problem>) -> Self {
        let mut once: Vec<Problem> = Vec::with_capacity(problems.len());
        for problem in problems {
            if !once.contains(&problem) {
                once.push(problem);
            }
        }
        Self { problems: once }
    }
}

impl From<SettingsError> for BootError {
    fn from(error: SettingsError) -> Self {
        Problem::settings(error).collect::<Vec<_>>().into()
    }
}

impl fmt::Display for BootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.problems {
            writeln!(f, "{problem}\n")?;
        }
        let count = self.problems.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        write!(f, "the application does not start: {count} {noun}")
    }
}

impl From<Finding> for Problem {
    fn from(finding: Finding) -> Self {
        let Finding { code, message, plugin: _, file, line } = finding;
        let site = Some(format!("{file}:{line}"));
        Self { code: code.into(), message, site }
    }
}
