//! The text of an expression, as far as its tokens show it.

use proc_macro2::{Literal, TokenStream, TokenTree};
use syn::LitStr;

use super::bindings::Bindings;
use super::is;

/// A text that an expression may be.
pub(super) struct Text {
    /// Where it is.
    pub literal: Literal,
    /// Its text.
    pub text: String,
    /// Whether values are put into it.
    pub built: bool,
}

/// The value of a name may be another name; the depth limits recursion.
const DEPTH: usize = 4;

/// Every text that the expression may be.
pub(super) fn texts(expression: &[TokenTree], bindings: &Bindings) -> Vec<Text> {
    let mut found = Vec::new();
    collect(expression, bindings, DEPTH, &mut found);
    found
}

fn collect(tokens: &[TokenTree], bindings: &Bindings, depth: usize, found: &mut Vec<Text>) {
    let mut at = 0;
    while at < tokens.len() {
        let before = at.checked_sub(1).map(|at| &tokens[at]);
        at += match &tokens[at..] {
            [TokenTree::Ident(name), bang, TokenTree::Group(group), ..] if is(bang, '!') => {
                found.extend(of_macro(&name.to_string(), group.stream()));
                3
            }
            [TokenTree::Literal(literal), ..] => {
                let text = value(literal).map(|text| (literal.clone(), text));
                found.extend(text.map(|(literal, text)| Text { literal, text, built: false }));
                1
            }
            // A method or a field is not a name in scope.
            [TokenTree::Ident(name), ..] if !before.is_some_and(|before| is(before, '.')) => {
                if let (Some(tokens), true) = (bindings.get(&name.to_string()), depth > 0) {
                    collect(tokens, bindings, depth - 1, found);
                }
                1
            }
            [TokenTree::Group(group), ..] => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                collect(&inner, bindings, depth, found);
                1
            }
            _ => 1,
        };
    }
}

/// `concat!("…", "…")`, `format!("…{}…", …)`
fn of_macro(name: &str, arguments: TokenStream) -> Option<Text> {
    let tokens: Vec<TokenTree> = arguments.into_iter().collect();
    let Some(TokenTree::Literal(literal)) = tokens.first() else { return None };
    let first = value(literal)?;
    let (text, built) = match name {
        "concat" => {
            let parts = tokens.split(|token| is(token, ',')).map(|part| match part {
                [TokenTree::Literal(literal)] => value(literal),
                [] => Some(String::new()),
                _ => None,
            });
            (parts.collect::<Option<String>>()?, false)
        }
        "format" => {
            let plain = first.replace("{{", "").replace("}}", "");
            (first.replace("{{", "{").replace("}}", "}"), plain.contains('{'))
        }
        _ => return None,
    };
    Some(Text { literal: literal.clone(), text, built })
}

fn value(literal: &Literal) -> Option<String> {
    syn::parse_str::<LitStr>(&literal.to_string()).ok().map(|text| text.value())
}
