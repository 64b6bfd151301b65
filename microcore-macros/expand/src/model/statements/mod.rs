//! The statements that a plugin passes to the database. They are found by the method that
//! takes them, and read as far as the tokens show them.

mod bindings;
mod text;

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use syn::Attribute;

use crate::parse::Item;
use crate::sql;
use bindings::Bindings;
use text::{Text, texts};

/// A statement in the source.
pub(crate) struct Statement {
    /// Where it is.
    pub literal: Literal,
    /// Its text.
    pub read: sql::Statement,
    /// How many arguments it gets, where they are a tuple.
    pub arguments: Option<usize>,
    /// Whether values are put into its text.
    pub built: bool,
    /// The `#[cfg]` attributes it is under.
    pub cfgs: Vec<Attribute>,
}

/// The methods of `Db` and `Tx` that take a statement.
const METHODS: &[&str] =
    &["execute", "fetch", "fetch_one", "fetch_optional", "fetch_all", "fetch_scalar"];

/// Every statement of these items, in order.
pub(crate) fn statements(items: &[Item]) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut bindings = Bindings::of_items(items);
    for item in items {
        let from = found.len();
        walk(item.tokens.clone(), &mut bindings, &mut found);
        found[from..].iter_mut().for_each(|statement| statement.cfgs = item.cfgs());
    }
    exclude_temporary_tables(&mut found);
    found
}

/// A temporary table of this plugin is in no migration.
fn exclude_temporary_tables(found: &mut [Statement]) {
    let temporary: BTreeSet<String> =
        found.iter().filter_map(|statement| statement.read.temporary.clone()).collect();
    for statement in found {
        statement.read.tables.retain(|table| !temporary.contains(table));
        statement.read.defined.take_if(|table| temporary.contains(table));
        if !matches!(statement.read.unchecked, Ok(false)) {
            statement.read.tables.clear();
        }
    }
}

fn walk(tokens: TokenStream, bindings: &mut Bindings, found: &mut Vec<Statement>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let outside = bindings.len();
    for (at, token) in tokens.iter().enumerate() {
        bindings.read(&tokens[at..]);
        let TokenTree::Group(group) = token else { continue };
        if group.delimiter() == Delimiter::Parenthesis
            && let Some(sql_at) = call(&tokens[..at])
        {
            found.extend(arguments_of(group.stream(), sql_at, bindings));
        }
        walk(group.stream(), bindings, found);
    }
    bindings.truncate(outside);
}

/// Which argument is the statement: the first of `.fetch_all(`, `.fetch_all::<T>(`,
/// the second of `Db::fetch_all(`.
fn call(before: &[TokenTree]) -> Option<usize> {
    let mut end = before.len();
    if before.last().is_some_and(|token| is(token, '>')) {
        end = before
            .windows(3)
            .rposition(|three| is(&three[0], ':') && is(&three[1], ':') && is(&three[2], '<'))?;
    }
    let [before @ .., TokenTree::Ident(name)] = &before[..end] else { return None };
    if !METHODS.iter().any(|method| name == method) {
        return None;
    }
    match before {
        [.., TokenTree::Ident(owner), a, b] if is(a, ':') && is(b, ':') => {
            (owner == "Db" || owner == "Tx").then_some(1)
        }
        [.., dot] => is(dot, '.').then_some(0),
        [] => None,
    }
}

fn arguments_of(arguments: TokenStream, sql_at: usize, bindings: &Bindings) -> Vec<Statement> {
    let tokens: Vec<TokenTree> = arguments.into_iter().collect();
    let mut parts = tokens.split(|token| is(token, ','));
    let texts = parts.nth(sql_at).map(|part| texts(part, bindings)).unwrap_or_default();
    let arguments = match parts.next() {
        Some([TokenTree::Group(group)]) if group.delimiter() == Delimiter::Parenthesis => {
            let tuple: TokenStream = std::iter::once(TokenTree::Group(group.clone())).collect();
            syn::parse2::<syn::ExprTuple>(tuple).ok().map(|tuple| tuple.elems.len())
        }
        _ => None,
    };
    let read = |Text { literal, text, built }| {
        let read = sql::Statement::read(&text)?;
        Some(Statement { literal, read, arguments, built, cfgs: Vec::new() })
    };
    texts.into_iter().filter_map(read).collect()
}

fn is(token: &TokenTree, sign: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Module;

    fn read(body: &str) -> Vec<Statement> {
        let module: Module = syn::parse_str(&format!("mod m {{ {body} }}")).expect(body);
        statements(&module.items)
    }

    #[test]
    fn statements_are_found_in_every_form_of_call() {
        for (body, arguments) in [
            ("async fn f() { db.execute(\"DELETE FROM t\", ()).await?; }", Some(0)),
            (
                "fn f() { wait(db.fetch_scalar::<Vec<i64>>(\"SELECT a FROM t\", (a, b::<C, D>())))?; }",
                Some(2),
            ),
            ("fn f() { join!(tx.fetch_all(r#\"SELECT a FROM t\"#, args)); }", None),
            ("const Q: &str = \"SELECT a FROM t\"; fn f() { db.fetch(Q, (1,)) }", Some(1)),
            ("fn f() { db.fetch_one(\"SELECT a FROM t\", (x)) }", None),
            ("fn f() { const Q: &str = \"SELECT a FROM t\"; db.fetch(Q, (1,)) }", Some(1)),
            (
                "mod q { static Q: &str = \"SELECT a FROM t\"; } fn f() { db.fetch(q::Q, ()) }",
                Some(0),
            ),
            (
                "fn f() { let mut sql: &str = \"SELECT a FROM t\"; if x { db.fetch(&sql, ()) } }",
                Some(0),
            ),
            (
                "fn f() { let sql = String::from(\"SELECT a FROM t\"); db.fetch(sql.as_str(), ()) }",
                Some(0),
            ),
            ("fn f() { db.fetch(concat!(\"SELECT a \", \"FROM t\"), ()) }", Some(0)),
            ("fn f() { db.fetch(&format!(\"SELECT '{{}}' FROM t\"), ()) }", Some(0)),
            ("fn f() { Db::execute(&db, \"DELETE FROM t\", (1,)) }", Some(1)),
            ("fn f() { Tx::fetch_all::<A>(tx, \"SELECT a FROM t\", ()) }", Some(0)),
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
    fn calls_of_other_functions_are_ignored() {
        for body in [
            "fn f() { command.execute(\"hello\"); }",
            "fn f() { execute(\"DELETE FROM t\", ()); }",
            "fn f() { db.fetch_all(&sql, ()); log.info(\"SELECT a FROM t\"); }",
            "fn f() { { let sql = \"SELECT a FROM t\"; } db.fetch_all(&sql, ()); }",
            "fn f() { Other::execute(&db, \"DELETE FROM t\", ()); }",
        ] {
            assert!(read(body).is_empty(), "{body}");
        }
    }

    #[test]
    fn every_text_that_may_be_the_statement_is_read() {
        let found = read(
            "fn f() { db.fetch(if x { \"SELECT a FROM t\" } else { \"SELECT a FROM u\" }, ()) }",
        );
        let tables: Vec<_> = found.iter().flat_map(|one| &one.read.tables).collect();
        assert_eq!(tables, ["t", "u"]);
    }
}
