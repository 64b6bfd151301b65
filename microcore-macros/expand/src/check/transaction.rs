//! Events that are published while a transaction is open, and not as part of it: they
//! would be published even if the transaction is rolled back. Tokens are enough: an
//! `Emit` of the signature, a `let` that begins, a `commit` that ends.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use crate::errors::Errors;
use crate::parse::Item;
use microcore_syntax::Code;

/// Reports every `created.emit(…)` inside a transaction.
pub(super) fn check(items: &[Item], errors: &mut Errors) {
    items.iter().for_each(|item| functions(item.tokens.clone(), errors));
}

/// Checks each `fn`, also of modules and `impl` blocks.
fn functions(tokens: TokenStream, errors: &mut Errors) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut signature = None;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "fn" => signature = None,
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Parenthesis
                    && signature.is_none()
                    && is_named_fn(&tokens[..at]) =>
            {
                signature = Some(group.stream());
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                match signature.take() {
                    Some(arguments) => body(arguments, group.stream(), errors),
                    None => functions(group.stream(), errors),
                }
            }
            _ => {}
        }
    }
}

/// `fn name` or `fn name<…>` is before.
fn is_named_fn(before: &[TokenTree]) -> bool {
    before.iter().rposition(|token| is_word(token, "fn")).is_some_and(|at| {
        let between = &before[at + 1..];
        between.len() == 1 || is_sign(between.get(1), '<')
    })
}

fn body(arguments: TokenStream, body: TokenStream, errors: &mut Errors) {
    let arguments: Vec<TokenTree> = arguments.into_iter().collect();
    let mut walk = Walk { emits: Vec::new(), errors };
    let mut open = Vec::new();
    for argument in arguments.split(|token| is_sign(Some(token), ',')) {
        let name = argument.iter().find_map(|token| match token {
            TokenTree::Ident(word) if word != "mut" => Some(word),
            _ => None,
        });
        let Some(name) = name else { continue };
        if argument.iter().any(|token| is_word(token, "Emit")) {
            walk.emits.push(name.to_string());
        } else if argument.iter().any(|token| is_word(token, "Tx")) {
            open.push(Open { name: name.to_string(), hand_over: name.to_string() });
        }
    }
    if !walk.emits.is_empty() {
        walk.block(&body, open);
    }
}

/// A transaction that has begun and not ended.
#[derive(Clone, PartialEq)]
struct Open {
    name: String,
    /// How `emit_in` gets it.
    hand_over: String,
}

struct Walk<'a> {
    /// The arguments that publish.
    emits: Vec<String>,
    errors: &'a mut Errors,
}

impl Walk<'_> {
    /// Walks through a block; returns which of the transactions are still open.
    fn block(&mut self, block: &TokenStream, outside: Vec<Open>) -> Vec<Open> {
        let tokens: Vec<TokenTree> = block.clone().into_iter().collect();
        let mut open = outside.clone();
        let mut begun: Option<(usize, Open)> = None;
        let mut before_branch = open.clone();
        for at in 0..tokens.len() {
            if begun.as_ref().is_some_and(|(end, _)| at >= *end) {
                open.extend(begun.take().map(|(_, transaction)| transaction));
            }
            match &tokens[at..] {
                [TokenTree::Ident(word), rest @ ..] if word == "let" => {
                    begun = begins(rest)
                        .map(|(length, transaction)| (at + 1 + length, transaction))
                        .or(begun);
                }
                [
                    TokenTree::Ident(name),
                    dot,
                    TokenTree::Ident(method),
                    TokenTree::Group(_),
                    ..,
                ] if is_sign(Some(dot), '.') => {
                    if *method == "commit" || *method == "rollback" {
                        open.retain(|transaction| *name != transaction.name);
                    } else if *method == "emit" || *method == "emit_with" {
                        self.emit(name, method, open.last());
                    }
                }
                [TokenTree::Group(group), ..] => {
                    let is_branch = group.delimiter() == Delimiter::Brace;
                    let is_else = is_branch && follows_else(&tokens[..at]);
                    let from = if is_else { before_branch.clone() } else { open.clone() };
                    if is_branch && !is_else {
                        before_branch = open.clone();
                    }
                    hand_away(group, &mut open);
                    let left = self.block(&group.stream(), from);
                    // A branch that returns does not affect the code after it.
                    if !(is_branch && leaves(group.stream())) {
                        open.retain(|transaction| left.contains(transaction));
                    }
                }
                _ => {}
            }
        }
        open.retain(|transaction| outside.contains(transaction));
        open
    }

    fn emit(&mut self, name: &Ident, method: &Ident, open: Option<&Open>) {
        let Some(Open { name: transaction, hand_over }) = open else { return };
        if !self.emits.iter().any(|known| name == known) {
            return;
        }
        let with_it = if *method == "emit" { "emit_in" } else { "emit_in_with" };
        self.errors.at(
            Code::EmitInTransaction,
            method,
            format!(
                "this publishes while the transaction `{transaction}` is open, and a rollback \
                 cannot recall it\n\
                 help: write `{name}.{with_it}({hand_over}, …)`, which publishes with the commit\n\
                 help: or publish after `{transaction}.commit()`"
            ),
        );
    }
}

