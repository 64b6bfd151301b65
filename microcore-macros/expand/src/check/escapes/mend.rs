//! Takes the paths that leave out of what is compiled, each for the error itself: rustc
//! would say a second time, in its own words, that such a path leads nowhere.
//!
//! The error that takes a path's place is the one that is reported: rustc prints two
//! that are the same once, and goes on as if the path had been right. Where a macro
//! cannot stand, the path stays.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{ItemUse, UseTree};

use super::{is_punct, is_word};
use crate::parse::{Item, ItemKind};

/// Errors by the place of the word that they underline.
pub struct Places(BTreeMap<(usize, usize), TokenStream>);

impl Places {
    /// Of these errors, each with its tokens.
    pub fn new(errors: impl Iterator<Item = (Span, TokenStream)>) -> Self {
        Self(errors.map(|(span, tokens)| (place(span), tokens)).collect())
    }

    fn of(&self, word: &Ident) -> Option<&TokenStream> {
        self.0.get(&place(word.span()))
    }
}

fn place(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column)
}

/// Mends an item.
pub fn mend(item: &mut Item, places: &Places) {
    let tokens: Vec<TokenTree> = item.tokens.clone().into_iter().collect();
    if item.kind == ItemKind::Use
        && let Ok(import) = syn::parse2::<ItemUse>(item.tokens.clone())
    {
        let mut stubs = TokenStream::new();
        let kept = keep(&import.tree, None, places, &mut stubs);
        let import = kept.map(|tree| quote!(use #tree;));
        // The attributes stay before the first of them.
        item.tokens = quote!(#import #stubs);
        if import.is_none() {
            item.attrs.clear();
        }
        return;
    }
    if let [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(_)] = tokens.as_slice()
        && word == "mod"
        && places.of(name).is_some()
    {
        item.attrs.clear();
        item.tokens = quote!(mod #name {});
        return;
    }
    item.tokens = within(item.tokens.clone(), Delimiter::None, places);
}

/// What of the tree stays inside; what does not stands as a stub for whoever uses it.
fn keep(
    tree: &UseTree,
    error: Option<&TokenStream>,
    places: &Places,
    stubs: &mut TokenStream,
) -> Option<UseTree> {
    let here = |word: &Ident| error.or_else(|| places.of(word));
    let leaf = match tree {
        UseTree::Path(path) => {
            let mut path = path.clone();
            path.tree = Box::new(keep(&path.tree, here(&path.ident), places, stubs)?);
            return Some(UseTree::Path(path));
        }
        UseTree::Group(group) => {
            let mut group = group.clone();
            let items = group.items.iter();
            group.items = items.filter_map(|tree| keep(tree, error, places, stubs)).collect();
            return (!group.items.is_empty()).then_some(UseTree::Group(group));
        }
        UseTree::Name(name) => here(&name.ident).map(|error| (error, &name.ident)),
        UseTree::Rename(rename) => here(&rename.ident).map(|error| (error, &rename.rename)),
        UseTree::Glob(_) => return error.is_none().then(|| tree.clone()),
    };
    let Some((error, name)) = leaf else { return Some(tree.clone()) };
    if name != "self" && name != "_" {
        stubs.extend(quote! {
            #[allow(dead_code, non_camel_case_types)]
            type #name = #error;
            #[allow(dead_code, non_upper_case_globals)]
            const #name: #error = #error;
        });
    }
    None
}

fn within(tokens: TokenStream, inside: Delimiter, places: &Places) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut mended = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        let length = path_length(&tokens[at..]);
        let error = tokens[at..at + length].iter().find_map(|token| match token {
            TokenTree::Ident(word) => places.of(word),
            _ => None,
        });
        if let Some(error) = error {
            if is_word(tokens.get(at), "include") {
                // `include!(…)`
                mended.extend(error.clone());
                at += 3;
                continue;
            }
            if can_stand(&tokens, at, length, inside) {
                mended.extend(as_expression(error));
                at += length;
                continue;
            }
        }
        match &tokens[at] {
            TokenTree::Group(group) => {
                let is_attribute =
                    at.checked_sub(1).is_some_and(|before| is_punct(tokens.get(before), '#'));
                let stream = match is_attribute {
                    true => group.stream(),
                    false => within(group.stream(), group.delimiter(), places),
                };
                let mut new = Group::new(group.delimiter(), stream);
                new.set_span(group.span());
                mended.extend([TokenTree::Group(new)]);
                at += 1;
            }
            _ => {
                mended.extend(tokens[at..at + length].iter().cloned());
                at += length;
            }
        }
    }
    mended
}

/// How many tokens the path takes that begins here: `::a::b`, `a::b`, or one.
fn path_length(tokens: &[TokenTree]) -> usize {
    let colons = |at: usize| is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':');
    let mut end = 0;
    if colons(0) {
        end = 2;
    }
    if !matches!(tokens.get(end), Some(TokenTree::Ident(_))) {
        return 1;
    }
    end += 1;
    while colons(end) && matches!(tokens.get(end + 2), Some(TokenTree::Ident(_))) {
        end += 3;
    }
    end
}

/// Whether a macro may stand in place of the path: as an expression or a type, and not
/// as a pattern, a bound, a struct's or a macro's name.
fn can_stand(tokens: &[TokenTree], at: usize, length: usize, inside: Delimiter) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(at + length);
    let after = tokens.get(at + length + 1);
    let brace = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    let words =
        ["impl", "dyn", "for", "mod", "where", "let", "use", "fn", "struct", "enum", "type"];
    let named = words.iter().any(|word| is_word(before, word));
    let bound = is_punct(before, ':') && inside == Delimiter::None;
    let pattern = is_punct(before, '|')
        || (matches!(next, Some(TokenTree::Group(_))) && is_punct(after, '='))
        || (is_punct(next, '=') && is_punct(after, '>'));
    let goes_on = is_punct(next, '!') || is_punct(next, ':') || is_punct(next, '<');
    !(named || bound || pattern || goes_on || brace(next))
}

/// In round brackets, after which an expression may go on.
fn as_expression(error: &TokenStream) -> TokenStream {
    let tokens = error.to_token_stream().into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut new = Group::new(Delimiter::Parenthesis, group.stream());
            new.set_span(group.span());
            TokenTree::Group(new)
        }
        other => other,
    });
    tokens.collect()
}
