//! The kernel's own settings.

use std::time::Duration;

use microcore_core::config::limits::{LONGEST, within};
use microcore_core::validate::{Report, Validate};
use serde::Deserialize;

/// Section `kernel`.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KernelConfig {
    /// How long a tool may take to reach its backend, in milliseconds; after
    /// that the application starts without it and keeps retrying.
    pub connect_timeout_ms: u64,
    /// How long an `#[on_start]` may take, in milliseconds.
    pub start_timeout_ms: u64,
    /// How long each step of the shutdown may take, in milliseconds; with 0 nothing is
    /// waited for.
    pub stop_timeout_ms: u64,
    /// The interval of the health checks of each tool, in milliseconds.
    pub health_interval_ms: u64,
    /// How many plain `fn` handlers run at once; at most 512, the threads of the runtime.
    pub blocking_threads: usize,
    /// How long a plain `fn` handler waits for a free thread before its call is
    /// answered with 503, in milliseconds; with 0 it does not wait.
    pub blocking_acquire_timeout_ms: u64,
    /// Whether a debug build that serves brings `AI_CONTEXT.md` up to date.
    pub refresh_context: bool,
}

impl Default for KernelConfig {
    fn default() -> Self {
        Self {
            connect_timeout_ms: 10_000,
            start_timeout_ms: 30_000,
            stop_timeout_ms: 10_000,
            health_interval_ms: 10_000,
            blocking_threads: 64,
            blocking_acquire_timeout_ms: 1_000,
            refresh_context: true,
        }
    }
}

// An error about a type of the user does not list it.
#[diagnostic::do_not_recommend]
impl Validate for KernelConfig {
    fn validate(&self, report: &mut Report) {
        within(report, "connect_timeout_ms", self.connect_timeout_ms, 1..=LONGEST);
        within(report, "start_timeout_ms", self.start_timeout_ms, 1..=LONGEST);
        within(report, "stop_timeout_ms", self.stop_timeout_ms, 0..=LONGEST);
        within(report, "health_interval_ms", self.health_interval_ms, 1..=LONGEST);
        within(report, "blocking_threads", self.blocking_threads as u64, 1..=512);
        let acquire_ms = self.blocking_acquire_timeout_ms;
        within(report, "blocking_acquire_timeout_ms", acquire_ms, 0..=LONGEST);
    }
}

impl KernelConfig {
    pub(crate) fn connect_timeout(&self) -> Duration {
        Duration::from_millis(self.connect_timeout_ms)
    }

    pub(crate) fn blocking_acquire_timeout(&self) -> Duration {
        Duration::from_millis(self.blocking_acquire_timeout_ms)
    }

    pub(crate) fn stop_timeout(&self) -> Duration {
        Duration::from_millis(self.stop_timeout_ms)
    }

    pub(crate) fn health_interval(&self) -> Duration {
        Duration::from_millis(self.health_interval_ms)
    }

    /// The limit of a hook: its own, or the usual one.
    pub(crate) fn hook_timeout(&self, own_ms: u64) -> Duration {
        Duration::from_millis(if own_ms == 0 { self.start_timeout_ms } else { own_ms })
    }
}
