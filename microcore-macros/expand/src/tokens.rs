//! Tokens at places of the user's code, so that rustc's errors about them are there.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::krate;

/// The place of the token, as a constant.
pub(crate) fn location(span: Span, mc: &TokenStream) -> TokenStream {
    let mc = krate::at(mc, span);
    quote_spanned!(span=> #mc::SourceLocation::caller())
}

/// Where tokens begin and end.
pub(crate) fn ends(tokens: &TokenStream) -> (Span, Span) {
    let mut spans = tokens.clone().into_iter().map(|token| token.span());
    let first = spans.next().unwrap_or_else(Span::call_site);
    (first, spans.last().unwrap_or(first))
}

/// `<T as Trait>::item`, spread over exactly the tokens of `T`: however often `T` does
/// not implement the trait, rustc reports it in one place, and once.
pub(crate) fn as_trait(ty: impl ToTokens, of: &TokenStream, item: &str) -> TokenStream {
    let ty = ty.to_token_stream();
    let (first, last) = ends(&ty);
    let item = Ident::new(item, last);
    let head = quote_spanned!(first=> <#ty as #of>);
    let tail = quote_spanned!(last=> ::#item);
    quote!(#head #tail)
}
