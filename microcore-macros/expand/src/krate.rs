//! The path by which the user's crate knows microcore.

use proc_macro_crate::{FoundCrate, crate_name};
use proc_macro2::{Ident, Span, TokenStream};
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
