//! `Log`: a plugin's own log lines, each tagged with where it comes from.

use std::fmt::{Display, Write};
use std::sync::Arc;

use tracing::Level;

use crate::call::{Argument, Call, Origin};
use crate::error::Result;
use crate::kernel::{Idle, Mount, MountError, Startup, Tool};
use crate::meta::{ArgMeta, MethodMeta, Site, ToolMeta};
use crate::settings::SettingsError;

/// Writes to the log. Every line carries the plugin, the function and the id of
/// the call, so that a request can be followed through everything it caused.
#[derive(Clone)]
pub struct Log {
    origin: Origin,
    fields: String,
}

impl Log {
    /// The log of this call.
    pub fn new(origin: Origin) -> Self {
        Self { origin, fields: String::new() }
    }

    /// Adds a value to every line written through the returned log.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        let space = if self.fields.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(self.fields, "{space}{key}={value}");
        self
    }

    /// Something is broken and somebody should look.
    pub fn error(&self, message: &str) {
        self.write(Level::ERROR, message);
    }

    /// Something is odd and can wait.
    pub fn warn(&self, message: &str) {
        self.write(Level::WARN, message);
    }

    /// Something happened that matters to whoever runs the application.
    pub fn info(&self, message: &str) {
        self.write(Level::INFO, message);
    }

    /// Something that matters to whoever writes the plugin.
    pub fn debug(&self, message: &str) {
        self.write(Level::DEBUG, message);
    }

    fn write(&self, level: Level, message: &str) {
        // tracing wants its level as a constant.
        macro_rules! line {
            ($level:ident) => {
                tracing::event!(
                    target: "plugin",
                    Level::$level,
                    domain = self.origin.plugin.domain,
                    plugin = self.origin.plugin.name,
                    handler = self.origin.handler.name,
                    call = %self.origin.id,
                    correlation = %self.origin.correlation,
                    fields = (!self.fields.is_empty()).then_some(self.fields.as_str()),
                    "{message}"
                )
            };
        }
        match level {
            Level::ERROR => line!(ERROR),
            Level::WARN => line!(WARN),
            Level::INFO => line!(INFO),
            _ => line!(DEBUG),
        }
    }
}

impl<C: Call> Argument<C> for Log {
    type Source = ();
    const META: ArgMeta = ArgMeta::Capability("Log");

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut C) -> Result<Self> {
        Ok(Self::new(call.origin().clone()))
    }
}

const METHODS: &[MethodMeta] = &[
    method("info", "fn info(&self, message: &str)", "Something that matters to operators."),
    method("warn", "fn warn(&self, message: &str)", "Something is odd and can wait."),
    method("error", "fn error(&self, message: &str)", "Something is broken."),
    method("debug", "fn debug(&self, message: &str)", "Something that matters to developers."),
    method(
        "with",
        "fn with(self, key: &str, value: impl Display) -> Log",
        "Adds a value to every line written through the returned log.",
    ),
];

const fn method(name: &'static str, signature: &'static str, doc: &'static str) -> MethodMeta {
    MethodMeta { name, signature, doc }
}

/// The log, over `tracing`.
pub const TOOL: ToolMeta = ToolMeta {
    capability: "Log",
    provider: "tracing",
    doc: "Log lines tagged with the plugin, the function and the id of the call.",
    methods: METHODS,
    site: Site { file: file!(), line: line!(), column: 1 },
    start: |_: &mut Startup<'_>| -> Result<Arc<dyn Tool>, SettingsError> { Ok(Arc::new(Idle)) },
};
