//! `#[tool]`, `#[provides]`, `#[config]` and `app!`, expanded.

use proc_macro2::{TokenStream, TokenTree};

use super::print::{self, Bodies, Body, Piece};
use super::source::{MacroCall, Word};
use super::{Options, Shown, compile_errors, mistakes, purpose};
use crate::app;
use crate::errors::Errors;
use crate::expand::{self, Of};
use crate::fragment::Fragment;

/// What the macro makes of it; `None` where something else was asked for.
pub(super) fn show(call: &MacroCall, text: &str, options: Options<'_>) -> Option<Shown> {
    if options.only.is_some_and(|only| only != selector(call)) {
        return None;
    }
    let mut errors = Errors::default();
    let mut bodies = Bodies::default();
    let mut pieces = pieces(call, text, options, &mut bodies, &mut errors);
    let mistakes = mistakes(errors.clone());
    pieces.extend(compile_errors(errors));
    let shown = print::pieces(pieces, |inside| inside);
    Some(Shown { text: bodies.restore(shown), mistakes })
}

fn pieces(
    call: &MacroCall,
    text: &str,
    options: Options<'_>,
    bodies: &mut Bodies,
    errors: &mut Errors,
) -> Vec<Piece> {
    let (attr, item, mc) = (&call.attr, call.item.clone(), options.path());
    let parts = match call.word {
        Word::Config | Word::Plugin => {
            let Some(data) = crate::read::settings(attr.clone(), &item, errors) else {
                return vec![annotated(Fragment::as_written(item))];
            };
            let part = |of: Of<'_>, tokens| Piece {
                comment: purpose::of(of),
                body: Body::Generated(tokens),
            };
            return vec![
                part(Of::Item(&data), expand::item(&data, &mc)),
                part(Of::Impls(&data), expand::impls(&data, &mc)),
            ];
        }
        Word::Tool => crate::tool::tool_parts(attr, item, &mc, errors),
        Word::Provides => {
            let body = |body| bodies.keep(&body, text);
            crate::tool::provides_parts(attr, item, &mc, errors, body)
        }
        Word::App => {
            let Options { root, file, .. } = options;
            app::parts(item, app::Caller { root, file }, &mc, errors)
        }
    };
    parts.into_iter().map(annotated).collect()
}

fn annotated(part: Fragment) -> Piece {
    Piece { comment: part.why.to_owned(), body: Body::Generated(part.tokens) }
}

/// How it is asked for: `tool:Mailer`, `provides:FileMailer`, `config:MailSettings`, `app`.
pub(super) fn selector(call: &MacroCall) -> String {
    let (word, keyword) = match call.word {
        Word::App => return "app".to_owned(),
        Word::Plugin => ("plugin", "mod"),
        Word::Tool => ("tool", "trait"),
        Word::Provides => ("provides", "for"),
        Word::Config => ("config", "struct"),
    };
    format!("{word}:{}", name_after(&call.item, keyword).unwrap_or_default())
}

/// The last word of the path after that keyword.
fn name_after(tokens: &TokenStream, keyword: &str) -> Option<String> {
    let is_keyword = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word == keyword);
    let after = tokens.clone().into_iter().skip_while(|token| !is_keyword(token)).skip(1);
    let path = after.take_while(|token| match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == ':',
        _ => false,
    });
    let names = path.filter_map(|token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    });
    names.last()
}
