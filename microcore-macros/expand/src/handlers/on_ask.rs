//! `#[on_ask("users.lookup")]`: the answer to a question.

use microcore_syntax::Code;
use microcore_syntax::fnv::name_key;
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::{Parse, ParseStream};

use super::{Assertion, Definition, Handler, Kind, Meta, Outcome};
use crate::attr::{DottedName, Keys, RoutePath, parse_args};
use crate::errors::Errors;
use crate::tokens::{as_trait, location};

pub(super) const ON_ASK: Definition = Definition {
    attribute: "on_ask",
    list: "answers",
    meta: "AnswerMeta",
    module: "call",
    call: "AskCall",
    mounted: "AnswerFn",
    assertion: Some(Assertion {
        check: "answer",
        entry_key: |entry, mc| quote!(#mc::__private::check::name_key(#entry.ask)),
    }),
    keys: &[],
    read: |attr| Ok(Box::new(parse_args::<OnAsk>(attr)?)),
};

/// The attribute's arguments.
struct OnAsk {
    /// The question's name.
    name: DottedName,
}

impl Parse for OnAsk {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        ON_ASK.finish(Keys::after(input)?)?;
        Ok(Self { name })
    }
}

impl Kind for OnAsk {
    fn definition(&self) -> &'static Definition {
        &ON_ASK
    }

    fn meta(&self, handler: &Handler, mc: &TokenStream) -> Meta {
        let Self { name } = self;
        let ask = &name.literal;
        let ask_location = location(ask.span(), mc);
        let view = handler.payload_shape(mc);
        let reply = as_trait(handler.function.output(), &quote!(#mc::events::Answer), "SHAPE");
        Meta { args: quote!(#ask, #view, #reply,), setters: quote!(.ask_location(#ask_location)) }
    }

    fn asserts(&self) -> Option<(Span, u64)> {
        let Self { name } = self;
        Some((name.literal.span(), name_key(&name.literal.value())))
    }

    fn path(&self) -> Option<&RoutePath> {
        None
    }

    fn has_payload(&self) -> bool {
        true
    }

    fn outcome(&self, output: &TokenStream, called: &TokenStream, mc: &TokenStream) -> Outcome {
        let answer = as_trait(output, &quote!(#mc::events::Answer), "answer");
        Outcome { tokens: quote!(#answer(#called)), reads_call: false }
    }

    fn check(&self, handler: &Handler, errors: &mut Errors) {
        let Self { name } = self;
        if handler.args.is_empty() {
            errors.at(
                Code::Signature,
                &handler.name,
                format!(
                    "the first argument of an answer is its view of the question `{}`\n\
                     help: take a `#[view]` struct",
                    name.literal.value()
                ),
            );
        }
    }

    fn runs_for(&self) -> String {
        format!("each question `{}`", self.name.literal.value())
    }

    fn asserts_that(&self) -> Option<String> {
        Some(format!("no other plugin answers `{}`", self.name.literal.value()))
    }
}
