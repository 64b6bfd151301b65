//! Ids of events.

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use chrono::{DateTime, Utc};
use uuid::{Builder, Uuid};

/// A UUIDv7 that is greater than any other this process has made.
///
/// The twelve bits after the milliseconds count, and borrow from the next
/// millisecond when they run out (RFC 9562, 6.2). The rest is mixed from a
/// random seed of the process: `getrandom` for each id would cost more than
/// all of the hand-over to a subscriber.
pub fn event_id(now: DateTime<Utc>) -> Uuid {
    static SEED: LazyLock<u64> = LazyLock::new(|| Uuid::new_v4().as_u64_pair().1);
    static LAST: AtomicU64 = AtomicU64::new(0);

    let floor = (now.timestamp_millis().max(0) as u64) << 12;
    let advance = |last: u64| Some(floor.max(last + 1));
    let last = match LAST.fetch_update(Relaxed, Relaxed, advance) {
        Ok(last) | Err(last) => last,
    };
    let number = floor.max(last + 1);
    let mut tail = [0u8; 10];
    tail[..2].copy_from_slice(&((number & 0xfff) as u16).to_be_bytes());
    tail[2..].copy_from_slice(&mix(number ^ *SEED).to_be_bytes());
    Builder::from_unix_timestamp_millis(number >> 12, &tail).into_uuid()
}

/// The finaliser of splitmix64: every bit of the input moves every bit of the output.
const fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_process_grow_within_a_millisecond_and_when_the_clock_goes_back() {
        let now = Utc::now();
        let earlier = now - chrono::TimeDelta::seconds(1);
        let ids: Vec<Uuid> =
            (0..10_000).map(|n| event_id(if n % 2 == 0 { now } else { earlier })).collect();
        assert!(ids.is_sorted_by(|a, b| a < b));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }
}
