//! `#[schedule("0 3 * * *")]`, `#[schedule(every = "30s")]`; `#[on_start]`, `#[on_stop]`.

use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr};

use super::{Duration, Keys};

/// The arguments of `#[schedule]`.
pub struct ScheduleAttr {
    /// When it runs.
    pub trigger: Trigger,
    /// How long one run may take, in milliseconds; 0 where nothing is given.
    pub timeout_ms: u64,
}

/// When a job runs.
pub enum Trigger {
    /// A cron expression.
    Cron(String),
    /// Every so many milliseconds.
    Every(u64),
}

impl Parse for ScheduleAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            check_cron(&literal)?;
            let mut keys = Keys::after(input)?;
            let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
            keys.finish("schedule", &["timeout"])?;
            return Ok(Self { trigger: Trigger::Cron(literal.value()), timeout_ms });
        }
        let mut keys: Keys = input.parse()?;
        let every = keys.value::<Duration>("every")?;
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        keys.finish("schedule", &["every", "timeout"])?;
        match every {
            Some(Duration { ms: 0 }) => Err(Error::new(span, "`every` must be longer than zero")),
            Some(Duration { ms }) => Ok(Self { trigger: Trigger::Every(ms), timeout_ms }),
            None => Err(Error::new(
                span,
                "`#[schedule]` needs a time\n\
                 help: write `#[schedule(\"0 3 * * *\")]`: minute hour day month weekday, in UTC\n\
                 help: or `#[schedule(every = \"30s\")]`",
            )),
        }
    }
}

const FIELDS: [(&str, u32, u32); 5] = [
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day of the month", 1, 31),
    ("month", 1, 12),
    ("weekday", 0, 7),
];

fn check_cron(literal: &LitStr) -> syn::Result<()> {
    let text = literal.value();
    let wrong = |problem: String| {
        Err(Error::new(literal.span(), format!("`{text}` is not a cron expression: {problem}")))
    };
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != FIELDS.len() {
        return wrong(format!(
            "it has {} fields\nhelp: it needs five: minute hour day month weekday",
            fields.len()
        ));
    }
    for (field, (name, low, high)) in fields.iter().zip(FIELDS) {
        for part in field.split(',') {
            if !is_cron_part(part, low, high) {
                return wrong(format!("in `{part}`, the {name} must be from {low} to {high}"));
            }
        }
    }
    Ok(())
}

/// `*`, `5`, `1-5`, `*/10`, `1-20/5`, `MON`, `JAN`, `MON-FRI`.
fn is_cron_part(part: &str, low: u32, high: u32) -> bool {
    let (range, step) = match part.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (part, None),
    };
    if step.is_some_and(|step| !step.parse::<u32>().is_ok_and(|step| step > 0)) {
        return false;
    }
    if range == "*" {
        return true;
    }
    let (from, to) = range.split_once('-').unwrap_or((range, range));
    match (cron_value(from, low, high), cron_value(to, low, high)) {
        (Some(from), Some(to)) => from <= to,
        _ => false,
    }
}

fn cron_value(text: &str, low: u32, high: u32) -> Option<u32> {
    const DAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let upper = text.to_ascii_uppercase();
    let named = match (low, high) {
        (0, 7) => DAYS.iter().position(|day| *day == upper),
        (1, 12) => MONTHS.iter().position(|month| *month == upper).map(|index| index + 1),
        _ => None,
    };
    let value = match named {
        Some(index) => u32::try_from(index).ok()?,
        None => text.parse().ok()?,
    };
    (low..=high).contains(&value).then_some(value)
}

/// The arguments of `#[on_start]` and `#[on_stop]`.
pub struct HookAttr {
    /// How long it may take, in milliseconds; 0 where nothing is given.
    pub timeout_ms: u64,
}

impl HookAttr {
    /// Reads the arguments of the hook of that name.
    pub fn read(attr: &syn::Attribute, name: &str) -> syn::Result<Self> {
        match &attr.meta {
            syn::Meta::Path(_) => Ok(Self { timeout_ms: 0 }),
            _ => attr.parse_args_with(|input: ParseStream<'_>| Self::keys(input, name)),
        }
    }

    fn keys(input: ParseStream<'_>, name: &str) -> syn::Result<Self> {
        let mut keys: Keys = input.parse()?;
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        keys.finish(name, &["timeout"])?;
        Ok(Self { timeout_ms })
    }
}

#[cfg(test)]
mod tests {
    use super::is_cron_part;

    #[test]
    fn cron_parts_stay_in_their_range() {
        for right in ["*", "*/5", "0-59/10", "59"] {
            assert!(is_cron_part(right, 0, 59), "{right}");
        }
        for wrong in ["60", "-1", "5-1", "*/0", "a", ""] {
            assert!(!is_cron_part(wrong, 0, 59), "{wrong}");
        }
        assert!(is_cron_part("mon-fri", 0, 7));
        assert!(is_cron_part("DEC", 1, 12));
    }
}
