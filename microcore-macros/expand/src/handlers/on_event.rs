//! `#[on_event("user.created", retries = 3, backoff = "500ms")]`: a subscriber.

use microcore_syntax::Code;
use microcore_syntax::fnv::name_key;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Error, LitStr};

use super::{Assertion, Definition, Handler, Kind, Meta, Outcome, setter};
use crate::attr::{DottedName, Keys, RoutePath, parse_args};
use crate::errors::Errors;
use crate::tokens::location;

pub(super) const ON_EVENT: Definition = Definition {
    attribute: "on_event",
    list: "subscriptions",
    meta: "SubscriptionMeta",
    module: "call",
    call: "EventCall",
    mounted: "SubscriberFn",
    assertion: Some(Assertion {
        check: "subscription",
        entry_key: |entry, mc| quote!(#mc::__private::check::name_key(#entry.event)),
    }),
    keys: &[
        ("retries", "How often a failed delivery is tried again: `retries = 3`."),
        ("backoff", "The wait before the first retry; it doubles: `backoff = \"500ms\"`."),
        ("timeout", "How long one attempt may take: `timeout = \"10s\"`."),
        ("group", "The consumer group, which shares the deliveries: `group = \"mail\"`."),
        ("broadcast", "Every replica gets every event."),
        ("once", "An event that was handled is not handled again."),
    ],
    read: |attr| Ok(Box::new(parse_args::<OnEvent>(attr)?)),
};

/// The attribute's arguments.
struct OnEvent {
    /// The event's name.
    name: DottedName,
    /// How often a failed delivery is tried again.
    retries: u32,
    /// The wait before the first retry, in milliseconds, where one is given.
    backoff_ms: Option<u64>,
    /// How long one attempt may take, in milliseconds; 0 where nothing is given.
    timeout_ms: u64,
    /// The worker pool it shares; empty means its own.
    group: String,
    /// Whether every replica gets every event.
    broadcast: bool,
    /// Whether its effects in `Db` happen once.
    once: bool,
}

impl Parse for OnEvent {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: DottedName = input.parse()?;
        let mut keys = Keys::after(input)?;
        let retries = keys.number("retries")?.unwrap_or(0);
        let backoff_ms = keys.duration_ms("backoff")?;
        let timeout_ms = keys.duration_ms("timeout")?.unwrap_or(0);
        let group = keys.value::<LitStr>("group")?;
        let broadcast = keys.flag("broadcast")?;
        let once = keys.flag("once")?;
        ON_EVENT.finish(keys)?;
        if let (Some(group), true) = (&group, broadcast) {
            return Err(Error::new(
                group.span(),
                "`group` and `broadcast` exclude each other\n\
                 help: keep `group` to share the events among the replicas\n\
                 help: or `broadcast` to deliver each event to every replica",
            ));
        }
        let group = group.map(|group| group.value()).unwrap_or_default();
        Ok(Self { name, retries, backoff_ms, timeout_ms, group, broadcast, once })
    }
}

impl Kind for OnEvent {
    fn definition(&self) -> &'static Definition {
        &ON_EVENT
    }

    fn meta(&self, handler: &Handler, mc: &TokenStream) -> Meta {
        let Self { name, retries, backoff_ms, timeout_ms, group, broadcast, once } = self;
        let event = &name.literal;
        let event_location = location(event.span(), mc);
        let view = handler.payload_shape(mc);
        let setters = [
            setter("retries", retries),
            setter("backoff_ms", backoff_ms),
            setter("timeout_ms", timeout_ms),
            setter("group", group),
            setter("broadcast", broadcast),
            setter("once", once),
            quote!(.event_location(#event_location)),
        ];
        Meta { args: quote!(#event, #view,), setters: setters.into_iter().collect() }
    }

    fn asserts(&self) -> Option<(Span, u64)> {
        let name = &self.name.literal;
        Some((name.span(), name_key(&name.value())))
    }

    fn path(&self) -> Option<&RoutePath> {
        None
    }

    fn has_payload(&self) -> bool {
        true
    }

    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome {
        Outcome::of_nothing(output, called, mc)
    }

    fn check(&self, handler: &Handler, errors: &mut Errors) {
        if handler.args.is_empty() {
            errors.at(
                Code::Signature,
                &handler.name,
                format!(
                    "the first argument of a subscriber is its view of the event `{}`\n\
                     help: take a `#[view]` struct",
                    self.name.literal.value()
                ),
            );
        }
    }

    fn runs_for(&self) -> String {
        format!("each `{}`", self.name.literal.value())
    }

    fn asserts_that(&self) -> Option<String> {
        Some(format!(
            "a plugin publishes `{}` with the fields that the view reads",
            self.name.literal.value()
        ))
    }
}
