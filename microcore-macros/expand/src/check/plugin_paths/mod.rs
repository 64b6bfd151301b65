//! Paths that leave the plugin. Tokens are enough: they are found in bodies and
//! in the arguments of other macros too.

mod replace;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;

use crate::context::Context;
use crate::errors::Errors;
use crate::parse::Item;
use microcore_syntax::Code;
use replace::Places;

/// Reports every path of the items that leaves the plugin; what is compiled is without
/// them.
pub(super) fn check(items: &mut [Item], context: Context<'_>, errors: &mut Errors) {
    // microcore's own examples may name microcore.
    let own_crate = if context.own_crate == "microcore" { "" } else { context.own_crate };
    let mut leaving = Errors::default();
    for item in items.iter() {
        walk(item.to_token_stream(), 0, own_crate, &mut leaving);
    }
    if context.is_compiled && !leaving.is_empty() {
        let places = Places::new(leaving.places(), items);
        items.iter_mut().for_each(|item| replace::replace(item, &places));
    }
    errors.append(leaving);
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
                let word = ident.unraw().to_string();
                let starts_path = !is_punct(before, ':');
                if word == "self" && starts_path {
                    supers = 0;
                } else if word == "super" {
                    supers = if starts_path { 1 } else { supers + 1 };
                    if supers == depth + 1 {
                        errors.at(Code::EscapesPlugin, ident, LEAVES_BY_SUPER);
                    }
                } else if word == "crate" && starts_path {
                    if let Some((place, problem)) = check_crate(token, before, rest, own_crate) {
                        errors.at(
                            Code::EscapesPlugin,
                            place,
                            format!("{problem}\nhelp: {USE_EVENT_OR_QUESTION}"),
                        );
                    }
                } else if word == own_crate && opens_path(before, rest) {
                    errors.at(
                        Code::EscapesPlugin,
                        ident,
                        format!(
                            "`{word}::…` leaves the plugin through the crate's own name\n\
                             help: {USE_EVENT_OR_QUESTION}"
                        ),
                    );
                } else if word == "include"
                    && (is_punct(rest.first(), '!') || is_word(rest.first(), "as"))
                {
                    errors.at(
                        Code::EscapesPlugin,
                        ident,
                        "`include!` adds code that no check has seen\nhelp: write it here",
                    );
                } else if is_word(before, "mod") && is_punct(rest.first(), ';') {
                    errors.at(
                        Code::EscapesPlugin,
                        ident,
                        format!(
                            "`mod {word};` adds a file that no check has seen\n\
                             help: write it here, `mod {word} {{ … }}`\n\
                             help: or put shared helpers into a crate of their own"
                        ),
                    );
                } else if word == "macro_export" {
                    errors.at(
                        Code::EscapesPlugin,
                        ident,
                        "`#[macro_export]` exports this macro to every plugin\n\
                         help: put it into a helper crate",
                    );
                }
            }
            // `pub(crate)` names nothing.
            TokenTree::Group(group) if is_word(before, "pub") && opens_with_crate(group) => {}
            TokenTree::Group(group) => {
                let is_module =
                    group.delimiter() == Delimiter::Brace && follows_mod(&tokens[..index]);
                walk(group.stream(), depth + usize::from(is_module), own_crate, errors);
            }
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

const LEAVES_BY_SUPER: &str = "`super::` leaves the plugin, and what is outside belongs to \
                               other features\n\
                               help: to reach another feature, subscribe to its event or ask it a \
                               question\n\
                               help: or put shared helpers into a crate of their own";
const USE_EVENT_OR_QUESTION: &str =
    "to reach another feature, subscribe to its event or ask it a question";
const CRATE_ALIAS: &str = "a second name for `crate` hides where paths lead\n\
                           help: write the whole path where it is used";

