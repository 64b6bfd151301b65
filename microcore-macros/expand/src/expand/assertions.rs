//! What a plugin asserts about the application, evaluated by `cargo check` against
//! everything the application has. The error is at the token that makes the assertion.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Attribute;

use super::fragment::{Fragment, Of};
use super::keys;
use crate::check::CheckedPlugin;
use crate::handlers::{Argument, Handler};
use crate::krate;
use crate::model::{EntryOf, ManualEntry, Representation, Role, Statement};
use crate::tokens::location;
use microcore_syntax::fnv::name_key;

/// One assertion: the call that panics where it does not hold.
struct Assertion<'a> {
    of: Of<'a>,
    span: Span,
    cfgs: &'a [Attribute],
    /// `microcore::__private::check::route`
    check: TokenStream,
    /// The arguments of the check besides the index and the plugin.
    arguments: TokenStream,
}

/// Every assertion of the plugin, one `const _` each.
pub(super) fn all<'a>(plugin: &'a CheckedPlugin, mc: &TokenStream) -> Vec<Fragment<'a>> {
    if cfg!(microcore_without_assertions) {
        return Vec::new();
    }
    let assertions = assertions(plugin, mc);
    let against_any = plugin.of_domains.then(|| against_any_application(&assertions, mc));
    let mut parts = Vec::new();
    if !assertions.is_empty() {
        parts.push(Fragment { of: Of::Index, tokens: index(mc) });
    }
    parts.extend(
        assertions
            .into_iter()
            .map(|assertion| Fragment { tokens: constant(&assertion), of: assertion.of }),
    );
    parts.extend(against_any.map(|tokens| Fragment { of: Of::AssertionsOfCrate, tokens }));
    parts
}

fn assertions<'a>(plugin: &'a CheckedPlugin, mc: &TokenStream) -> Vec<Assertion<'a>> {
    let mut assertions = Vec::new();
    for handler in &plugin.handlers {
        let Some((span, key)) = handler.kind.asserts() else { continue };
        let Some(assertion) = &handler.kind.definition().assertion else { continue };
        let (arguments, check) = (handler.name.to_string(), assertion.check);
        let arguments = quote_spanned!(span=> #arguments, #key);
        let of = Of::AssertionOfHandler(handler);
        assertions.push(Assertion::new(of, span, &handler.cfgs, check, arguments, mc));
    }
    for data in &plugin.data {
        let Representation::Known { .. } = &data.representation else { continue };
        for role in &data.roles {
            let (span, check) = match role {
                Role::Event(attr) => (attr.name.literal.span(), "event"),
                Role::Ask(attr) => (attr.name.literal.span(), "ask"),
                Role::Request | Role::Response | Role::View | Role::Config(_) | Role::Row => {
                    continue;
                }
            };
            let (arguments, key) = (data.name.to_string(), keys::of_role(role));
            let arguments = quote_spanned!(span=> #arguments, #key);
            assertions.push(Assertion::new(
                Of::AssertionOfData(data),
                span,
                &data.cfgs,
                check,
                arguments,
                mc,
            ));
        }
    }
    for handler in &plugin.handlers {
        for arg in handler.args.iter().filter(|arg| arg.is_tool()) {
            let (span, arguments) = (arg.span(), capability(handler, arg, mc));
            let of = Of::AssertionOfHandler(handler);
            assertions.push(Assertion::new(of, span, &handler.cfgs, "capability", arguments, mc));
        }
    }
    for entry in &plugin.entries {
        assertions.extend(manual_entry(entry, mc));
    }
    for statement in plugin.statements.iter().filter(|one| !one.read.tables.is_empty()) {
        let (span, meta) = (statement.literal.span(), value(statement, mc));
        let keys = statement.read.tables.iter().map(|table| name_key(table));
        let arguments = quote_spanned!(span=> &#meta, &[#(#keys),*]);
        let of = Of::AssertionOfStatement;
        assertions.push(Assertion::new(of, span, &statement.cfgs, "statement", arguments, mc));
    }
    assertions
}

impl<'a> Assertion<'a> {
    fn new(
        of: Of<'a>,
        span: Span,
        cfgs: &'a [Attribute],
        check: &str,
        arguments: TokenStream,
        mc: &TokenStream,
    ) -> Self {
        let (at, check) = (krate::at(mc, span), proc_macro2::Ident::new(check, span));
        Self {
            of,
            span,
            cfgs,
            check: quote_spanned!(span=> #at::__private::check::#check),
            arguments,
        }
    }

    fn checked_against(&self, index: &TokenStream) -> TokenStream {
        let Self { span, check, arguments, .. } = self;
        quote_spanned!(*span=> #check(#index, &__MICROCORE, #arguments))
    }
}

/// Where the crate has no `app!` (a doctest, a unit test), the outer name is resolved and
/// the assertions are checked against the plugin alone; `app!` puts the inner one at the
/// crate's root.
fn index(mc: &TokenStream) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(dead_code)]
        static __INDEX: &#mc::__private::check::Index = {
            #[allow(unused_imports)]
            use #mc::__private::no_app as __microcore;
            {
                #[allow(unused_imports)]
                use crate::*;
                &__microcore::INDEX
            }
        };
    }
}

