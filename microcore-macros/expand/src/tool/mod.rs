//! `#[tool]` on a trait, `#[provides]` on its implementation.

mod capability;
mod methods;
mod provides;

#[cfg(feature = "show")]
pub(crate) use capability::parts as tool_parts;
#[cfg(feature = "show")]
pub(crate) use provides::parts as provides_parts;

use proc_macro2::TokenStream;

use crate::errors::Errors;
use crate::fragment::{self, Fragment};
use crate::krate;

/// `#[tool]`: makes a trait object-safe, injectable as `Tool<dyn Trait>` and proxied.
pub fn tool(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parts = capability::parts(&attr, item, &krate::path(), &mut errors);
    fragment::joined(parts, errors)
}

/// `#[provides]`: implements a capability.
pub fn provides(attr: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parts = provides::parts(&attr, item, &krate::path(), &mut errors, |body| body);
    fragment::joined(parts, errors)
}
