//! `#[schedule("0 3 * * *")]`, `#[schedule(every = "30s")]`: a job.

use microcore_syntax::cron;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr};

use super::{Definition, Handler, Kind, Meta, Outcome, setter};
use crate::attr::{Duration, Keys, RoutePath, parse_args};
use crate::errors::Errors;

pub(super) const SCHEDULE: Definition = Definition {
    attribute: "schedule",
    list: "schedules",
    meta: "ScheduleMeta",
    module: "call",
    call: "JobCall",
    mounted: "JobFn",
    assertion: None,
    keys: &[
        ("every", "The time from one run to the next: `every = \"30s\"`."),
        ("timeout", "How long one run may take: `timeout = \"10s\"`."),
    ],
    read: |attr| Ok(Box::new(parse_args::<Schedule>(attr)?)),
};

/// The attribute's arguments.
struct Schedule {
    /// When it runs.
    trigger: Trigger,
    /// How long one run may take, in milliseconds; 0 where nothing is given.
    timeout_ms: u64,
}

/// When a job runs.
enum Trigger {
    /// A cron expression.
    Cron(String),
    /// Every so many milliseconds.
    Every(u64),
}

impl Parse for Schedule {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        if input.peek(LitStr) {
            let literal: LitStr = input.parse()?;
            check_cron(&literal)?;
            let mut keys = Keys::after(input)?;
            let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
            keys.finish(SCHEDULE.attribute, &["timeout"])?;
            return Ok(Self { trigger: Trigger::Cron(literal.value()), timeout_ms });
        }
        let mut keys: Keys = input.parse()?;
        let every = keys.value::<Duration>("every")?;
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        SCHEDULE.finish(keys)?;
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

fn check_cron(literal: &LitStr) -> syn::Result<()> {
    let text = literal.value();
    cron::check(&text).map_err(|problem| {
        Error::new(literal.span(), format!("`{text}` is not a cron expression: {problem}"))
    })
}

impl Kind for Schedule {
    fn definition(&self) -> &'static Definition {
        &SCHEDULE
    }

    fn meta(&self, _: &Handler, mc: &TokenStream) -> Meta {
        let Self { trigger, timeout_ms } = self;
        let trigger = match trigger {
            Trigger::Cron(text) => quote!(Cron(#text)),
            Trigger::Every(ms) => quote!(Every(#ms)),
        };
        Meta {
            args: quote!(#mc::meta::Trigger::#trigger,),
            setters: setter("timeout_ms", timeout_ms),
        }
    }

    fn asserts(&self) -> Option<(Span, u64)> {
        None
    }

    fn path(&self) -> Option<&RoutePath> {
        None
    }

    fn has_payload(&self) -> bool {
        false
    }

    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome {
        Outcome::of_nothing(output, called, mc)
    }

    fn check(&self, _: &Handler, _: &mut Errors) {}

    fn runs_for(&self) -> String {
        match &self.trigger {
            Trigger::Cron(text) => format!("each tick of `{text}`"),
            Trigger::Every(ms) => format!("each tick, every {ms} ms"),
        }
    }

    fn asserts_that(&self) -> Option<String> {
        None
    }
}
