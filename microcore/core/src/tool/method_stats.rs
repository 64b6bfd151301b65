//! The counters of one method of a tool.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use crate::metrics::Histogram;

/// The counts of one method.
#[derive(Debug)]
pub struct MethodStats {
    /// The method.
    pub name: &'static str,
    /// How long its calls took.
    pub latency: Histogram,
    errors: AtomicU64,
}

impl MethodStats {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, latency: Histogram::default(), errors: AtomicU64::new(0) }
    }

    pub(super) fn record(&self, took: Duration, failed: bool) {
        self.latency.record(took);
        if failed {
            self.errors.fetch_add(1, Relaxed);
        }
    }

    /// How many calls there were.
    pub fn calls(&self) -> u64 {
        self.latency.count()
    }

    /// How many failed, for whatever reason.
    pub fn errors(&self) -> u64 {
        self.errors.load(Relaxed)
    }
}
