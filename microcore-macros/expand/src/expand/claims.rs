//! One `const _` a claim: evaluated by `cargo check`, against everything the
//! application has. The error stands on the token that makes the claim.

use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;

use super::part::{Of, Part};
use crate::check::Statement;
use crate::krate;
use crate::model::{Arg, Handler, HandlerKind, Plugin, Role};

/// Every claim of the plugin.
pub fn all<'a>(plugin: &'a Plugin, mc: &TokenStream) -> Vec<Part<'a>> {
    let mut claims = Vec::new();
    for handler in &plugin.handlers {
        let cfgs = &handler.cfgs;
        let (span, check) = match &handler.kind {
            HandlerKind::Route(attr) => (attr.path.literal.span(), "route"),
            HandlerKind::WebSocket(attr) => (attr.path.literal.span(), "websocket"),
            HandlerKind::OnEvent(attr) => (attr.name.literal.span(), "subscription"),
            HandlerKind::OnAsk(attr) => (attr.name.literal.span(), "answer"),
            _ => continue,
        };
        let name = handler.name.to_string();
        let tokens = claim(span, check, &name, cfgs, mc);
        claims.push(Part { of: Of::ClaimOfHandler(handler), tokens });
    }
    for data in plugin.data.iter().filter(|data| !data.is_broken) {
        for role in &data.roles {
            let (span, check) = match role {
                Role::Event(attr) => (attr.name.literal.span(), "event"),
                Role::Ask(attr) => (attr.name.literal.span(), "ask"),
                _ => continue,
            };
            let name = data.name.to_string();
            let tokens = claim(span, check, &name, &data.cfgs, mc);
            claims.push(Part { of: Of::ClaimOfData(data), tokens });
        }
    }
    for handler in &plugin.handlers {
        for arg in handler.args.iter().filter(|arg| arg.is_tool()) {
            let tokens = capability(handler, arg, mc);
            claims.push(Part { of: Of::ClaimOfHandler(handler), tokens });
        }
    }
    for statement in plugin.statements.iter().filter(|one| !one.read.tables.is_empty()) {
        let span = statement.literal.span();
        let at = krate::at(mc, span);
        let meta = value(statement, mc);
        let check = quote_spanned! {span=>
            #at::check::statement(&__microcore::INDEX, &__MICROCORE, &#meta)
        };
        let tokens = against_the_application(check, span, &statement.cfgs, mc);
        claims.push(Part { of: Of::ClaimOfStatement, tokens });
    }
    claims
}

/// The tables that a statement names.
pub fn statement(statement: &Statement, mc: &TokenStream) -> TokenStream {
    let (value, cfgs) = (value(statement, mc), &statement.cfgs);
    quote_spanned!(statement.literal.span()=> #(#cfgs)* #value)
}

fn value(statement: &Statement, mc: &TokenStream) -> TokenStream {
    let span = statement.literal.span();
    let at = krate::at(mc, span);
    let tables = &statement.read.tables;
    let site = super::data::site(span, mc);
    quote_spanned!(span=> #at::meta::StatementMeta { tables: &[#(#tables),*], site: #site })
}

/// The argument's capability is provided.
fn capability(handler: &Handler, arg: &Arg, mc: &TokenStream) -> TokenStream {
    let (span, ty) = (arg.span(), &arg.ty);
    let at = krate::at(mc, span);
    let call = super::handler::call_type(handler, mc);
    let check = quote_spanned! {span=>
        #at::check::capability(
            &__microcore::INDEX,
            &__MICROCORE,
            &<#ty as #at::call::Argument<#call>>::META,
        )
    };
    against_the_application(check, span, &handler.cfgs, mc)
}

fn claim(
    span: Span,
    check: &str,
    name: &str,
    cfgs: &[syn::Attribute],
    mc: &TokenStream,
) -> TokenStream {
    let check = proc_macro2::Ident::new(check, span);
    let at = krate::at(mc, span);
    against_the_application(
        quote_spanned!(span=> #at::check::#check(&__microcore::INDEX, &__MICROCORE, #name)),
        span,
        cfgs,
        mc,
    )
}

/// Where the crate has no `app!` (a doctest, a unit test), the outer name stands
/// and the claim is held against the plugin alone; `app!` puts the inner one at
/// the crate's root.
fn against_the_application(
    check: TokenStream,
    span: Span,
    cfgs: &[syn::Attribute],
    mc: &TokenStream,
) -> TokenStream {
    quote_spanned! {span=>
        #(#cfgs)*
        const _: () = {
            #[allow(unused_imports)]
            use #mc::__private::no_app as __microcore;
            {
                #[allow(unused_imports)]
                use crate::*;
                #check
            }
        };
    }
}