fn constant(assertion: &Assertion<'_>) -> TokenStream {
    let (span, cfgs) = (assertion.span, assertion.cfgs);
    let check = assertion.checked_against(&quote_spanned!(span=> __INDEX));
    quote_spanned!(span=> #(#cfgs)* const _: () = #check;)
}

/// Replaces the assertions of a plugin that cannot be read, in a crate of domains.
pub(super) fn none(mc: &TokenStream) -> TokenStream {
    against_any_application(&[], mc)
}

/// In a crate of domains the assertions are checked once more, by the application that
/// names the crate; the error is still here.
fn against_any_application(assertions: &[Assertion<'_>], mc: &TokenStream) -> TokenStream {
    let checks = assertions.iter().map(|assertion| {
        let (span, cfgs) = (assertion.span, assertion.cfgs);
        let check = assertion.checked_against(&quote_spanned!(span=> A::INDEX));
        quote_spanned!(span=> #(#cfgs)* { #check })
    });
    quote! {
        #[doc(hidden)]
        #[allow(dead_code, unreachable_pub)]
        pub struct __Assertions<A>(#mc::__private::PhantomData<A>);
        #[allow(dead_code, unreachable_pub)]
        impl<A: #mc::__private::check::Application> __Assertions<A> {
            pub const CHECKED: () = { #(#checks)* };
        }
    }
}

/// The tables that a statement names.
pub(super) fn statement(statement: &Statement, mc: &TokenStream) -> TokenStream {
    let (value, cfgs) = (value(statement, mc), &statement.cfgs);
    quote_spanned!(statement.literal.span()=> #(#cfgs)* #value)
}

fn value(statement: &Statement, mc: &TokenStream) -> TokenStream {
    let span = statement.literal.span();
    let at = krate::at(mc, span);
    let tables = &statement.read.tables;
    let place = location(span, mc);
    quote_spanned!(span=> #at::meta::StatementMeta::new(&[#(#tables),*], #place))
}

/// What a manual entry asserts.
fn manual_entry<'a>(entry: &'a ManualEntry, mc: &TokenStream) -> Vec<Assertion<'a>> {
    let ManualEntry { of, name, cfgs } = entry;
    let (span, belongs_to) = (name.span(), Of::AssertionOfEntry(entry));
    let arguments = match of {
        EntryOf::Handler(_) => quote!(handler.name),
        EntryOf::Data(_) => quote!(type_name),
    };
    let mut assertions = Vec::new();
    if let Some(assertion) = of.assertion() {
        let key = (assertion.entry_key)(name, mc);
        let arguments = quote_spanned!(span=> #name.#arguments, #key);
        assertions.push(Assertion::new(belongs_to, span, cfgs, assertion.check, arguments, mc));
    }
    if let EntryOf::Handler(_) = of {
        let arguments = quote_spanned!(span=> &#name.handler);
        assertions.push(Assertion::new(belongs_to, span, cfgs, "capabilities", arguments, mc));
    }
    assertions
}

/// What the argument asks for.
fn capability(handler: &Handler, arg: &Argument, mc: &TokenStream) -> TokenStream {
    let (span, ty) = (arg.span(), &arg.ty);
    let at = krate::at(mc, span);
    let call = handler.call_type(mc);
    quote_spanned!(span=> &<#ty as #at::call::Argument<#call>>::META)
}
