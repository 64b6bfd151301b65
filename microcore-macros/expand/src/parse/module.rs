//! `mod name { items }`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{AttrStyle, Attribute, Ident, Token, Visibility, braced};

use super::Item;

/// An inline module, its items split.
pub(crate) struct Module {
    /// Outer attributes, and those written inside with `#!`.
    pub attrs: Vec<Attribute>,
    /// Its visibility.
    pub vis: Visibility,
    /// Its name.
    pub name: Ident,
    /// Its items.
    pub items: Vec<Item>,
}

impl Parse for Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        if !input.peek(Token![mod]) {
            let rest: TokenStream = input.parse()?;
            return Err(syn::Error::new_spanned(
                rest,
                "`#[plugin]` goes on a module\nhelp: write `#[plugin] mod create_user { … }`",
            ));
        }
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        if let Some(semi) = input.parse::<Option<Token![;]>>()? {
            return Err(syn::Error::new_spanned(
                semi,
                "a plugin is an inline module\n\
                 help: write its items here, between braces: one file is one feature",
            ));
        }
        let body;
        braced!(body in input);
        // They go before the module, where only the outer form is allowed.
        attrs.extend(body.call(Attribute::parse_inner)?.into_iter().map(|mut attr| {
            attr.style = AttrStyle::Outer;
            attr
        }));
        let mut items = Vec::new();
        while !body.is_empty() {
            items.push(body.parse()?);
        }
        Ok(Self { attrs, vis, name, items })
    }
}
