//! A piece of an expansion outside of plugins, and what it is for.

use proc_macro2::TokenStream;

use crate::errors::Errors;

/// One or more items.
pub(crate) struct Fragment {
    /// What they are for.
    #[cfg_attr(not(feature = "show"), allow(dead_code))] // read only to show it
    pub why: &'static str,
    /// The items.
    pub tokens: TokenStream,
}

impl Fragment {
    /// What is not expanded because of an error.
    pub(crate) fn as_written(tokens: TokenStream) -> Self {
        Self { why: "As you wrote it: it has an error.", tokens }
    }
}

/// What rustc gets: the parts, then the mistakes.
pub(crate) fn joined(parts: Vec<Fragment>, errors: Errors) -> TokenStream {
    let parts = parts.into_iter().map(|part| part.tokens);
    parts.chain([errors.into_tokens()]).collect()
}
