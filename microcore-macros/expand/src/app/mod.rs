//! `app!`: discovers the plugins of the application and builds its index.

mod expand;
mod input;
mod scan;

pub(crate) use scan::plugins;

use proc_macro2::TokenStream;

use crate::code::Code;
use crate::errors::Errors;
use crate::krate;

/// `app! { domains: "src/domains", tools: […] }`
pub fn app(input: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let input = errors.keep(Code::Word, syn::parse2::<input::Input>(input)).unwrap_or_default();
    let found = match &input.domains {
        Some(folder) => scan::scan(folder, &mut errors),
        None => scan::Found::default(),
    };
    let expanded = expand::expand(&input, &found, &krate::path());
    [expanded, errors.into_tokens()].into_iter().collect()
}
