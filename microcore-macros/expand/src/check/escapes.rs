//! Paths that leave the plugin. Tokens are enough: they are found in bodies and
//! in the arguments of other macros too.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use crate::code::Code;
use crate::errors::Errors;
use crate::parse::Item;

/// Reports every path of the item that leaves the plugin; `own_crate` is the name
/// of the crate that the plugin stands in.
pub fn check(item: &Item, own_crate: &str, errors: &mut Errors) {
    // microcore's own examples may name microcore.
    let own_crate = if own_crate == "microcore" { "" } else { own_crate };
    walk(item.to_token_stream(), 0, own_crate, errors);
}

/// `depth` counts the modules between here and the plugin.
fn walk(tokens: TokenStream, depth: usize, own_crate: &str, errors: &mut Errors) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut supers = 0;
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|index| tokens.get(index));
        let rest = &tokens[index + 1..];
        match token {
            TokenTree::Ident(ident) => {
                let word = ident.to_string();
                let starts_path = !is_punct(before, ':');
                if word == "super" {
                    supers = if starts_path { 1 } else { supers + 1 };
                    if supers == depth + 1 {
                        errors.at(Code::Path, ident, LEAVES_BY_SUPER);
                    }
                } else if word == "crate" && starts_path {
                    check_crate(ident, rest, errors);
                } else if word == own_crate && opens_path(before, rest) {
                    errors.at(
                        Code::Path,
                        ident,
                        format!("`{word}::…` leaves the plugin through the crate's own name; {ASK_INSTEAD}"),
                    );
                } else if word == "include" && is_punct(rest.first(), '!') {
                    errors.at(
                        Code::Path,
                        ident,
                        "`include!` brings code in that no check has seen: write it here",
                    );
                } else if word == "macro_export" {
                    errors.at(
                        Code::Path,
                        ident,
                        "`#[macro_export]` hands this macro to every plugin: put it into a helper crate",
                    );
                }
            }
            TokenTree::Group(group) => {
                let is_module =
                    group.delimiter() == Delimiter::Brace && follows_mod(&tokens[..index]);
                walk(group.stream(), depth + usize::from(is_module), own_crate, errors);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

const LEAVES_BY_SUPER: &str = "`super::` leaves the plugin: what is out there belongs to other \
                               features; subscribe to their event, ask a question, or put shared \
                               helpers into a crate of their own";
const ASK_INSTEAD: &str = "another feature is reached by subscribing to its event or by asking it \
                           a question, never by its path";

/// `crate::domains::…`, `crate::{domains::…}`, `crate::*`, `crate as …`.
fn check_crate(ident: &Ident, rest: &[TokenTree], errors: &mut Errors) {
    match rest {
        [TokenTree::Ident(word), ..] if word == "as" => {
            errors.at(
                Code::Path,
                ident,
                format!("a second name for `crate` hides where paths lead; {ASK_INSTEAD}"),
            );
        }
        [TokenTree::Punct(a), TokenTree::Punct(b), next, ..]
            if a.as_char() == ':' && b.as_char() == ':' =>
        {
            if let Some(domains) = leads_to_domains(next) {
                let what = match &domains {
                    TokenTree::Punct(_) => "`crate::*` brings every feature in",
                    _ => "`crate::domains::…` reaches into another feature",
                };
                errors.at(Code::Path, domains, format!("{what}; {ASK_INSTEAD}"));
            }
        }
        _ => {}
    }
}

fn leads_to_domains(token: &TokenTree) -> Option<TokenTree> {
    match token {
        TokenTree::Ident(word) if word == "domains" => Some(token.clone()),
        TokenTree::Punct(star) if star.as_char() == '*' => Some(token.clone()),
        TokenTree::Group(group) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            inner.iter().enumerate().find_map(|(index, token)| {
                let starts = index == 0 || is_punct(inner.get(index - 1), ',');
                if starts { leads_to_domains(token) } else { None }
            })
        }
        _ => None,
    }
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

/// Whether a word starts a path: nothing before it that could make it a field,
/// a method or a later segment, and `::` after it.
fn opens_path(before: Option<&TokenTree>, rest: &[TokenTree]) -> bool {
    !is_punct(before, '.')
        && is_punct(rest.first(), ':')
        && is_punct(rest.get(1), ':')
        && !matches!(before, Some(TokenTree::Ident(word)) if word == "mod")
}

fn follows_mod(before: &[TokenTree]) -> bool {
    matches!(before, [.., TokenTree::Ident(word), TokenTree::Ident(_)] if word == "mod")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(source: &str) -> usize {
        let mut errors = Errors::default();
        walk(source.parse().expect("lexes"), 0, "shop", &mut errors);
        errors.count()
    }

    #[test]
    fn paths_that_leave_are_found_wherever_they_stand() {
        for leaving in [
            "use super::other::Thing;",
            "fn f() { super::g(); }",
            "fn f() { println!(\"{}\", super::X); }",
            "mod inner { use super::super::X; }",
            "use crate::domains::users::X;",
            "use crate::{tools::Mailer, domains::users};",
            "use crate::*;",
            "use crate as root;",
            "fn f() { shop::domains::x(); }",
            "use ::shop::x;",
            "include!(\"x.rs\");",
            "#[macro_export] macro_rules! m { () => {} }",
        ] {
            assert_eq!(mistakes(leaving), 1, "{leaving}");
        }
    }

    #[test]
    fn paths_that_stay_are_left_alone() {
        for staying in [
            "mod inner { use super::X; fn f() { super::g(); } }",
            "use crate::tools::Mailer;",
            "fn f() { let shop = 1; x.shop(); }",
            "use other_crate::shop;",
            "const X: &str = include_str!(\"x.txt\");",
        ] {
            assert_eq!(mistakes(staying), 0, "{staying}");
        }
    }
}
