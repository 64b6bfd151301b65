//! `app!` and `domains!`: discover plugins and build the index that their claims
//! are held against.

mod crates;
mod domains;
mod expand;
mod input;
mod scan;
mod tree;

pub(crate) use scan::plugins;

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::errors::Errors;
use crate::krate;

pub(crate) use crates::has_domains;

/// `app! { domains: "src/domains", crates: […], tools: […] }`
pub fn app(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let input = errors.keep(Code::Word, syn::parse2::<input::Input>(input)).unwrap_or_default();
    let found = match &input.domains {
        Some(folder) => scan::scan(folder, &mut errors),
        None => scan::Found::default(),
    };
    let crates = crates::named(&input, &mut errors);
    let expanded = expand::expand(&input, &found, &crates, &krate::path());
    [expanded, errors.into_tokens()].into_iter().collect()
}

/// `domains! { "src/domains" }`
pub fn domains(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(folder) = errors.keep(Code::Word, syn::parse2::<syn::LitStr>(input)) else {
        return errors.into_tokens();
    };
    let found = scan::scan(&folder, &mut errors);
    crates::refuse_neighbours(&folder, &mut errors);
    let expanded = domains::expand(&found, &krate::path());
    [expanded, errors.into_tokens()].into_iter().collect()
}
