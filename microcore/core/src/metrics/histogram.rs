//! A histogram of durations that is cheap to record into.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// The upper ends of the buckets, in microseconds; the last bucket is open.
const ENDS_US: [u64; 11] =
    [50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000, 1_000_000];

/// How often something took how long: buckets from 50 µs to 1 s, without a lock.
///
/// ```
/// use std::time::Duration;
/// use microcore_core::metrics::Histogram;
///
/// let calls = Histogram::default();
/// calls.record(Duration::from_millis(3));
/// assert_eq!((calls.count(), calls.total_us()), (1, 3_000));
/// ```
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; ENDS_US.len() + 1],
    total_us: AtomicU64,
}

/// One reading of a [`Histogram`].
pub(super) struct Reading {
    /// The upper end of each bucket in seconds, and how many fell into it alone.
    pub(super) buckets: [(f64, u64); ENDS_US.len() + 1],
    /// How many there were: of the same reading as the buckets, so that both agree.
    pub(super) count: u64,
    /// The seconds of all together.
    pub(super) sum: f64,
}

impl Histogram {
    /// Counts one that took that long.
    pub fn record(&self, took: Duration) {
        let us = took.as_micros() as u64;
        let bucket = ENDS_US.iter().position(|end| us <= *end).unwrap_or(ENDS_US.len());
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.total_us.fetch_add(us, Relaxed);
    }

    /// How many were counted.
    pub fn count(&self) -> u64 {
        self.buckets.iter().map(|bucket| bucket.load(Relaxed)).sum()
    }

    /// The time of all together, in microseconds.
    pub fn total_us(&self) -> u64 {
        self.total_us.load(Relaxed)
    }

    pub(super) fn read(&self) -> Reading {
        let buckets = std::array::from_fn(|index| {
            let end = ENDS_US.get(index).map_or(f64::INFINITY, |end| *end as f64 / 1e6);
            (end, self.buckets[index].load(Relaxed))
        });
        let count = buckets.iter().map(|(_, count)| count).sum();
        Reading { buckets, count, sum: self.total_us() as f64 / 1e6 }
    }
}
