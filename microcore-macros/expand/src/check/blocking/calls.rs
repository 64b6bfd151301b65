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

/// A variable whose value blocks when one of these methods is called: its name, the methods, and what to call instead.
type BlockingVariable = (String, &'static [&'static str], &'static str);

impl Walk<'_> {
    fn tokens(
        &self,
        tokens: &TokenStream,
        inside: Delimiter,
        blocking: &mut Vec<BlockingVariable>,
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
                // A nested function, which may be a plain one.
                TokenTree::Ident(word) if word == "fn" => until_body(rest),
                TokenTree::Ident(word) if is_punct(before, '.') => {
                    here.method(word, rest, &tokens[..at], blocking, errors);
                    1
                }
                TokenTree::Ident(_) => here.path(&tokens, at, inside, blocking, errors),
                TokenTree::Group(group) => {
                    here.tokens(&group.stream(), group.delimiter(), blocking, errors);
                    1
                }
                _ => 1,
            };
        }
    }

    /// Checks the path that begins here; returns how many tokens were read.
    fn path(
        &self,
        tokens: &[TokenTree],
        at: usize,
        inside: Delimiter,
        blocking: &mut Vec<BlockingVariable>,
        errors: &mut Errors,
    ) -> usize {
        let (segments, length) = segments(&tokens[at..]);
        let Some(last) = segments.last() else { return 1 };
        let written: Vec<String> = segments.iter().map(|word| word.unraw().to_string()).collect();
        let path = self.uses.resolve(&written.join("::"));
        let next = tokens.get(at + length);
        let arguments = match next {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => {
                Some(group)
            }
            _ => None,
        };
        // `run_blocking(|| …)`, `web::block(|| …)`, `thread::spawn(|| …)`: run on another thread.
        let is_offloaded = last.to_string().contains("blocking")
            || *last == "block"
            || *last == "block_in_place"
            || path == "std::thread::spawn";
        match (table::call(&path), arguments) {
            (Some(Blocks::Call(replacement)), Some(_)) => {
                self.report(last.span(), &path, replacement, errors);
            }
            (Some(Blocks::Call(replacement)), None) if is_argument(tokens, at, length, inside) => {
                self.report(last.span(), &path, replacement, errors);
            }
            (Some(Blocks::Methods(methods, replacement)), Some(_)) => {
                let chain = &tokens[at + length + 1..];
                if let Some(name) = bound(&tokens[..at]) {
                    blocking.push((name.to_string(), methods, replacement));
                }
                if let Some(method) = in_chain(chain, methods) {
                    self.report(method.span(), &format!("{path}(…).{method}"), replacement, errors);
                }
            }
            _ => {}
        }
        if is_offloaded && arguments.is_some() { length + 1 } else { length }
    }

    fn method(
        &self,
        name: &Ident,
        rest: &[TokenTree],
        before: &[TokenTree],
        blocking: &[BlockingVariable],
        errors: &mut Errors,
    ) {
        if !matches!(rest.get(1), Some(TokenTree::Group(_))) {
            return;
        }
        if let Some(replacement) = table::method(&name.to_string()) {
            self.report(name.span(), &format!("{name}()"), replacement, errors);
        }
        let [.., TokenTree::Ident(owner), TokenTree::Punct(_)] = before else { return };
        let found = blocking.iter().find(|(blocking, methods, _)| {
            owner == blocking && methods.iter().any(|method| name == method)
        });
        if let Some((_, _, replacement)) = found {
            self.report(name.span(), &format!("{owner}.{name}()"), replacement, errors);
        }
    }

    fn report(&self, span: Span, what: &str, replacement: &str, errors: &mut Errors) {
        let alternative = self.function.alternative();
        errors.push(
            Code::BlockingCall,
            syn::Error::new(
                span,
                format!(
                    "`{what}` blocks the thread, and every request on it waits\n\
                     help: use `{replacement}`\n\
                     help: or {alternative}\n\
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
