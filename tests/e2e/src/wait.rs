//! Waiting for a condition.

use std::time::{Duration, Instant};

/// The limit for every wait, long enough for a slow machine.
pub const WAIT_LIMIT: Duration = Duration::from_secs(60);

/// Polls until there is a value.
///
/// # Panics
/// If there is none within [`WAIT_LIMIT`].
pub fn until<T>(what: &str, mut poll: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = poll() {
            return value;
        }
        assert!(start.elapsed() < WAIT_LIMIT, "timed out waiting for: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
