//! Waits for a condition, with a timeout.

use std::time::{Duration, Instant};

/// The limit for every wait: long enough for a slow machine, so that no test depends on
/// speed.
pub const WAIT_LIMIT: Duration = Duration::from_secs(60);

/// Waits until a condition holds.
///
/// # Panics
/// If it does not within [`WAIT_LIMIT`].
pub async fn until<F: Future<Output = bool>>(what: &str, holds: impl Fn() -> F) {
    let start = Instant::now();
    while !holds().await {
        assert!(start.elapsed() < WAIT_LIMIT, "timed out waiting for: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Blocks the thread until there is a value.
///
/// # Panics
/// If there is none within [`WAIT_LIMIT`].
pub fn wait_for<T>(what: &str, mut poll: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = poll() {
            return value;
        }
        assert!(start.elapsed() < WAIT_LIMIT, "timed out waiting for: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
