//! The expansion of a plugin for rust-analyzer.

use proc_macro2::TokenStream;
use quote::quote;

use super::attributes::{self, Attribute};
use super::names::{self, Name};
use super::spans::{self, Written};
use super::{keys, marker, name_completion};
use crate::check::CheckedPlugin;
use crate::errors::Errors;
use crate::expand::{self, Of};

/// The expansion of a plugin, read from its attribute and its tokens.
///
/// The keys come first because rust-analyzer expands once more with a word inserted
/// at the cursor, and compares both expansions by position: what precedes the keys must
/// not differ.
pub fn plugin(
    attr: &TokenStream,
    item: &TokenStream,
    plugin: &CheckedPlugin,
    mc: &TokenStream,
    errors: Errors,
) -> TokenStream {
    let mut attributes = vec![Attribute::new("plugin", attr.clone())];
    attributes.extend(attributes::of_module(item));
    let keys = keys::imports(&attributes, mc);
    let names: Vec<Name> = attributes.iter().filter_map(Name::used).collect();
    let completed = names.iter().filter_map(name_completion::completed);
    let (used, declared) = (names::used(&names), names::declared(&attributes));
    let mut written = Written::of(item);
    names.iter().for_each(|name| written.forget(name.span));
    let parts = expand::parts(plugin, mc).into_iter().map(|part| match part.of {
        Of::Own | Of::Item(_) | Of::Impls(_) => written.only(part.tokens),
        // It repeats what is in the others, and is of no use to an editor.
        _ => spans::without_user_spans(part.tokens),
    });
    let parts: Vec<TokenStream> = parts.chain([declared]).collect();
    let module = expand::module(plugin, &parts);
    let errors = (!marker::is_in(item)).then(|| errors.into_tokens());
    quote!(const _: () = { #keys #(#completed)* #used }; #module #errors)
}
