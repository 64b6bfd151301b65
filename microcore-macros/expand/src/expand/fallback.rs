//! A plugin that cannot be read: its items as they are, and the metadata that `app!`
//! refers to, so that no further error is reported because of it.

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};
use quote::quote;

use super::assertions;
use crate::handlers::KINDS;
use crate::krate;
use crate::model::DATA_ATTRIBUTES;
use crate::tokens;

/// What replaces the item; unchanged where it is not a module.
pub(crate) fn fallback(item: TokenStream, mc: &TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    let at =
        tokens.iter().position(|token| matches!(token, TokenTree::Ident(word) if word == "mod"));
    let Some([_, TokenTree::Ident(name), rest @ ..]) = at.map(|at| &tokens[at..]) else {
        return item;
    };
    let body = match rest {
        [TokenTree::Group(group), ..] => without_attributes(group.stream()),
        _ => TokenStream::new(),
    };
    let text = name.to_string();
    let no_assertions = krate::has_domains().then(|| assertions::none(mc));
    let location = tokens::location(name.span(), mc);
    quote! {
        #[allow(dead_code, unused_imports)]
        pub(crate) mod #name {
            #body
            #[doc(hidden)]
            pub(crate) static __MICROCORE: #mc::meta::PluginMeta = #mc::meta::PluginMeta::new(
                #text,
                #mc::__private::module_path!(),
                #mc::__private::env!("CARGO_PKG_NAME"),
                #location,
            )
            .sound(false);
            #no_assertions
        }
    }
}

/// The tokens without the attributes that `#[plugin]` would have taken out.
fn without_attributes(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at..] {
            [TokenTree::Punct(hash), TokenTree::Group(group), ..]
                if hash.as_char() == '#' && is_ours(group) =>
            {
                at += 2;
            }
            [token, ..] => {
                kept.push(token.clone());
                at += 1;
            }
            [] => break,
        }
    }
    kept.into_iter().collect()
}

fn is_ours(group: &Group) -> bool {
    let path = group.stream().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    let last: Option<Ident> = path.fold(None, |last, token| match token {
        TokenTree::Ident(word) => Some(word),
        _ => last,
    });
    let handlers = KINDS.iter().map(|kind| kind.attribute);
    let mut ours = handlers.chain(DATA_ATTRIBUTES.iter().copied()).chain(["validate"]);
    group.delimiter() == Delimiter::Bracket
        && last.is_some_and(|word| ours.any(|name| word == name))
}
