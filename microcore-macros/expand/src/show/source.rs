//! The plugin in a file of the user's, and the text around it.

use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::{Item, ItemMod, Meta};

use super::ShowError;
use crate::parse::is_named;

/// A file, cut into the plugin and what stands around it.
pub struct Source<'a> {
    /// The text before the plugin.
    pub before: &'a str,
    /// The arguments of `#[plugin]`.
    pub attr: TokenStream,
    /// The annotated module, without `#[plugin]`.
    pub module: TokenStream,
    /// The text after the plugin.
    pub after: &'a str,
}

impl<'a> Source<'a> {
    /// Finds the plugin.
    pub fn read(text: &'a str) -> Result<Self, ShowError> {
        let file: syn::File =
            syn::parse_str(text).map_err(|error| ShowError::mistakes(vec![error]))?;
        let module = file.items.into_iter().find_map(|item| match item {
            Item::Mod(module) if module.attrs.iter().any(|attr| is_named(attr, "plugin")) => {
                Some(module)
            }
            _ => None,
        });
        let mut module = module.ok_or(ShowError::NoPlugin)?;
        let (before, after) = around(text, &module);
        let mut attr = TokenStream::new();
        module.attrs.retain(|own| {
            let ours = is_named(own, "plugin");
            if ours && let Meta::List(list) = &own.meta {
                attr = list.tokens.clone();
            }
            !ours
        });
        Ok(Self { before, attr, module: module.into_token_stream(), after })
    }
}

fn around<'a>(text: &'a str, module: &ItemMod) -> (&'a str, &'a str) {
    // A span counts characters only in its line; its bytes are the file's.
    let range = module.span().byte_range();
    let start = module.attrs.first().map_or(range.start, |attr| attr.span().byte_range().start);
    let end =
        module.content.as_ref().map_or(range.end, |(brace, _)| brace.span.close().byte_range().end);
    (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default())
}
