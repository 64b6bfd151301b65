//! Computes when a job is due.

use chrono::{DateTime, TimeDelta, Utc};
use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use microcore_syntax::cron;

use microcore_core::meta::Trigger;

/// Says when a job is due. Times are the same in every replica, since a tick is
/// known by the time it was due.
pub(super) enum Due {
    Cron(Box<Cron>),
    /// Every so many milliseconds, counted from 1970.
    Every(i64),
}

impl Due {
    /// The error says why there is no such schedule, and on further lines how to fix it.
    pub(super) fn new(trigger: Trigger) -> Result<Self, String> {
        match trigger {
            Trigger::Cron(pattern) => {
                let wrong = |why: &dyn std::fmt::Display| {
                    format!("the schedule `{pattern}` is not a cron expression: {why}")
                };
                cron::check(pattern).map_err(|error| wrong(&error))?;
                let parser = CronParser::builder()
                    .seconds(Seconds::Disallowed)
                    .year(Year::Disallowed)
                    .build();
                let cron = parser.parse(pattern).map_err(|error| wrong(&error))?;
                Ok(Self::Cron(Box::new(cron)))
            }
            Trigger::Every(0) => {
                Err("the interval is zero\nhelp: give it a unit: `30s`".to_owned())
            }
            // Longer than anything runs.
            Trigger::Every(ms) => Ok(Self::Every(i64::try_from(ms).unwrap_or(i64::MAX))),
        }
    }

    /// The first time after `now`, if there is one.
    pub(super) fn next(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Cron(cron) => cron.find_next_occurrence(&now, false).ok(),
            Self::Every(ms) => {
                let gone = now.timestamp_millis().rem_euclid(*ms);
                let at = now.timestamp_millis().checked_sub(gone)?.checked_add(*ms)?;
                DateTime::from_timestamp_millis(at)
            }
        }
    }

    /// The last time at or before `now`, if there is one.
    pub(super) fn last(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self {
            Self::Cron(cron) => cron.find_previous_occurrence(&now, true).ok(),
            Self::Every(ms) => {
                let next = self.next(now)?;
                next.checked_sub_signed(TimeDelta::try_milliseconds(*ms)?)
            }
        }
    }

    /// How many times are after `from` and at or before `to`; at most 1000 are counted.
    pub(super) fn count(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> usize {
        let times = std::iter::successors(self.next(from), |time| self.next(*time));
        times.take(1000).take_while(|time| *time <= to).count()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    fn time(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn cron_has_five_fields_and_is_in_utc() {
        let due = Due::new(Trigger::Cron("0 3 * * *")).unwrap();
        assert_eq!(due.next(time("2026-11-22T02:59:59Z")), Some(time("2026-11-22T03:00:00Z")));
        assert_eq!(due.next(time("2026-11-22T03:00:00Z")), Some(time("2026-11-23T03:00:00Z")));
        assert_eq!(due.last(time("2026-11-22T03:00:00Z")), Some(time("2026-11-22T03:00:00Z")));
        assert_eq!(due.last(time("2026-11-22T02:59:59.5Z")), Some(time("2026-11-21T03:00:00Z")));
        for wrong in ["0 0 3 * * *", "* * * *", "61 * * * *", "soon", ""] {
            assert!(Due::new(Trigger::Cron(wrong)).is_err(), "{wrong}");
        }
    }

    fn field(low: u32, high: u32, names: &'static [&'static str]) -> BoxedStrategy<String> {
        let value = match names.is_empty() {
            true => (low..=high).prop_map(|value| value.to_string()).boxed(),
            false => prop_oneof![
                (low..=high).prop_map(|value| value.to_string()),
                prop::sample::select(names).prop_map(str::to_owned),
            ]
            .boxed(),
        };
        let range =
            (low..=high, low..=high).prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b)));
        let whole = prop_oneof![Just("*".to_owned()), value, range];
        let part = (whole, prop::option::of(1..200_u32)).prop_map(|(whole, step)| match step {
            Some(step) => format!("{whole}/{step}"),
            None => whole,
        });
        prop::collection::vec(part, 1..3).prop_map(|parts| parts.join(",")).boxed()
    }

    proptest! {
        #[test]
        fn what_the_macro_takes_is_a_schedule(
            minute in field(0, 59, &[]),
            hour in field(0, 23, &[]),
            day in field(1, 31, &[]),
            month in field(1, 12, &["JAN", "dec"]),
            weekday in field(0, 7, &["SUN", "mon"]),
        ) {
            let cron = format!("{minute} {hour} {day} {month} {weekday}");
            if cron::check(&cron).is_ok() {
                let pattern: &'static str = cron.clone().leak();
                prop_assert!(Due::new(Trigger::Cron(pattern)).is_ok(), "{}", cron);
            }
        }
    }

    #[test]
    fn every_is_counted_from_1970_so_that_replicas_agree() {
        let due = Due::new(Trigger::Every(30_000)).unwrap();
        assert_eq!(due.next(time("2026-11-22T03:00:00Z")), Some(time("2026-11-22T03:00:30Z")));
        assert_eq!(due.next(time("2026-11-22T03:00:29.9Z")), Some(time("2026-11-22T03:00:30Z")));
        assert_eq!(due.last(time("2026-11-22T03:00:29.9Z")), Some(time("2026-11-22T03:00:00Z")));
        assert_eq!(due.count(time("2026-11-22T03:00:00Z"), time("2026-11-22T03:01:00Z")), 2);
    }
}
