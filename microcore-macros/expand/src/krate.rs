//! The path by which the user's crate knows microcore.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

/// `::microcore`, or the name it was renamed to in `Cargo.toml`.
pub fn path() -> TokenStream {
    let name = match crate_name("microcore") {
        Ok(FoundCrate::Name(name)) => name,
        // microcore's own tests and doctests, and expansion outside of cargo.
        Ok(FoundCrate::Itself) | Err(_) => "microcore".to_owned(),
    };
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name)
}

/// The same path, standing at `span`: an error about what it begins is then
/// shown there, and not at the macro.
pub fn at(path: &TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    path.clone().into_iter().map(respan).collect()
}
