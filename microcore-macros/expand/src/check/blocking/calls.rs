//! Finds calls by their path.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;

use super::table::{self, Blocks};
use super::uses::Uses;
use super::{Function, ident, is_punct, is_word};
use crate::errors::Errors;
use microcore_syntax::Code;

/// Reports the blocking calls among these tokens.
pub(super) fn check(
    tokens: &TokenStream,
    function: &Function<'_>,
    uses: &Uses,
    errors: &mut Errors,
) {
    let uses = uses.with(tokens);
    let walk = Walk { function, uses: &uses };
    walk.tokens(tokens, Delimiter::Brace, &mut Vec::new(), errors);
}

struct Walk<'a> {
    function: &'a Function<'a>,
    uses: &'a Uses,
}

/// A variable that holds what blocks when one of these methods is called.
type Held = (String, &'static [&'static str], &'static str);

impl Walk<'_> {
    fn tokens(
        &self,
        tokens: &TokenStream,
        inside: Delimiter,
        held: &mut Vec<Held>,
        errors: &mut Errors,
    ) {
        let uses = self.uses.with(tokens);
        let here = Walk { function: self.function, uses: &uses };
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            let rest = &tokens[at..];
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            at += match &tokens[at] {
                TokenTree::Ident(word) if word == "use" => until_semicolon(rest),
                // A function of its own, which may be a plain one.
                TokenTree::Ident(word) if word == "fn" => until_body(rest),
                TokenTree::Ident(word) if is_punct(before, '.') => {
                    here.method(word, rest, &tokens[..at], held, errors);
                    1
                }
                TokenTree::Ident(_) => here.path(&tokens, at, inside, held, errors),
                TokenTree::Group(group) => {
                    here.tokens(&group.stream(), group.delimiter(), held, errors);
                    1
                }
                _ => 1,
            };
        }
    }

    /// A path from here on; returns how many tokens are done.
    fn path(
        &self,
        tokens: &[TokenTree],
        at: usize,
        inside: Delimiter,
        held: &mut Vec<Held>,
        errors: &mut Errors,
    ) -> usize {
        let (segments, length) = segments(&tokens[at..]);
        let Some(last) = segments.last() else { return 1 };
        let written: Vec<String> = segments.iter().map(|word| word.unraw().to_string()).collect();
        let path = self.uses.whole(&written.join("::"));
        let next = tokens.get(at + length);
        let arguments = match next {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                Some(group)
            }
            _ => None,
        };
        // `run_blocking(|| …)`, `web::block(|| …)`, `thread::spawn(|| …)`: elsewhere.
        let elsewhere = last.to_string().contains("blocking")
            || *last == "block"
            || *last == "block_in_place"
            || path == "std::thread::spawn";
        match (table::call(&path), arguments) {
            (Some(Blocks::Here(twin)), Some(_)) => self.report(last.span(), &path, twin, errors),
            (Some(Blocks::Here(twin)), None) if is_argument(tokens, at, length, inside) => {
                self.report(last.span(), &path, twin, errors);
            }
            (Some(Blocks::Methods(methods, twin)), Some(_)) => {
                let chain = &tokens[at + length + 1..];
                if let Some(name) = bound(&tokens[..at]) {
                    held.push((name.to_string(), methods, twin));
                }
                if let Some(method) = in_chain(chain, methods) {
                    self.report(method.span(), &format!("{path}(…).{method}"), twin, errors);
                }
            }
            _ => {}
        }
        if elsewhere && arguments.is_some() { length + 1 } else { length }
    }

    fn method(
        &self,
        name: &Ident,
        rest: &[TokenTree],
        before: &[TokenTree],
        held: &[Held],
        errors: &mut Errors,
    ) {
        if !matches!(rest.get(1), Some(TokenTree::Group(_))) {
            return;
        }
        if let Some(twin) = table::method(&name.to_string()) {
            self.report(name.span(), &format!("{name}()"), twin, errors);
        }
        let [.., TokenTree::Ident(owner), TokenTree::Punct(_)] = before else { return };
        let found = held.iter().find(|(held, methods, _)| {
            owner == held && methods.iter().any(|method| name == method)
        });
        if let Some((_, _, twin)) = found {
            self.report(name.span(), &format!("{owner}.{name}()"), twin, errors);
        }
    }

    fn report(&self, span: Span, what: &str, twin: &str, errors: &mut Errors) {
        let way_out = self.function.way_out();
        errors.push(
            Code::BlockingCall,
            syn::Error::new(
                span,
                format!(
                    "`{what}` blocks the thread, and every request on it waits\n\
                     help: use `{twin}`\n\
                     help: or {way_out}\n\
                     help: or allow it here with `#[allow_blocking(reason = \"…\")]`"
                ),
            ),
        );
    }
}

/// The names of a path, and how many tokens it takes.
fn segments(tokens: &[TokenTree]) -> (Vec<&Ident>, usize) {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(word) = tokens.get(at).and_then(ident) {
        words.push(word);
        at += 1;
        if !(is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')) {
            break;
        }
        if !matches!(tokens.get(at + 2), Some(TokenTree::Ident(_))) {
            break;
        }
        at += 2;
    }
    (words, at.max(1))
}

/// Whether the path is a whole argument, as in `map(std::fs::read)`.
fn is_argument(tokens: &[TokenTree], at: usize, length: usize, inside: Delimiter) -> bool {
    let ends = |token: Option<&TokenTree>| token.is_none() || is_punct(token, ',');
    inside == Delimiter::Parenthesis
        && ends(at.checked_sub(1).and_then(|at| tokens.get(at)))
        && ends(tokens.get(at + length))
        && length > 1
}

/// The variable in `let [mut] name = `.
fn bound(before: &[TokenTree]) -> Option<&Ident> {
    let [.., head, TokenTree::Ident(name), TokenTree::Punct(equals)] = before else { return None };
    let binds = is_word(head, "let") || is_word(head, "mut");
    (equals.as_char() == '=' && binds).then_some(name)
}

/// The first of these methods in `.a(…).b(…)`.
fn in_chain<'a>(chain: &'a [TokenTree], methods: &[&str]) -> Option<&'a Ident> {
    let mut rest = chain;
    while let [TokenTree::Punct(dot), TokenTree::Ident(name), TokenTree::Group(_), after @ ..] =
        rest
    {
        if dot.as_char() != '.' {
            return None;
        }
        if methods.iter().any(|method| name == method) {
            return Some(name);
        }
        rest = after;
    }
    None
}

fn until_semicolon(tokens: &[TokenTree]) -> usize {
    tokens.iter().position(|token| is_punct(Some(token), ';')).map_or(tokens.len(), |at| at + 1)
}

fn until_body(tokens: &[TokenTree]) -> usize {
    let body = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    tokens.iter().position(body).map_or(1, |at| at + 1)
}
