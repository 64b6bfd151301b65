//! Waiting for what will be.

use std::time::{Duration, Instant};

/// How long anything may take on a slow machine.
pub const WAIT_LIMIT: Duration = Duration::from_secs(60);

/// Asks again and again until there is an answer.
///
/// # Panics
/// If there is none within [`WAIT_LIMIT`].
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = ask() {
            return found;
        }
        assert!(start.elapsed() < WAIT_LIMIT, "timed out waiting for: {what}");
        std::thread::sleep(Duration::from_millis(25));
    }
}
