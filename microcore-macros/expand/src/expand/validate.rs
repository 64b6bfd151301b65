//! `impl Validate`: one call a rule.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Expr;

use super::schema::bound;
use crate::attr::{Rule, RuleKind};
use crate::model::{Body, Data, Field};

/// `impl Validate for X`.
pub(super) fn implement(data: &Data, mc: &TokenStream) -> TokenStream {
    let Data { name, .. } = data;
    let checks: Vec<TokenStream> = match data.body() {
        Some(Body::Struct(fields)) => fields
            .iter()
            .flat_map(|field| field.rules.iter().map(|rule| check(field, rule, mc)))
            .collect(),
        Some(Body::Newtype(_) | Body::Enum(_)) | None => Vec::new(),
    };
    let report = if checks.is_empty() { quote!(_) } else { quote!(report) };
    quote! {
        impl #mc::validate::Validate for #name {
            fn validate(&self, #report: &mut #mc::validate::Report) {
                #(#checks)*
            }
        }
    }
}

fn check(field: &Field, rule: &Rule, mc: &TokenStream) -> TokenStream {
    let Field { wire, .. } = field;
    let Rule { span, kind, message } = rule;
    // Where the rule cannot hold for this type, the rule is what is underlined.
    let mut ident = field.ident.clone();
    ident.set_span(*span);
    let call = match kind {
        RuleKind::Length { min, max } => {
            let (min, max) = (bound(min, "u64", mc), bound(max, "u64", mc));
            quote_spanned!(*span=> length(report, #wire, &self.#ident, #min, #max))
        }
        RuleKind::Range { min, max, exclusive_min, exclusive_max } => {
            let [min, max, exclusive_min, exclusive_max] =
                [min, max, exclusive_min, exclusive_max].map(|bound| optional(bound, mc));
            quote_spanned!(*span=> range(
                report, #wire, #min, #max, #exclusive_min, #exclusive_max, &self.#ident
            ))
        }
        RuleKind::Email => quote_spanned!(*span=> email(report, #wire, &self.#ident)),
        RuleKind::Url => quote_spanned!(*span=> url(report, #wire, &self.#ident)),
        RuleKind::Ip => quote_spanned!(*span=> ip(report, #wire, &self.#ident)),
        RuleKind::NonControlCharacter => {
            quote_spanned!(*span=> non_control_character(report, #wire, &self.#ident))
        }
        RuleKind::Contains(pattern) => {
            quote_spanned!(*span=> contains(report, #wire, &self.#ident, #pattern))
        }
        RuleKind::DoesNotContain(pattern) => {
            quote_spanned!(*span=> does_not_contain(report, #wire, &self.#ident, #pattern))
        }
        RuleKind::Regex(pattern) => quote_spanned!(*span=> regex(report, #wire, &self.#ident, {
            static PATTERN: #mc::validate::Pattern = #mc::validate::Pattern::new(#pattern);
            &PATTERN
        })),
        RuleKind::MustMatch(other) => {
            let other_name = other.to_string();
            quote_spanned!(*span=>
                must_match(report, #wire, &self.#ident, &self.#other, #other_name)
            )
        }
        RuleKind::Custom(function) => {
            // The closure lets `fn(&str)` check a `String`.
            quote_spanned!(*span=> custom(report, #wire, &self.#ident, |value| #function(value)))
        }
        RuleKind::Nested => quote_spanned!(*span=> nested(report, #wire, &self.#ident)),
    };
    let call = quote!(#mc::validate::rules::#call;);
    match message {
        None => call,
        Some(message) => quote!(report.with_message(#message, |report| { #call });),
    }
}

/// A bound in the field's own type.
fn optional(bound: &Option<Expr>, mc: &TokenStream) -> TokenStream {
    match bound {
        None => quote!(#mc::__private::None),
        Some(expr) => quote!(#mc::__private::Some(#expr)),
    }
}
