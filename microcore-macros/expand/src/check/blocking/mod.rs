//! Calls that block a thread, in functions that must not. Tokens are enough, and
//! only certain cases are reported: a path that resolves to a known function.

mod calls;
mod locks;
mod table;
mod uses;

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

use crate::attr::{AllowBlockingAttr, parse_args};
use crate::errors::Errors;
use crate::handlers;
use crate::parse::{Item, ItemKind};
use microcore_syntax::Code;
use uses::Uses;

/// Reports the blocking calls in every `async fn` of these items.
pub(super) fn check(items: &[Item], errors: &mut Errors) {
    let all: TokenStream = items.iter().map(|item| item.tokens.clone()).collect();
    let uses = Uses::default().with(&all);
    for item in items {
        let allowed = item.attr("allow_blocking");
        if let Some(attr) = allowed {
            let read = parse_args::<AllowBlockingAttr>(attr);
            if item.kind != ItemKind::Function {
                errors.at(Code::Attribute, attr, "`#[allow_blocking]` goes on a function");
            }
            errors.keep(Code::Attribute, read);
            continue;
        }
        let is_handler = item.attrs.iter().any(|attr| handlers::named(attr).is_some());
        if !mentions(&item.tokens, "macro_rules") {
            functions(item.tokens.clone(), is_handler, &uses, errors);
        }
    }
}

/// The function that is checked.
struct Function<'a> {
    /// Its name; an `async` block has none.
    name: Option<&'a Ident>,
    is_handler: bool,
}

impl Function<'_> {
    /// What to do if there is no asynchronous function to call instead.
    fn alternative(&self) -> String {
        let Some(name) = self.name else {
            return "hand it to `tokio::task::spawn_blocking`".to_owned();
        };
        if self.is_handler {
            format!("make `{name}` a plain `fn`, which runs on the blocking pool")
        } else {
            format!("call `{name}` from a handler that is a plain `fn`, and make it one too")
        }
    }
}

/// Checks each `async fn`, also of modules and `impl` blocks.
fn functions(tokens: TokenStream, is_handler: bool, uses: &Uses, errors: &mut Errors) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut name = None;
    let mut allowed = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(word) if word == "fn" => {
                let is_async = tokens[..at].iter().rev().take(3).any(|t| is_word(t, "async"));
                let next = tokens.get(at + 1);
                name = next.and_then(ident).filter(|_| is_async);
            }
            // An attribute of what follows, inside an `impl` or a module.
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
                allowed |= mentions(&group.stream(), "allow_blocking");
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                match name.take() {
                    Some(name) if !allowed => {
                        body(group, &Function { name: Some(name), is_handler }, uses, errors);
                    }
                    Some(_) => {}
                    None if is_async_block(&tokens[..at]) => {
                        body(group, &Function { name: None, is_handler: false }, uses, errors);
                    }
                    None => functions(group.stream(), false, &uses.with(&group.stream()), errors),
                }
                allowed = false;
            }
            // In a plain function: an `async` block among the arguments of a call.
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Parenthesis && !is_waited_for(&tokens[..at]) =>
            {
                functions(group.stream(), false, uses, errors);
            }
            _ => {}
        }
    }
}

fn body(group: &Group, function: &Function<'_>, uses: &Uses, errors: &mut Errors) {
    calls::check(&group.stream(), function, uses, errors);
    if uses.mentions_std_locks() {
        locks::check(&group.stream(), errors);
    }
}

/// `async { … }`, `async move { … }`
fn is_async_block(before: &[TokenTree]) -> bool {
    match before {
        [.., a, b] => is_word(b, "async") || (is_word(a, "async") && is_word(b, "move")),
        [a] => is_word(a, "async"),
        [] => false,
    }
}

/// `wait(`, `block_on(`: what is in the parentheses runs on the caller's own thread.
fn is_waited_for(before: &[TokenTree]) -> bool {
    before.last().is_some_and(|token| is_word(token, "wait") || is_word(token, "block_on"))
}

fn ident(token: &TokenTree) -> Option<&Ident> {
    match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    }
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

fn is_punct(token: Option<&TokenTree>, wanted: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
}

