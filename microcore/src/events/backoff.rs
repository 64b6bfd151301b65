//! Exponential backoff with jitter between attempts.

use std::time::Duration;

const LONGEST: Duration = Duration::from_secs(15 * 60);

/// The first wait for a capability that is down; it doubles up to the second.
pub(crate) const OUTAGE_WAIT: Duration = Duration::from_millis(100);
pub(crate) const OUTAGE_WAIT_MAX: Duration = Duration::from_secs(5);

/// The wait after failure number `failures` (from 1): `first`, doubled each time,
/// up to a quarter of an hour, and up to a quarter shorter by chance, so that what
/// failed together is not retried at the same time.
pub(crate) fn backoff(first: Duration, failures: u32, jitter: u64) -> Duration {
    let doubled = first.saturating_mul(1u32.checked_shl(failures.max(1) - 1).unwrap_or(u32::MAX));
    let wait = doubled.min(LONGEST);
    wait - wait.mul_f64((jitter % 1024) as f64 / 4096.0)
}

/// A number to give to [`backoff`]: from the id of what failed, which is random
/// in its last bytes, so no other source of chance is needed.
pub(crate) fn jitter(id: uuid::Uuid, attempt: u32) -> u64 {
    id.as_u64_pair().1.rotate_right(attempt.wrapping_mul(7))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backoff_doubles_up_to_a_maximum() {
        let first = Duration::from_millis(500);
        let waits: Vec<_> =
            [1, 2, 3, 4].map(|failures| backoff(first, failures, 0).as_millis()).into();
        assert_eq!(waits, [500, 1000, 2000, 4000]);
        assert_eq!(backoff(first, 1_000, 0), LONGEST);
        assert_eq!(backoff(Duration::ZERO, 40, 5), Duration::ZERO);
    }

    #[test]
    fn jitter_is_at_most_a_quarter() {
        let first = Duration::from_millis(1000);
        for jitter in 0..5000 {
            let wait = backoff(first, 1, jitter);
            assert!(wait <= first && wait >= Duration::from_millis(750), "{wait:?}");
        }
        assert_ne!(backoff(first, 1, 3), backoff(first, 1, 900));
    }
}