/// What is wrong after `crate`, and where.
fn check_crate(
    krate: &TokenTree,
    before: Option<&TokenTree>,
    rest: &[TokenTree],
    own_crate: &str,
) -> Option<(TokenTree, &'static str)> {
    if is_word(before, "extern") {
        let own = rest
            .first()
            .filter(|name| is_word(Some(name), "self") || is_word(Some(name), own_crate));
        return own.map(|name| (name.clone(), CRATE_ALIAS));
    }
    match rest {
        [TokenTree::Ident(word), ..] if word == "as" => Some((krate.clone(), CRATE_ALIAS)),
        [TokenTree::Punct(a), TokenTree::Punct(b), next, ..]
            if a.as_char() == ':' && b.as_char() == ':' =>
        {
            after_crate(next)
        }
        // `#[serde(crate = "…")]`
        [TokenTree::Punct(sign), ..] if sign.as_char() == '=' => None,
        _ => Some((
            krate.clone(),
            "`crate` without a path after it hides where a path leads\nhelp: write the whole path here",
        )),
    }
}

/// `crate::domains::…`, `crate::{domains::…}`, `crate::*`, `crate::{self as …}`,
/// and `crate::$name` of a macro.
fn after_crate(token: &TokenTree) -> Option<(TokenTree, &'static str)> {
    let problem = match token {
        TokenTree::Ident(word) if word.unraw() == "domains" => {
            "`crate::domains::…` reaches into another feature"
        }
        TokenTree::Ident(word) if word == "self" => CRATE_ALIAS,
        TokenTree::Punct(sign) if sign.as_char() == '*' => "`crate::*` brings every feature in",
        TokenTree::Punct(sign) if sign.as_char() == '$' => {
            "`crate::$…` hides where the path leads\nhelp: write the whole path here"
        }
        TokenTree::Group(group) => {
            let inner: Vec<TokenTree> = group.stream().into_iter().collect();
            return inner.iter().enumerate().find_map(|(index, token)| {
                let before = index.checked_sub(1).and_then(|index| inner.get(index));
                let starts = before.is_none() || is_punct(before, ',');
                starts.then(|| after_crate(token)).flatten()
            });
        }
        _ => return None,
    };
    Some((token.clone(), problem))
}

fn opens_with_crate(group: &proc_macro2::Group) -> bool {
    is_word(group.stream().into_iter().next().as_ref(), "crate")
}

fn is_word(token: Option<&TokenTree>, wanted: &str) -> bool {
    matches!(token, Some(TokenTree::Ident(ident)) if ident == wanted)
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
    fn paths_that_leave_the_plugin_are_found_anywhere() {
        for leaving in [
            "use super::other::Thing;",
            "fn f() { super::g(); }",
            "fn f() { println!(\"{}\", super::X); }",
            "mod inner { use super::super::X; }",
            "use crate::domains::users::X;",
            "use crate::{tools::Mailer, domains::users};",
            "use crate::*;",
            "use crate as root;",
            "use crate::{self as root, tools};",
            "extern crate self as root;",
            "use crate::r#domains::users::X;",
            "macro_rules! m { ($a:ident) => { crate::$a::users::X }; }",
            "m!(crate);",
            "#[path = \"../x.rs\"] mod x;",
            "mod inner { use super::a; use self::super::super::X; }",
            "fn f() { shop::domains::x(); }",
            "use ::shop::x;",
            "include!(\"x.rs\");",
            "#[macro_export] macro_rules! m { () => {} }",
        ] {
            assert_eq!(mistakes(leaving), 1, "{leaving}");
        }
    }

    #[test]
    fn paths_inside_the_plugin_are_allowed() {
        for staying in [
            "mod inner { use super::X; fn f() { super::g(); } }",
            "use crate::tools::Mailer;",
            "fn f() { let shop = 1; x.shop(); }",
            "use other_crate::shop;",
            "extern crate alloc;",
            "mod inner { pub(crate) fn f() { super::a(); self::super::b(); } }",
            "let domains = crate::tools::domains();",
            "const X: &str = include_str!(\"x.txt\");",
        ] {
            assert_eq!(mistakes(staying), 0, "{staying}");
        }
    }
}
