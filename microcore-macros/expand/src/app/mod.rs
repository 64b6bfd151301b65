//! `app!` and `domains!`: discover plugins and build the index that their assertions
//! are checked against.

mod crates;
mod domains;
mod expand;
mod input;
mod path;
mod scan;
mod tree;

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};

use crate::editor;
use crate::errors::Errors;
use crate::fragment::{self, Fragment};
use crate::krate;
use microcore_syntax::Code;

/// `app! { domains: "src/domains", crates: […], tools: […] }`
pub fn app(input: TokenStream) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut errors = Errors::default();
    let caller = Span::call_site().local_file();
    let caller = Caller { root: &root, file: caller.as_deref() };
    let mc = krate::path();
    let editor = editor::before("app", &input, &mc);
    let parts = parts(input, caller, &mc, &mut errors);
    [editor, fragment::joined(parts, errors)].into_iter().collect()
}

/// Where a macro is called.
#[derive(Clone, Copy)]
pub(crate) struct Caller<'a> {
    /// The folder of the package.
    pub root: &'a Path,
    /// The file, as far as it is known.
    pub file: Option<&'a Path>,
}

/// What `app!` makes of its arguments.
pub(crate) fn parts(
    input: TokenStream,
    caller: Caller<'_>,
    mc: &TokenStream,
    errors: &mut Errors,
) -> Vec<Fragment> {
    let Caller { root, file } = caller;
    let input =
        errors.keep(Code::Attribute, syn::parse2::<input::Input>(input)).unwrap_or_default();
    let found = match &input.domains {
        Some(folder) => scan::scan(folder, root, errors),
        None => scan::Found::default(),
    };
    let crates = crates::named(&input, root, errors);
    expand::expand(&input, &found, &crates, file, mc)
}

/// `domains! { "src/domains" }`
pub fn domains(input: TokenStream) -> TokenStream {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let mut errors = Errors::default();
    let Some(folder) = errors.keep(Code::Attribute, syn::parse2::<syn::LitStr>(input)) else {
        return errors.into_tokens();
    };
    let found = scan::scan(&folder, &root, &mut errors);
    crates::reject_dependencies(&folder, &root, &mut errors);
    let caller = Span::call_site().local_file();
    let expanded = domains::expand(&found, caller.as_deref(), &krate::path());
    [expanded, errors.into_tokens()].into_iter().collect()
}
