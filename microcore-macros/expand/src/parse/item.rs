//! One item of a module: its attributes and visibility apart, the rest tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Token, Visibility, token};

/// An item, not looked into.
pub(crate) struct Item {
    /// Its attributes.
    pub attrs: Vec<Attribute>,
    /// Its visibility.
    pub vis: Visibility,
    /// What it is.
    pub kind: ItemKind,
    /// Everything after the visibility.
    pub tokens: TokenStream,
}

/// What an item is, as far as the first keyword shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// `fn`, `async fn`, …
    Function,
    /// `struct`
    Struct,
    /// `enum`
    Enum,
    /// `trait`
    Trait,
    /// `use`
    Use,
    /// Anything else.
    Other,
}

impl Item {
    /// The attribute of that name, with any path before it.
    pub(crate) fn attr(&self, name: &str) -> Option<&Attribute> {
        self.attrs.iter().find(|attr| is_named(attr, name))
    }

    /// Its `#[cfg(…)]` attributes.
    pub(crate) fn cfgs(&self) -> Vec<Attribute> {
        self.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect()
    }
}

/// Whether the attribute's last segment is `name`: `#[route]` as well as
/// `#[microcore::route]`.
pub(crate) fn is_named(attr: &Attribute, name: &str) -> bool {
    attr.path().segments.last().is_some_and(|segment| segment.ident == name)
}

impl Parse for Item {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let mut tokens = Vec::new();
        let mut kind = None;
        let mut is_macro = false;
        while !input.is_empty() {
            if tokens.last().is_some_and(|last| begins_another(input, kind, last)) {
                break;
            }
            let token: TokenTree = input.parse()?;
            if let TokenTree::Ident(ident) = &token {
                kind = kind.or_else(|| kind_of(ident));
            }
            is_macro |= kind.is_none() && is_bang(&token);
            let ends = ends_item(&token, kind, is_macro);
            tokens.push(token);
            if ends {
                break;
            }
        }
        Ok(Self {
            attrs,
            vis,
            kind: kind.unwrap_or(ItemKind::Other),
            tokens: tokens.into_iter().collect(),
        })
    }
}

fn kind_of(ident: &Ident) -> Option<ItemKind> {
    let kind = match ident.to_string().as_str() {
        "fn" => ItemKind::Function,
        "struct" => ItemKind::Struct,
        "enum" => ItemKind::Enum,
        "trait" => ItemKind::Trait,
        "use" => ItemKind::Use,
        // These end with `;`, whatever braces come before.
        "static" | "type" => ItemKind::Use,
        "impl" | "mod" | "macro_rules" | "union" => ItemKind::Other,
        // `const fn` or `const X`, `async fn`, `unsafe fn`, `extern "C" fn`: go on.
        _ => return None,
    };
    Some(kind)
}

/// Whether another item begins here: this one is incomplete, and must not consume the
/// next one.
fn begins_another(input: ParseStream<'_>, kind: Option<ItemKind>, last: &TokenTree) -> bool {
    if input.peek(Token![#]) && input.peek2(token::Bracket) {
        // The parameter of a type may have attributes of its own.
        return !matches!(last, TokenTree::Punct(punct) if matches!(punct.as_char(), '<' | ','));
    }
    if kind.is_none() {
        return false;
    }
    // In a type these words follow a `->`, a `:` or the like.
    let after_word = !matches!(last, TokenTree::Punct(_));
    // A pointer to a function has no name.
    let function = input.peek(Token![fn]) && input.peek2(Ident);
    function
        || input.peek(Token![async]) && input.peek2(Token![fn])
        || input.peek(Token![const]) && input.peek2(Ident) && after_word
        || input.peek(Token![impl]) && after_word
        || input.peek(Token![pub])
        || input.peek(Token![struct])
        || input.peek(Token![enum])
        || input.peek(Token![trait])
        || input.peek(Token![mod])
        || input.peek(Token![use]) && after_word
        || input.peek(Token![static])
        || input.peek(Token![type])
}

fn is_bang(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '!')
}

fn ends_item(token: &TokenTree, kind: Option<ItemKind>, is_macro: bool) -> bool {
    match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => {
            let closed_by_brace = is_macro || kind.is_some_and(|kind| kind != ItemKind::Use);
            group.delimiter() == Delimiter::Brace && closed_by_brace
        }
        _ => false,
    }
}

impl ToTokens for Item {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, vis, kind: _, tokens: rest } = self;
        tokens.extend(quote!(#(#attrs)* #vis #rest));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use syn::parse::Parser;

    fn split(source: &str) -> Vec<(ItemKind, String)> {
        let parser = |input: ParseStream<'_>| {
            let mut items = Vec::new();
            while !input.is_empty() {
                items.push(input.parse::<Item>()?);
            }
            Ok(items)
        };
        let items = parser.parse_str(source).expect("splits");
        items.iter().map(|item| (item.kind, item.tokens.to_string())).collect()
    }

    #[test]
    fn items_end_where_rust_says() {
        let kinds: Vec<_> = split(
            "use a::{b, c}; const X: T = { 1 }; struct A; struct B(i64); struct C { x: i64 } \
             enum D { E } async fn f() { g(); } impl A { fn x() {} } m! { a } static S: u8 = 1;",
        )
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
        use ItemKind::{Enum, Function, Other, Struct, Use};
        assert_eq!(kinds, [Use, Other, Struct, Struct, Struct, Enum, Function, Other, Other, Use]);
    }

    #[test]
    fn an_incomplete_item_does_not_consume_the_next_one() {
        for (typed, kind) in [
            ("use std::collections::", ItemKind::Use),
            ("use std::collections::BTreeMap", ItemKind::Use),
            ("async fn half(db: Db) -> Result<()>", ItemKind::Function),
            ("async fn half() ->", ItemKind::Function),
            ("fn", ItemKind::Function),
            ("struct Half", ItemKind::Struct),
            ("impl Half", ItemKind::Other),
            ("type Half =", ItemKind::Use),
        ] {
            for next in [
                "/// After.\nfn after() {}",
                "fn after() {}",
                "async fn after() {}",
                "struct After {}",
            ] {
                let items = split(&format!("{typed} {next}"));
                assert_eq!(items.len(), 2, "{typed} {next}: {items:?}");
                assert_eq!(items[0].0, kind, "{typed} {next}");
            }
        }
    }

    #[test]
    fn whole_items_stay_whole() {
        for whole in [
            "fn a(f: fn(i64) -> i64) -> impl Fn() -> fn(i64) where B: C {}",
            "const fn a<const N: usize>() -> *const u8 {}",
            "impl<const N: usize> A for fn(B) {}",
            "type A = fn(B) -> Box<dyn Fn()>;",
            "static A: fn() = b;",
            "unsafe extern \"C\" fn a() {}",
            "fn a() -> impl Sized + use<> {}",
            "macro_rules! a { () => {} }",
            "fn a<#[cfg(b)] C, #[cfg(d)] E>() {}",
        ] {
            assert_eq!(split(whole).len(), 1, "{whole}");
        }
    }

    #[test]
    fn an_incomplete_body_is_kept() {
        let items = split("fn f() { let x = db. } fn g() {}");
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].1, "fn f () { let x = db . }");
    }
}
