//! Locks of the standard library that are held across an `.await`.

use proc_macro2::{Ident, TokenStream, TokenTree};

use super::{ident, is_async_block, is_punct, is_word};
use crate::errors::Errors;
use microcore_syntax::Code;

/// Reports each `let guard = x.lock().unwrap();` that an `.await` follows in the
/// same block, with no `drop(guard)` between them.
pub(super) fn check(tokens: &TokenStream, errors: &mut Errors) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut start = 0;
    for end in 0..tokens.len() {
        match &tokens[end] {
            TokenTree::Punct(punct) if punct.as_char() == ';' => {
                if let Some((guard, lock)) = guard(&tokens[start..end])
                    && is_held_over_await(guard, &tokens[end + 1..])
                {
                    report(guard, lock, errors);
                }
                start = end + 1;
            }
            TokenTree::Group(group) if !is_async_block(&tokens[..end]) => {
                if let Some((guard, lock)) = &opened(&tokens[start..end]) {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    if is_held_over_await(guard, &inside) {
                        report(guard, lock, errors);
                    }
                }
                check(&group.stream(), errors);
            }
            _ => {}
        }
    }
}

fn report(guard: &Ident, lock: &Ident, errors: &mut Errors) {
    errors.at(
        Code::BlockingCall,
        lock,
        format!(
            "`{guard}` holds this lock across an `.await`, and every task that waits for it \
             blocks its thread\n\
             help: end its block or `drop({guard})` before\n\
             help: or use `tokio::sync::Mutex`"
        ),
    );
}

/// The variable and the call of `if let Ok([mut] guard) = ….lock()`, whose block follows.
fn opened(before: &[TokenTree]) -> Option<(Ident, &Ident)> {
    let [.., dot, TokenTree::Ident(lock), TokenTree::Group(none)] = before else { return None };
    if !is_lock(lock) || !is_punct(Some(dot), '.') || !none.stream().is_empty() {
        return None;
    }
    let from = before.iter().rposition(|token| is_word(token, "let"))?;
    let TokenTree::Group(pattern) = before.get(from + 2)? else { return None };
    let name = pattern.stream().into_iter().last()?;
    let name = ident(&name)?.clone();
    Some((name, lock))
}

fn is_lock(name: &Ident) -> bool {
    ["lock", "read", "write"].iter().any(|word| name == word)
}

/// The variable and the call of `let [mut] guard … = ….lock().unwrap()`.
fn guard(statement: &[TokenTree]) -> Option<(&Ident, &Ident)> {
    // Before it may be a block that needs no `;`, such as an `if`.
    let from = statement.iter().rposition(|token| is_word(token, "let"))?;
    let statement = &statement[from..];
    let name_at = if statement.get(1).is_some_and(|token| is_word(token, "mut")) { 2 } else { 1 };
    let name = ident(statement.get(name_at)?)?;
    let [
        ..,
        dot,
        TokenTree::Ident(lock),
        TokenTree::Group(none),
        second_dot,
        TokenTree::Ident(unwrap),
        TokenTree::Group(_),
    ] = statement
    else {
        return None;
    };
    let locks = is_lock(lock);
    let unwraps = ["unwrap", "expect", "unwrap_or_else"].iter().any(|word| unwrap == word);
    let calls =
        is_punct(Some(dot), '.') && is_punct(Some(second_dot), '.') && none.stream().is_empty();
    (locks && unwraps && calls).then_some((name, lock))
}

fn is_held_over_await(guard: &Ident, rest: &[TokenTree]) -> bool {
    for (at, token) in rest.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "drop" => {
                if let Some(TokenTree::Group(group)) = rest.get(at + 1)
                    && *guard == group.stream().to_string()
                {
                    return false;
                }
            }
            TokenTree::Ident(word) if word == "await" => return true,
            TokenTree::Group(group) if !is_async_block(&rest[..at]) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                if is_held_over_await(guard, &inner) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}
