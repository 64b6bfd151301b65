//! The errors that prevent an application from starting, all at once.

use std::fmt;

use microcore_syntax::Code;

use microcore_core::config::ConfigError;
use microcore_core::diagnostic::Diagnostic;
use microcore_core::meta::MountError;
use microcore_core::meta::{HandlerMeta, PluginMeta};

/// Every reason why the application does not start.
#[derive(Debug, Default, thiserror::Error)]
pub struct BootError {
    /// The reasons, in the order found, each once.
    pub diagnostics: Vec<Diagnostic>,
}

impl BootError {
    /// What was made, if there is no reason against it.
    pub(crate) fn complete<T>(made: Option<T>, diagnostics: Vec<Diagnostic>) -> Result<T, Self> {
        made.filter(|_| diagnostics.is_empty()).ok_or_else(|| Self::from(diagnostics))
    }
}

/// Why a handler could not be mounted.
pub(crate) fn unmounted(
    plugin: &PluginMeta,
    handler: &HandlerMeta,
    error: MountError,
) -> Vec<Diagnostic> {
    let here = format!("`{}`", plugin.handler_id(handler));
    let diagnostic = match error {
        // Reported once for the plugin's settings, not once a handler.
        MountError::Configuration(error) => return error.into_diagnostics().collect(),
        MountError::NoTool { capability } => {
            Diagnostic::new(format!("{here} requires `{capability}`, which no tool provides"))
                .code(Code::Capability)
                .help("name a tool that provides it in the `tools` of `app!`")
        }
        MountError::Signature(message) => {
            Diagnostic::new(format!("{here}: {message}")).code(Code::Signature)
        }
        other => Diagnostic::new(format!("{here}: {other}")),
    };
    vec![diagnostic.label(handler.location, "this handler")]
}

impl From<Vec<Diagnostic>> for BootError {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        let mut once: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len());
        for diagnostic in diagnostics {
            if !once.contains(&diagnostic) {
                once.push(diagnostic);
            }
        }
        Self { diagnostics: once }
    }
}

impl From<ConfigError> for BootError {
    fn from(error: ConfigError) -> Self {
        error.into_diagnostics().collect::<Vec<_>>().into()
    }
}

impl fmt::Display for BootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{diagnostic}\n")?;
        }
        let count = self.diagnostics.len();
        let noun = if count == 1 { "error" } else { "errors" };
        write!(f, "the application does not start: {count} {noun}")
    }
}
