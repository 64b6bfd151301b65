//! `0 3 * * *`: a cron expression of five fields, in UTC.

use std::fmt;

/// A field of an expression, and its smallest and largest value.
const FIELDS: [Field; 5] = [
    Field { name: "minute", low: 0, high: 59, names: &[] },
    Field { name: "hour", low: 0, high: 23, names: &[] },
    Field { name: "day of the month", low: 1, high: 31, names: &[] },
    Field { name: "month", low: 1, high: 12, names: &MONTHS },
    Field { name: "weekday", low: 0, high: 7, names: &DAYS },
];

const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const MONTHS: [&str; 12] =
    ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

struct Field {
    name: &'static str,
    low: u32,
    high: u32,
    /// The names of its values from `low` on.
    names: &'static [&'static str],
}

/// Why a text is not a cron expression.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CronError {
    /// It has another number of fields.
    Fields(usize),
    /// A part of a field is outside of its range, or is no value at all.
    Part {
        /// As written.
        part: String,
        /// The name of the field.
        field: &'static str,
        /// The smallest value of the field.
        low: u32,
        /// The largest value of the field.
        high: u32,
    },
}

impl std::error::Error for CronError {}

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fields(count) => {
                write!(
                    f,
                    "it has {count} fields\nhelp: it needs five: minute hour day month weekday"
                )
            }
            Self::Part { part, field, low, high } => {
                write!(f, "in `{part}`, the {field} must be from {low} to {high}")
            }
        }
    }
}

/// Checks an expression: `*`, `5`, `1-5`, `*/10`, `1-20/5`, lists of these, and names of
/// months and weekdays.
///
/// # Errors
///
/// The first part that is wrong.
///
/// ```
/// use microcore_syntax::cron::check;
///
/// assert!(check("0 3 * * MON-FRI").is_ok());
/// assert!(check("61 * * * *").is_err());
/// ```
pub fn check(text: &str) -> Result<(), CronError> {
    let parts: Vec<&str> = text.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        return Err(CronError::Fields(parts.len()));
    }
    for (list, field) in parts.iter().zip(FIELDS) {
        // `*` in a list makes its other parts redundant.
        let is_wrong = |part: &&str| !field.has(part) || (*part == "*" && *list != "*");
        if let Some(part) = list.split(',').find(is_wrong) {
            let Field { name, low, high, names: _ } = field;
            return Err(CronError::Part { part: part.to_owned(), field: name, low, high });
        }
    }
    Ok(())
}

impl Field {
    fn has(&self, part: &str) -> bool {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (range, Some(step)),
            None => (part, None),
        };
        if step
            .is_some_and(|step| !number(step).is_some_and(|step| (1..=self.high).contains(&step)))
        {
            return false;
        }
        if range == "*" {
            return true;
        }
        match range.split_once('-') {
            Some((from, to)) => match (self.value(from), self.value(to)) {
                (Some(from), Some(to)) => from <= to,
                _ => false,
            },
            // One value has no steps.
            None => step.is_none() && self.value(range).is_some(),
        }
    }

    fn value(&self, text: &str) -> Option<u32> {
        let named = self.names.iter().position(|name| name.eq_ignore_ascii_case(text));
        let value = match named {
            Some(index) => u32::try_from(index).ok()? + self.low,
            None => number(text)?,
        };
        (self.low..=self.high).contains(&value).then_some(value)
    }
}

/// Digits only: `parse` would take a sign.
fn number(text: &str) -> Option<u32> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::{CronError, check};

    #[test]
    fn the_parts_of_a_field_are_in_its_range() {
        for minute in ["*", "*/5", "0-59/10", "59", "0,30"] {
            assert_eq!(check(&format!("{minute} * * * *")), Ok(()), "{minute}");
        }
        for minute in
            ["60", "-1", "+1", "5-1", "*/0", "a", "1,", "*/", "5/10", "*/60", "*,5", "MON"]
        {
            assert!(check(&format!("{minute} * * * *")).is_err(), "{minute}");
        }
        assert_eq!(check("0 0 1 DEC mon-fri"), Ok(()));
        assert_eq!(check("0 0 1 12 7"), Ok(()));
        assert!(check("0 0 0 * *").is_err());
    }

    #[test]
    fn an_error_names_the_wrong_part() {
        assert_eq!(check("* * *"), Err(CronError::Fields(3)));
        let problem = check("0 24 * * *").map_err(|error| error.to_string());
        assert_eq!(problem, Err("in `24`, the hour must be from 0 to 23".to_owned()));
    }
}
