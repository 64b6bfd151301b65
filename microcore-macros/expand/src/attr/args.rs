//! The arguments of an attribute.

use proc_macro2::TokenStream;
use syn::spanned::Spanned;
use syn::{Attribute, Meta};

/// The arguments of an attribute, parsed. Where it has none, what is missing is reported
/// at the attribute's name.
pub(crate) fn parse_args<T: syn::parse::Parse>(attr: &Attribute) -> syn::Result<T> {
    match &attr.meta {
        Meta::List(list) if !list.tokens.is_empty() => attr.parse_args(),
        Meta::List(_) | Meta::Path(_) => syn::parse2(TokenStream::new())
            .map_err(|error: syn::Error| syn::Error::new(attr.path().span(), error)),
        Meta::NameValue(pair) => Err(syn::Error::new_spanned(
            pair,
            "the arguments of an attribute are in parentheses\nhelp: write `(…)`",
        )),
    }
}
