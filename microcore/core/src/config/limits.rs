//! Limits of the framework's own numbers, so that none of them overflows or panics.

use std::ops::RangeInclusive;

use crate::validate::{Report, rules};

/// The longest time, in milliseconds or seconds: what databases keep in 32 bits.
pub const LONGEST: u64 = i32::MAX as u64;

/// The largest count of anything that is kept in memory.
pub const MOST: u64 = u32::MAX as u64;

/// Reports a number that is outside of its range.
pub fn within(report: &mut Report, key: &'static str, value: u64, range: RangeInclusive<u64>) {
    let (low, high) = range.into_inner();
    rules::range(report, key, Some(low), Some(high), None, None, &value);
}
