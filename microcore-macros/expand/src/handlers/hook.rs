//! `#[on_start]`, `#[on_stop]`: the ends of an application's life.

use proc_macro2::{Span, TokenStream};
use syn::Attribute;
use syn::parse::{Parse, ParseStream};

use super::{Definition, Handler, Kind, Meta, Outcome, setter};
use crate::attr::{Keys, RoutePath};
use crate::errors::Errors;

pub(super) const ON_START: Definition = Definition {
    attribute: "on_start",
    list: "on_start",
    meta: "HookMeta",
    module: "call",
    call: "HookCall",
    mounted: "HookFn",
    assertion: None,
    keys: &[("timeout", "How long it may take: `timeout = \"1m\"`.")],
    read: |attr| Hook::read(attr, End::Start),
};

pub(super) const ON_STOP: Definition = Definition {
    attribute: "on_stop",
    list: "on_stop",
    meta: "HookMeta",
    module: "call",
    call: "HookCall",
    mounted: "HookFn",
    assertion: None,
    keys: &[("timeout", "How long it may take: `timeout = \"5s\"`.")],
    read: |attr| Hook::read(attr, End::Stop),
};

/// The attribute's arguments.
struct Hook {
    /// Which of the two it is.
    end: End,
    /// How long it may take, in milliseconds; 0 where nothing is given.
    timeout_ms: u64,
}

#[derive(Clone, Copy)]
enum End {
    Start,
    Stop,
}

impl End {
    fn definition(self) -> &'static Definition {
        match self {
            Self::Start => &ON_START,
            Self::Stop => &ON_STOP,
        }
    }
}

impl Hook {
    fn read(attr: &Attribute, end: End) -> syn::Result<Box<dyn Kind>> {
        let timeout_ms = match &attr.meta {
            syn::Meta::Path(_) => 0,
            _ => attr.parse_args_with(|input: ParseStream<'_>| {
                let mut keys = Keys::parse(input)?;
                let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
                end.definition().finish(keys)?;
                Ok(timeout_ms)
            })?,
        };
        Ok(Box::new(Self { end, timeout_ms }))
    }
}

impl Kind for Hook {
    fn definition(&self) -> &'static Definition {
        self.end.definition()
    }

    fn meta(&self, _: &Handler, _: &TokenStream) -> Meta {
        let Self { end: _, timeout_ms } = self;
        Meta { setters: setter("timeout_ms", timeout_ms), ..Meta::default() }
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
        match self.end {
            End::Start => "the application's start".to_owned(),
            End::Stop => "the application's stop".to_owned(),
        }
    }

    fn asserts_that(&self) -> Option<String> {
        None
    }
}
