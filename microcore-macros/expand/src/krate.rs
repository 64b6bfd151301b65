//! The path by which the user's crate knows microcore.

use std::path::Path;

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use crate::package;

/// `::microcore`, or the name it was renamed to in `Cargo.toml`.
pub(crate) fn path() -> TokenStream {
    let name = match crate_name("microcore") {
        Ok(FoundCrate::Name(name)) => name,
        // microcore's own tests and doctests, and expansion outside of cargo.
        Ok(FoundCrate::Itself) | Err(_) => "microcore".to_owned(),
    };
    let name = Ident::new(&name, Span::call_site());
    quote!(::#name)
}

/// Whether this package's library is a crate of domains, whose plugins an
/// application elsewhere runs.
pub(crate) fn has_domains() -> bool {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .is_some_and(|folder| package::has_domains(Path::new(&folder)))
}

/// The same path with the span `span`: an error about the path is then shown there, and
/// not at the macro.
pub(crate) fn at(path: &TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    path.clone().into_iter().map(respan).collect()
}
