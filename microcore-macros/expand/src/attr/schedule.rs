//! `#[schedule("0 3 * * *")]`, `#[schedule(every = "30s")]`; `#[on_start]`, `#[on_stop]`.

use microcore_syntax::cron;
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
            Some(Duration { ms: 0 }) => {
                Err(Error::new(span, "`every` must be longer than nothing"))
            }
            Some(Duration { ms }) => Ok(Self { trigger: Trigger::Every(ms), timeout_ms }),
            None => Err(Error::new(
                span,
                "say when: `#[schedule(\"0 3 * * *\")]` (minute hour day month weekday, UTC) or \
                 `#[schedule(every = \"30s\")]`",
            )),
        }
    }
}

fn check_cron(literal: &LitStr) -> syn::Result<()> {
    let text = literal.value();
    cron::check(&text).map_err(|problem| {
        Error::new(literal.span(), format!("`{text}` is not a cron expression: {problem}"))
    })
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
