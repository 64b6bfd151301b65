//! `app!` and `domains!`: discover plugins and build the index that their claims
//! are held against.

mod crates;
mod domains;
mod expand;
mod input;
mod scan;
mod tree;

pub(crate) use scan::plugins;

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::errors::Errors;
use crate::krate;
use crate::part::{self, Part};

/// `app! { domains: "src/domains", crates: […], tools: […] }`
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
    let crates = crates::named(&input, root, errors);
    expand::expand(&input, &found, &crates, mc)
}

/// `domains! { "src/domains" }`
pub fn domains(input: TokenStream) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut errors = Errors::default();
    let Some(folder) = errors.keep(Code::Word, syn::parse2::<syn::LitStr>(input)) else {
        return errors.into_tokens();
    };
    let found = scan::scan(&folder, &root, &mut errors);
    crates::refuse_neighbours(&folder, &root, &mut errors);
    let expanded = domains::expand(&found, &krate::path());
    [expanded, errors.into_tokens()].into_iter().collect()
}