/// `[mut] name … = ….begin()…;` after a `let`: how long it is, and what it begins.
fn begins(rest: &[TokenTree]) -> Option<(usize, Open)> {
    let at = usize::from(rest.first().is_some_and(|token| is_word(token, "mut")));
    let TokenTree::Ident(name) = rest.get(at)? else { return None };
    let end = rest.iter().position(|token| is_sign(Some(token), ';'))?;
    let called = rest[..end].windows(3).any(|three| {
        is_sign(Some(&three[0]), '.')
            && is_word(&three[1], "begin")
            && matches!(three[2], TokenTree::Group(_))
    });
    called.then(|| (end, Open { name: name.to_string(), hand_over: format!("&mut {name}") }))
}

/// `drop(tx)`, `finish(tx)`: the callee owns it, and ends it.
fn hand_away(group: &proc_macro2::Group, open: &mut Vec<Open>) {
    if group.delimiter() != Delimiter::Parenthesis {
        return;
    }
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    for part in tokens.split(|token| is_sign(Some(token), ',')) {
        if let [TokenTree::Ident(name)] = part {
            open.retain(|transaction| {
                *name != transaction.name || transaction.hand_over == transaction.name
            });
        }
    }
}

/// `else {`, `else if … {`
fn follows_else(before: &[TokenTree]) -> bool {
    let block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let from = before.iter().rposition(block).map_or(0, |at| at + 1);
    before[from..].first().is_some_and(|token| is_word(token, "else"))
}

fn leaves(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => ["return", "break", "continue"].iter().any(|known| word == known),
        TokenTree::Group(group) => leaves(group.stream()),
        _ => false,
    })
}

fn is_word(token: &TokenTree, wanted: &str) -> bool {
    matches!(token, TokenTree::Ident(word) if word == wanted)
}

fn is_sign(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> usize {
        let source = format!("async fn f(db: Db, created: Emit<Created>) {{ {body} }}");
        let mut errors = Errors::default();
        functions(source.parse().expect("lexes"), &mut errors);
        errors.count()
    }

    #[test]
    fn an_event_in_an_open_transaction_is_found() {
        for inside in [
            "let mut tx = db.begin().await?; created.emit(e).await?; tx.commit().await?;",
            "let mut tx = db.begin().await?; if x { created.emit_with(e, o).await?; } tx.commit().await",
            "let tx = db.begin().await?; for y in z { created.emit(e).await?; }",
            "let tx: Tx = db.begin().await?; if x { tx.rollback().await?; return; } created.emit(e);",
            "if x { let tx = db.begin().await?; created.emit(e); }",
            "let tx = db.begin().await?; if x { tx.commit().await?; } else { created.emit(e); }",
            "wait(async { let mut tx = db.begin().await?; created.emit(e).await?; tx.commit().await })",
        ] {
            assert_eq!(found(inside), 1, "{inside}");
        }
    }

    #[test]
    fn an_event_outside_of_a_transaction_or_as_part_of_it_is_allowed() {
        for fine in [
            "created.emit(e).await?; let mut tx = db.begin().await?; tx.commit().await?;",
            "let mut tx = db.begin().await?; created.emit_in(&mut tx, e).await?; tx.commit().await",
            "let mut tx = db.begin().await?; tx.commit().await?; created.emit(e).await",
            "let tx = db.begin().await?; if x { tx.rollback().await?; return created.emit(e).await; } tx.commit().await",
            "let tx = db.begin().await?; if x { tx.commit().await?; } else { tx.rollback().await?; } created.emit(e);",
            "{ let tx = db.begin().await?; } created.emit(e).await",
            "let tx = db.begin().await?; drop(tx); created.emit(e).await",
            "let tx = db.begin().await?; finish(tx).await?; created.emit(e).await",
            "let tx = db.begin().await?; other.emit(e).await",
            "let id = { let tx = db.begin().await?; tx.commit().await?; 1 }; created.emit(e).await",
        ] {
            assert_eq!(found(fine), 0, "{fine}");
        }
    }

    #[test]
    fn a_helper_that_borrows_the_transaction_is_part_of_it() {
        let helper = "async fn f(tx: &mut Tx, created: &Emit<A>) { created.emit(e).await }";
        let mut errors = Errors::default();
        functions(helper.parse().expect("lexes"), &mut errors);
        assert!(errors.into_tokens().to_string().contains("created.emit_in(tx, …)"));
    }
}
