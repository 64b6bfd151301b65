//! A point in time on both clocks, of which the wall clock is read at most once a second.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};

/// How long the time of day is taken from the monotonic clock.
const TRUSTED: Duration = Duration::from_secs(1);

/// A point in time on both clocks.
#[derive(Clone, Copy)]
pub(crate) struct Time {
    at: Instant,
    /// Where the clocks were read together.
    anchor: (Instant, DateTime<Utc>),
}

impl Time {
    pub(crate) fn now() -> Self {
        let at = Instant::now();
        Self { at, anchor: (at, Utc::now()) }
    }

    /// That instant. The time of day is read again when the last time was long ago.
    pub(crate) fn go_on(self, at: Instant) -> Self {
        if at - self.anchor.0 > TRUSTED { Self::now() } else { Self { at, ..self } }
    }

    pub(crate) fn since(self, start: Self) -> Duration {
        self.at - start.at
    }

    pub(crate) fn instant(self) -> Instant {
        self.at
    }

    /// The time of day.
    pub(crate) fn utc(self) -> DateTime<Utc> {
        let (at, utc) = self.anchor;
        utc + TimeDelta::nanoseconds((self.at - at).as_nanos() as i64)
    }
}
