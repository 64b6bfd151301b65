//! The paths that a file names, read from its tokens.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that a file names.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Path {
    /// Its segments from the crate's root: `["http", "Params"]`.
    pub segments: Vec<String>,
    /// The name under which a `pub use` re-exports it.
    pub exported_as: Option<String>,
}

/// Every path from the crate's root that the tokens name, `super::` and `self::` resolved
/// against `module`. Modules under `#[cfg(test)]` are left out: tests may import everything.
pub(crate) fn paths(tokens: TokenStream, module: &[String]) -> Vec<Path> {
    let mut found = Vec::new();
    read(&tokens.into_iter().collect::<Vec<_>>(), module, &mut found);
    found
}

fn read(tokens: &[TokenTree], module: &[String], found: &mut Vec<Path>) {
    let mut at = 0;
    let mut test = false;
    let mut public = false;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.get(at + 1) {
                    test |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                    at += 1;
                }
            }
            TokenTree::Ident(word) => match word.to_string().as_str() {
                "pub" => {
                    public = true;
                    if let Some(TokenTree::Group(group)) = tokens.get(at + 1)
                        && group.delimiter() == Delimiter::Parenthesis
                    {
                        at += 1;
                    }
                    at += 1;
                    continue;
                }
                "use" => {
                    let end = tokens[at..].iter().position(|token| is(token, ';'));
                    let end = end.map_or(tokens.len(), |length| at + length);
                    if !test {
                        tree(&tokens[at + 1..end], &[], module, public, found);
                    }
                    at = end;
                    (test, public) = (false, false);
                }
                "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at + 1), tokens.get(at + 2))
                    {
                        let mut inner = module.to_vec();
                        inner.push(name.to_string());
                        let body: Vec<_> = body.stream().into_iter().collect();
                        if !test {
                            read(&body, &inner, found);
                        }
                        at += 2;
                    }
                    (test, public) = (false, false);
                }
                "crate" | "super" | "self" if follows(tokens, at) => {
                    let (segments, next) = path(tokens, at);
                    if !test {
                        add(&segments, None, module, found);
                    }
                    at = next;
                    continue;
                }
                "fn" | "struct" | "enum" | "trait" | "impl" | "const" | "static" | "type" => {
                    public = false;
                }
                _ => {}
            },
            TokenTree::Group(group) => {
                let inner: Vec<_> = group.stream().into_iter().collect();
                if !test {
                    read(&inner, module, found);
                }
                if group.delimiter() == Delimiter::Brace {
                    (test, public) = (false, false);
                }
            }
            token if is(token, ';') => (test, public) = (false, false),
            _ => {}
        }
        at += 1;
    }
}

/// A tree of `use`: `a::{b, c as d}`.
fn tree(
    tokens: &[TokenTree],
    before: &[String],
    module: &[String],
    public: bool,
    found: &mut Vec<Path>,
) {
    for branch in tokens.split(|token| is(token, ',')) {
        let mut segments = before.to_vec();
        let mut alias = None;
        let mut at = 0;
        let mut ended = false;
        while at < branch.len() {
            match &branch[at] {
                TokenTree::Ident(word) if word == "as" => {
                    alias = branch.get(at + 1).map(ToString::to_string);
                    at += 1;
                }
                TokenTree::Ident(word) => segments.push(word.to_string()),
                TokenTree::Punct(punct) if punct.as_char() == '*' => segments.push("*".to_owned()),
                TokenTree::Group(group) => {
                    let inner: Vec<_> = group.stream().into_iter().collect();
                    tree(&inner, &segments, module, public, found);
                    ended = true;
                }
                _ => {}
            }
            at += 1;
        }
        if !ended && !segments.is_empty() {
            let name = alias.or_else(|| segments.last().cloned());
            add(&segments, if public { name } else { None }, module, found);
        }
    }
}

/// The path that starts at `at`, and the place after it.
fn path(tokens: &[TokenTree], mut at: usize) -> (Vec<String>, usize) {
    let mut segments = Vec::new();
    while let Some(TokenTree::Ident(word)) = tokens.get(at) {
        segments.push(word.to_string());
        if !follows(tokens, at) {
            return (segments, at + 1);
        }
        at += 3;
    }
    (segments, at)
}

/// Whether `::` follows.
fn follows(tokens: &[TokenTree], at: usize) -> bool {
    let colon = |token: Option<&TokenTree>| token.is_some_and(|token| is(token, ':'));
    colon(tokens.get(at + 1)) && colon(tokens.get(at + 2))
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

fn add(segments: &[String], exported: Option<String>, module: &[String], found: &mut Vec<Path>) {
    let (mut base, mut rest) = match segments[0].as_str() {
        "crate" => (Vec::new(), &segments[1..]),
        "self" => (module.to_vec(), &segments[1..]),
        "super" => (module.to_vec(), segments),
        // A name without a root: a module of this one, or another crate.
        _ => (module.to_vec(), segments),
    };
    while rest.first().is_some_and(|segment| segment == "super") {
        base.pop();
        rest = &rest[1..];
    }
    base.extend(rest.iter().filter(|segment| *segment != "self").cloned());
    found.push(Path { segments: base, exported_as: exported });
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Vec<String> {
        let module = ["http".to_owned(), "route".to_owned()];
        let all = paths(text.parse().unwrap(), &module);
        all.iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn paths_are_read_from_use_trees_and_from_expressions() {
        assert_eq!(read("use crate::a::{b, c::{d, e as f}};"), ["a::b", "a::c::d", "a::c::e"]);
        assert_eq!(read("use super::Params; use super::super::x::Y;"), ["http::Params", "x::Y"]);
        assert_eq!(read("fn f() { crate::tools::db::open(1) }"), ["tools::db::open"]);
        assert_eq!(read("mod inner { use super::X; }"), ["http::route::X"]);
    }

    #[test]
    fn what_only_tests_import_is_left_out() {
        assert!(read("#[cfg(test)] mod tests { use crate::commands::run; }").is_empty());
        assert!(read("#[cfg(test)] use crate::commands::run;").is_empty());
    }

    #[test]
    fn a_public_use_has_the_name_of_its_re_export() {
        let all = paths("pub(crate) use child::{A, B as C}; use other::D;".parse().unwrap(), &[]);
        let names: Vec<_> = all.iter().map(|path| path.exported_as.as_deref()).collect();
        assert_eq!(names, [Some("A"), Some("C"), None]);
    }
}
