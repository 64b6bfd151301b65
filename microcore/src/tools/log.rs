//! `Log`: a plugin's own log lines, each with plugin, handler and correlation id.

use std::fmt::{Display, Write};
use std::sync::Arc;

use tracing::Level;

use microcore_core::call::{Argument, Call, CallContext};
use microcore_core::diagnostic::Diagnostic;
use microcore_core::error::Result;
use microcore_core::meta::{ArgMeta, MethodMeta, SourceLocation, ToolMeta};
use microcore_core::meta::{Mount, MountError};
use microcore_core::tool::{Idle, Startup, ToolLifecycle};

/// Writes to the log. Every line carries the plugin, the function and the id of
/// the call, so that a request can be followed through everything it caused.
#[derive(Clone)]
pub struct Log {
    context: CallContext,
    fields: String,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").finish_non_exhaustive()
    }
}

impl Log {
    /// The log of this call.
    pub fn new(context: CallContext) -> Self {
        Self { context, fields: String::new() }
    }

    /// Adds a value to every line written through the returned log.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Display) -> Self {
        let space = if self.fields.is_empty() { "" } else { " " };
        // Writing to a String cannot fail.
        let _ = write!(self.fields, "{space}{key}={value}");
        self
    }

    /// Something failed and needs the attention of an operator.
    pub fn error(&self, message: &str) {
        self.write(Level::ERROR, message);
    }

    /// Something is unexpected, but not urgent.
    pub fn warn(&self, message: &str) {
        self.write(Level::WARN, message);
    }

    /// Information for operators.
    pub fn info(&self, message: &str) {
        self.write(Level::INFO, message);
    }

    /// Information for developers.
    pub fn debug(&self, message: &str) {
        self.write(Level::DEBUG, message);
    }

    fn write(&self, level: Level, message: &str) {
        // tracing needs its level as a constant.
        macro_rules! line {
            ($level:ident) => {
                tracing::event!(
                    target: "plugin",
                    Level::$level,
                    domain = self.context.plugin.domain,
                    plugin = self.context.plugin.name,
                    handler = self.context.handler.name,
                    call = %self.context.trace.id,
                    correlation = %self.context.trace.correlation,
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
    type State = ();
    const META: ArgMeta = ArgMeta::Capability("Log");

    fn resolve(_: &Mount<'_>, _: &'static str) -> Result<(), MountError> {
        Ok(())
    }

    fn take((): &(), call: &mut C) -> Result<Self> {
        Ok(Self::new(call.context().clone()))
    }
}

const METHODS: &[MethodMeta] = &[
    method("info", "fn info(&self, message: &str)", "Information for operators."),
    method("warn", "fn warn(&self, message: &str)", "Something is unexpected, but not urgent."),
    method("error", "fn error(&self, message: &str)", "Something failed."),
    method("debug", "fn debug(&self, message: &str)", "Information for developers."),
    method(
        "with",
        "fn with(self, key: &str, value: impl Display) -> Log",
        "Adds a value to every line written through the returned log.",
    ),
];

const fn method(name: &'static str, signature: &'static str, doc: &'static str) -> MethodMeta {
    MethodMeta::new(name, signature).doc(doc)
}

/// The log, over `tracing`.
pub const TOOL: ToolMeta = ToolMeta::new(
    "Log",
    "tracing",
    SourceLocation { file: file!(), line: line!(), column: 1 },
    |_: &mut Startup<'_>| -> Result<Arc<dyn ToolLifecycle>, Vec<Diagnostic>> { Ok(Arc::new(Idle)) },
)
.doc("Log lines tagged with the plugin, the function and the id of the call.")
.methods(METHODS);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::{Mutex, PoisonError};

    use super::*;
    use microcore_core::meta::{HandlerMeta, PluginMeta};
    use microcore_core::trace::{CallId, TraceContext};

    const LOCATION: SourceLocation = SourceLocation { file: "", line: 1, column: 1 };
    static PLUGIN: PluginMeta =
        PluginMeta::new("welcome", "app::domains::mail::welcome", "a", LOCATION);
    static HANDLER: HandlerMeta = HandlerMeta::new("greet", LOCATION);

    /// What is logged during the work, as JSON.
    fn written(level: Level, work: impl FnOnce(Log)) -> Vec<serde_json::Value> {
        #[derive(Clone, Default)]
        struct Sink(Arc<Mutex<Vec<u8>>>);
        impl std::io::Write for Sink {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let sink = Sink::default();
        let writer = sink.clone();
        let lines = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_max_level(level)
            .with_writer(move || writer.clone())
            .finish();
        let context = CallContext {
            plugin: &PLUGIN,
            handler: &HANDLER,
            trace: TraceContext::within(
                CallId::Text("request-1".into()),
                CallId::Text("call-7".into()),
            ),
        };
        tracing::subscriber::with_default(lines, || work(Log::new(context)));
        let bytes = sink.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    #[test]
    fn every_line_has_its_plugin_handler_and_call() {
        let lines = written(Level::INFO, |log| {
            log.info("hello");
            log.with("user", 7).with("plan", "free").warn("odd");
        });
        let expected = [
            ("level", "INFO"),
            ("message", "hello"),
            ("domain", "mail"),
            ("plugin", "welcome"),
            ("handler", "greet"),
            ("call", "call-7"),
            ("correlation", "request-1"),
        ];
        for (key, value) in expected {
            assert_eq!(lines[0][key], value, "{lines:?}");
        }
        assert!(lines[0]["fields"].is_null(), "{lines:?}");
        assert_eq!(lines[1]["fields"], "user=7 plan=free");
        assert_eq!(lines[1]["level"], "WARN");
    }

    #[test]
    fn lines_below_the_level_are_not_written() {
        let lines = written(Level::ERROR, |log| {
            log.debug("a");
            log.info("b");
            log.warn("c");
            log.error("d");
        });
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0]["message"], "d");
    }
}
