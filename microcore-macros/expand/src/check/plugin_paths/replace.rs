//! Replaces each path that leaves the plugin by its error in what is compiled: rustc
//! would report a second time that such a path does not resolve.
//!
//! That error is the one that is reported: rustc prints two equal errors once, and
//! continues as if the expression were valid. Where no expression is allowed, as in a
//! type, and where other code uses the imported name, the path stays.

use std::collections::BTreeMap;

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{ItemUse, UseTree};

use super::{is_punct, is_word};
use crate::parse::Item;

/// Errors by the place of the word that they underline, and what the plugin names.
pub(super) struct Places {
    errors: BTreeMap<(usize, usize), TokenStream>,
    named: BTreeMap<String, usize>,
}

impl Places {
    /// Of these errors, each with its tokens.
    pub(super) fn new(errors: impl Iterator<Item = (Span, TokenStream)>, items: &[Item]) -> Self {
        let errors = errors.map(|(span, tokens)| (place(span), tokens)).collect();
        let mut named = BTreeMap::new();
        items.iter().for_each(|item| count(item.tokens.clone(), &mut named));
        Self { errors, named }
    }

    fn of(&self, word: &Ident) -> Option<&TokenStream> {
        self.errors.get(&place(word.span()))
    }

    /// Whether something but its import names it.
    fn is_used(&self, name: &Ident) -> bool {
        self.named.get(&name.unraw().to_string()).is_some_and(|times| *times > 1)
    }
}

fn place(span: Span) -> (usize, usize) {
    let start = span.start();
    (start.line, start.column)
}

fn count(tokens: TokenStream, named: &mut BTreeMap<String, usize>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) => *named.entry(word.unraw().to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), named),
            _ => {}
        }
    }
}

/// Replaces the paths of an item.
pub(super) fn replace(item: &mut Item, places: &Places) {
    let tokens: Vec<TokenTree> = item.tokens.clone().into_iter().collect();
    if let [TokenTree::Ident(word), TokenTree::Ident(name), TokenTree::Punct(_)] = tokens.as_slice()
        && word == "mod"
        && places.of(name).is_some()
    {
        item.attrs.clear();
        item.tokens = quote!(mod #name {});
        return;
    }
    item.tokens = replace_in(item.tokens.clone(), places);
    if item.tokens.is_empty() {
        item.attrs.clear();
    }
}

/// The part of the tree that does not leave the plugin, or that other code uses.
fn retained(tree: &UseTree, leaves: bool, places: &Places) -> Option<UseTree> {
    let here = |word: &Ident| leaves || places.of(word).is_some();
    match tree {
        UseTree::Path(path) => {
            let mut path = path.clone();
            path.tree = Box::new(retained(&path.tree, here(&path.ident), places)?);
            Some(UseTree::Path(path))
        }
        UseTree::Group(group) => {
            let mut group = group.clone();
            group.items =
                group.items.iter().filter_map(|tree| retained(tree, leaves, places)).collect();
            (!group.items.is_empty()).then_some(UseTree::Group(group))
        }
        UseTree::Name(name) => {
            (!here(&name.ident) || places.is_used(&name.ident)).then(|| tree.clone())
        }
        UseTree::Rename(rename) => {
            (!here(&rename.ident) || places.is_used(&rename.rename)).then(|| tree.clone())
        }
        UseTree::Glob(_) => Some(tree.clone()),
    }
}

fn replace_in(tokens: TokenStream, places: &Places) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut replaced = TokenStream::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_word(tokens.get(at), "use") {
            let rest = &tokens[at..];
            let end = rest.iter().position(|token| is_punct(Some(token), ';'));
            let end = end.map_or(rest.len(), |end| end + 1);
            let written: TokenStream = rest[..end].iter().cloned().collect();
            match syn::parse2::<ItemUse>(written.clone()) {
                Ok(import) => {
                    let kept = retained(&import.tree, false, places);
                    replaced.extend(kept.map(|tree| quote!(use #tree;)));
                }
                Err(_) => replaced.extend(written),
            }
            at += end;
            continue;
        }
        let length = path_length(&tokens[at..]);
        let error = tokens[at..at + length].iter().find_map(|token| match token {
            TokenTree::Ident(word) => places.of(word),
            _ => None,
        });
        if let Some(error) = error {
            if is_word(tokens.get(at), "include") {
                // `include!(…)`, as an item with or without a `;`.
                let is_closed = is_punct(tokens.get(at + 3), ';');
                replaced.extend(if is_closed { as_expression(error) } else { error.clone() });
                at += 3;
                continue;
            }
            if is_expression(&tokens, at, length) {
                replaced.extend(as_expression(error));
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
                    false => replace_in(group.stream(), places),
                };
                let mut new = Group::new(group.delimiter(), stream);
                new.set_span(group.span());
                replaced.extend([TokenTree::Group(new)]);
                at += 1;
            }
            _ => {
                replaced.extend(tokens[at..at + length].iter().cloned());
                at += length;
            }
        }
    }
    replaced
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

/// Whether an expression is here, which a macro call can replace: not a type, a
/// pattern, a bound, or the name of a struct or a macro.
fn is_expression(tokens: &[TokenTree], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    let next = tokens.get(at + length);
    let after = tokens.get(at + length + 1);
    let group = matches!(next, Some(TokenTree::Group(_)));
    let brace =
        matches!(next, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace);
    let begins = match before {
        None | Some(TokenTree::Group(_)) => true,
        Some(TokenTree::Ident(word)) => {
            ["return", "in", "if", "match", "while", "else", "break"].iter().any(|one| word == one)
        }
        Some(TokenTree::Punct(sign)) => "=(;+-*/!,".contains(sign.as_char()),
        Some(TokenTree::Literal(_)) => false,
    };
    let is_pattern =
        (group && is_punct(after, '=')) || (is_punct(next, '=') && is_punct(after, '>'));
    let goes_on = is_punct(next, '!') || is_punct(next, ':') || is_punct(next, '<');
    let alone = length == 1 && is_word(tokens.get(at), "crate");
    begins && !(is_pattern || goes_on || brace || alone)
}

/// In parentheses, after which an expression may continue.
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
