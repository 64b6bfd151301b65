//! The values of names, as far as a `let`, a `const` or a `static` gives them.

use proc_macro2::{TokenStream, TokenTree};

use super::is;
use crate::parse::Item;

/// Names in scope, the innermost last.
#[derive(Default)]
pub(super) struct Bindings(Vec<(String, Vec<TokenTree>)>);

impl Bindings {
    /// The constants of the plugin, those of its inner modules among them: they are in
    /// scope before their declaration.
    pub(super) fn of_items(items: &[Item]) -> Self {
        let mut all = Self::default();
        items.iter().for_each(|item| all.constants(item.tokens.clone()));
        all
    }

    fn constants(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Group(group) => self.constants(group.stream()),
                TokenTree::Ident(word) if word != "let" => self.read(&tokens[at..]),
                _ => {}
            }
        }
    }

    /// Remembers `let [mut] name [: T] = …;`, where the tokens begin with one.
    pub(super) fn read(&mut self, tokens: &[TokenTree]) {
        let [TokenTree::Ident(word), rest @ ..] = tokens else { return };
        if !["let", "const", "static"].iter().any(|known| word == known) {
            return;
        }
        let rest = match rest {
            [TokenTree::Ident(word), rest @ ..] if word == "mut" => rest,
            rest => rest,
        };
        let [TokenTree::Ident(name), rest @ ..] = rest else { return };
        let end = rest.iter().position(|token| is(token, ';')).unwrap_or(rest.len());
        let Some(equals) = rest[..end].iter().position(|token| is(token, '=')) else { return };
        self.0.push((name.to_string(), rest[equals + 1..end].to_vec()));
    }

    /// The value of the name, and what is in scope there.
    pub(super) fn get(&self, name: &str) -> Option<&[TokenTree]> {
        let found = self.0.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, tokens)| tokens.as_slice())
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Forgets all but the first `len`.
    pub(super) fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}
