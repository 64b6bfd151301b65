//! `app!`: discovers the plugins of the application and builds its index.

mod expand;
mod input;
mod scan;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::errors::Errors;
use crate::krate;
use crate::part::{self, Part};

/// `app! { domains: "src/domains", tools: […] }`
pub fn app(input: TokenStream) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut errors = Errors::default();
    let parts = parts(input, &root, &krate::path(), &mut errors);
    part::joined(parts, errors)
}

/// What `app!` makes of its arguments, in the package at `root`.
pub fn parts(input: TokenStream, root: &Path, mc: &TokenStream, errors: &mut Errors) -> Vec<Part> {
    let input = errors.keep(Code::Word, syn::parse2::<input::Input>(input)).unwrap_or_default();
    let found = match &input.domains {
        Some(folder) => scan::scan(folder, root, errors),
        None => scan::Found::default(),
    };
    expand::expand(&input, &found, mc)
}