fn mentions(tokens: &TokenStream, word: &str) -> bool {
    tokens.clone().into_iter().any(|token| is_word(&token, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Module;

    fn found(body: &str) -> Vec<String> {
        let module: Module = syn::parse_str(&format!("mod m {{ {body} }}")).expect("parses");
        let mut errors = Errors::default();
        check(&module.items, &mut errors);
        let text = errors.into_tokens().to_string();
        text.split("MC010: ").skip(1).map(str::to_owned).collect()
    }

    #[test]
    fn blocking_calls_are_found_by_every_name() {
        for blocking in [
            "async fn f() { std::thread::sleep(d); }",
            "async fn f() { ::std::thread::sleep(d); }",
            "use std::thread; async fn f() { thread::sleep(d); }",
            "use std::thread::sleep as nap; async fn f() { nap(d); }",
            "use std::{fs::{self, File}, io}; async fn f() { File::open(p); }",
            "use std::fs; async fn f() { if x { let _ = fs::read(p)?; } }",
            "use std::fs::*; async fn f() { read_to_string(p); }",
            "use std as s; async fn f() { s::fs::write(p, q); }",
            "async fn f() { use std::fs as disk; disk::read(p); }",
            "async fn f() { let c = |p| std::fs::read(p); }",
            "async fn f() { paths.map(std::fs::read); }",
            "async fn f() { println!(\"{:?}\", std::fs::read(p)); }",
            "impl X { async fn f() { std::fs::read(p); } }",
            "mod inner { use std::fs; pub(super) async fn f() { fs::read(p); } }",
            "async fn f() { std::net::TcpStream::connect(a); }",
            "async fn f() { reqwest::blocking::get(u); }",
            "async fn f() { std::process::Command::new(\"x\").arg(\"y\").output(); }",
            "use std::process::Command; async fn f() { let mut c = Command::new(\"x\"); c.status(); }",
            "async fn f() { let value = receiver.blocking_recv(); }",
            "fn f() -> impl Future { async { std::fs::read(p) } }",
            "fn f() { spawn(async move { std::fs::read(p) }); }",
            "use std::sync::Mutex; async fn f() { if let Ok(mut g) = m.lock() { g.go().await; } }",
            "use std::sync::Mutex; async fn f() { let g = m.lock().unwrap(); g.go().await; }",
            "use std::sync::RwLock; async fn f() { let mut g = m.write().expect(\"x\"); { h().await; } }",
        ] {
            assert_eq!(found(blocking).len(), 1, "{blocking}");
        }
    }

    #[test]
    fn what_does_not_block_is_not_reported() {
        for fine in [
            "fn f() { std::thread::sleep(d); }",
            "use tokio::fs; async fn f() { fs::read(p).await; }",
            "mod fs {} async fn f() { fs::read(p); }",
            "async fn f() { tokio::task::spawn_blocking(|| std::fs::read(p)).await; }",
            "async fn f() { run_blocking(move || { std::fs::read(p) }).await; }",
            "async fn f() { std::thread::spawn(|| std::thread::sleep(d)); }",
            "async fn f() { fn inner() { std::thread::sleep(d); } }",
            "fn f() { wait(async { std::fs::read(p) }); }",
            "use std::sync::Mutex; async fn f() { if let Ok(g) = m.lock() { g.go(); } h().await; }",
            "async fn f() { let a: std::net::Ipv4Addr = std::net::Ipv4Addr::new(1, 1, 1, 1); }",
            "async fn f(x: std::fs::Metadata) -> std::fs::FileType { x.file_type() }",
            "async fn f() { x.sleep(d); self.fs.read(p); }",
            "#[allow_blocking(reason = \"tiny\")] async fn f() { std::fs::read(p); }",
            "impl X { #[allow_blocking(reason = \"tiny\")] async fn f() { std::fs::read(p); } }",
            "use std::sync::Mutex; async fn f() { { let g = m.lock().unwrap(); } h().await; }",
            "use std::sync::Mutex; async fn f() { let g = m.lock().unwrap(); drop(g); h().await; }",
            "use std::sync::Mutex; async fn f() { let n = m.lock().unwrap().len(); h().await; }",
            "use std::sync::Mutex; async fn f() { let g = m.lock().unwrap(); spawn(async move { h().await }); }",
            "use tokio::sync::Mutex; async fn f() { let g = m.lock().await; h().await; }",
            "async fn f() { let x = file.read().unwrap(); h().await; }",
            "macro_rules! m { () => { async fn f() { std::fs::read(p); } } }",
        ] {
            assert!(found(fine).is_empty(), "{fine}: {:?}", found(fine));
        }
    }

    #[test]
    fn the_message_names_the_replacement_and_the_alternative() {
        let found = found("#[route(GET, \"/\")] async fn get() { std::thread::sleep(d); }");
        assert!(found[0].contains("tokio::time::sleep"), "{found:?}");
        assert!(found[0].contains("make `get` a plain `fn`"), "{found:?}");
    }
}
