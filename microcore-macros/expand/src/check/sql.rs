//! The statements that a plugin hands to the database. They are found by the
//! method that takes them, and read where they are literals.

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use syn::{Attribute, LitStr};

use crate::code::Code;
use crate::errors::Errors;
use crate::parse::Item;
use crate::sql;

/// A statement in the source.
pub struct Statement {
    /// Where it stands.
    pub literal: Literal,
    /// What it says.
    pub read: sql::Statement,
    /// How many arguments it gets, where they are a tuple.
    pub arguments: Option<usize>,
    /// The `#[cfg]` attributes it stands under.
    pub cfgs: Vec<Attribute>,
}

/// The methods of `Db` and `Tx` that take a statement.
const METHODS: &[&str] =
    &["execute", "fetch", "fetch_one", "fetch_optional", "fetch_all", "fetch_scalar"];

/// Every statement of these items, in order.
pub fn statements(items: &[Item]) -> Vec<Statement> {
    let mut found = Vec::new();
    for item in items {
        let from = found.len();
        walk(item.tokens.clone(), items, &mut found);
        found[from..].iter_mut().for_each(|statement| statement.cfgs = item.cfgs());
    }
    found
}

/// Reports what no database is needed to know.
pub fn check(statement: &Statement, errors: &mut Errors) {
    let sql::Statement { placeholders, one_engine, .. } = &statement.read;
    if let Some(problem) = one_engine {
        errors.at(Code::Sql, &statement.literal, problem);
    }
    if let Some(arguments) = statement.arguments
        && arguments != *placeholders
        && one_engine.is_none()
    {
        let has = match placeholders {
            0 => "no placeholder".to_owned(),
            1 => "one placeholder, `$1`,".to_owned(),
            many => format!("{many} placeholders, `$1` to `${many}`,"),
        };
        let gets = match arguments {
            0 => "no argument".to_owned(),
            1 => "one argument".to_owned(),
            many => format!("{many} arguments"),
        };
        let problem = format!("the statement has {has} and gets {gets}: one for each, in order");
        errors.at(Code::Sql, &statement.literal, problem);
    }
}

fn walk(tokens: TokenStream, items: &[Item], found: &mut Vec<Statement>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if group.delimiter() == Delimiter::Parenthesis && is_method(&tokens[..at]) {
            found.extend(statement(group.stream(), items));
        }
        walk(group.stream(), items, found);
    }
}

/// `.fetch_all` or `.fetch_all::<T>`
fn is_method(before: &[TokenTree]) -> bool {
    let is =
        |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(p) if p.as_char() == sign);
    let mut end = before.len();
    if before.last().is_some_and(|token| is(token, '>')) {
        let open = before
            .windows(3)
            .rposition(|three| is(&three[0], ':') && is(&three[1], ':') && is(&three[2], '<'));
        let Some(open) = open else { return false };
        end = open;
    }
    let [.., dot, TokenTree::Ident(name)] = &before[..end] else { return false };
    is(dot, '.') && METHODS.iter().any(|method| name == method)
}

fn statement(arguments: TokenStream, items: &[Item]) -> Option<Statement> {
    let tokens: Vec<TokenTree> = arguments.into_iter().collect();
    let comma = |token: &TokenTree| matches!(token, TokenTree::Punct(p) if p.as_char() == ',');
    let mut parts = tokens.split(comma);
    let (literal, text) = text(parts.next()?, items)?;
    let arguments = match parts.next() {
        Some([TokenTree::Group(group)]) if group.delimiter() == Delimiter::Parenthesis => {
            let tuple: TokenStream = std::iter::once(TokenTree::Group(group.clone())).collect();
            syn::parse2::<syn::ExprTuple>(tuple).ok().map(|tuple| tuple.elems.len())
        }
        _ => None,
    };
    Some(Statement { read: sql::Statement::read(&text)?, literal, arguments, cfgs: Vec::new() })
}

/// A literal, or the name of a constant of this plugin that is one.
fn text(tokens: &[TokenTree], items: &[Item]) -> Option<(Literal, String)> {
    match tokens {
        [TokenTree::Literal(literal)] => read(literal),
        [TokenTree::Ident(name)] => items.iter().find_map(|item| {
            let tokens: Vec<TokenTree> = item.tokens.clone().into_iter().collect();
            let [
                TokenTree::Ident(word),
                TokenTree::Ident(constant),
                ..,
                TokenTree::Literal(literal),
                _,
            ] = tokens.as_slice()
            else {
                return None;
            };
            (word == "const" && constant == name).then(|| read(literal)).flatten()
        }),
        _ => None,
    }
}

fn read(literal: &Literal) -> Option<(Literal, String)> {
    let text = syn::parse_str::<LitStr>(&literal.to_string()).ok()?;
    Some((literal.clone(), text.value()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Module;

    fn read(body: &str) -> Vec<Statement> {
        let module: Module = syn::parse_str(&format!("mod m {{ {body} }}")).expect("parses");
        statements(&module.items)
    }

    #[test]
    fn statements_are_found_wherever_they_are_handed_over() {
        for (body, arguments) in [
            ("async fn f() { db.execute(\"DELETE FROM t\", ()).await?; }", Some(0)),
            (
                "fn f() { wait(db.fetch_scalar::<Vec<i64>>(\"SELECT a FROM t\", (a, b::<C, D>())))?; }",
                Some(2),
            ),
            ("fn f() { join!(tx.fetch_all(r#\"SELECT a FROM t\"#, args)); }", None),
            ("const Q: &str = \"SELECT a FROM t\"; fn f() { db.fetch(Q, (1,)) }", Some(1)),
            ("fn f() { db.fetch_one(\"SELECT a FROM t\", (x)) }", None),
            (
                "impl X { fn f(&self) { self.db.fetch_optional(\"SELECT a FROM t\", (1, )); } }",
                Some(1),
            ),
        ] {
            let found = read(body);
            assert_eq!(found.len(), 1, "{body}");
            assert_eq!(found[0].read.tables, ["t"], "{body}");
            assert_eq!(found[0].arguments, arguments, "{body}");
        }
    }

    #[test]
    fn what_is_handed_to_others_is_left_alone() {
        for body in [
            "fn f() { command.execute(\"hello\"); }",
            "fn f() { execute(\"DELETE FROM t\", ()); }",
            "fn f() { db.fetch_all(&sql, ()); log.info(\"SELECT a FROM t\"); }",
        ] {
            assert!(read(body).is_empty(), "{body}");
        }
    }
}
