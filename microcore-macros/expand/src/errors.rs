//! Collects mistakes, so that one run reports them all.

use proc_macro2::TokenStream;
use quote::ToTokens;

/// Mistakes found so far.
#[derive(Default)]
pub struct Errors {
    found: Vec<syn::Error>,
}

impl Errors {
    /// Adds a mistake at these tokens.
    pub fn at(&mut self, tokens: impl ToTokens, message: impl std::fmt::Display) {
        self.found.push(syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake made while parsing.
    pub fn push(&mut self, error: syn::Error) {
        self.found.push(error);
    }

    /// Keeps the value, or the mistake.
    pub fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    /// How many mistakes there are.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// The mistakes.
    #[cfg(feature = "show")]
    pub fn into_list(self) -> Vec<syn::Error> {
        self.found
    }

    /// One `compile_error!` a mistake.
    pub fn into_tokens(self) -> TokenStream {
        self.found.iter().map(syn::Error::to_compile_error).collect()
    }
}
