//! The statements that a plugin hands to the database. They are found by the
//! method that takes them, and read where they can be told from the tokens.

mod bindings;
mod text;

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, Literal, TokenStream, TokenTree};
use syn::Attribute;

use crate::errors::Errors;
use crate::parse::Item;
use crate::sql;
use bindings::Bindings;
use microcore_syntax::Code;
use text::{Text, texts};

/// A statement in the source.
pub struct Statement {
    /// Where it stands.
    pub literal: Literal,
    /// What it says.
    pub read: sql::Statement,
    /// How many arguments it gets, where they are a tuple.
    pub arguments: Option<usize>,
    /// Whether values are put into its text.
    pub built: bool,
    /// The `#[cfg]` attributes it stands under.
    pub cfgs: Vec<Attribute>,
}

/// The methods of `Db` and `Tx` that take a statement.
const METHODS: &[&str] =
    &["execute", "fetch", "fetch_one", "fetch_optional", "fetch_all", "fetch_scalar"];

/// Every statement of these items, in order.
pub fn statements(items: &[Item]) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut bindings = Bindings::of_items(items);
    for item in items {
        let from = found.len();
        walk(item.tokens.clone(), &mut bindings, &mut found);
        found[from..].iter_mut().for_each(|statement| statement.cfgs = item.cfgs());
    }
    leave_temporary_tables_out(&mut found);
    found
}

/// A table that this plugin makes for its connection alone is in no migration.
fn leave_temporary_tables_out(found: &mut [Statement]) {
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

/// Reports what no database is needed to know.
pub fn check(statement: &Statement, errors: &mut Errors) {
    let problem = match &statement.read.unchecked {
        Err(problem) => Some(problem.clone()),
        Ok(true) => None,
        Ok(false) if statement.built => Some(BUILT.to_owned()),
        Ok(false) => wrong(statement),
    };
    if let Some(problem) = problem {
        errors.at(Code::Sql, &statement.literal, problem);
    }
}

const BUILT: &str = "this statement is put together at run time, where no check sees it and a value \
                     put in can be SQL of somebody else: write `$1`, `$2`, … and hand the values over \
                     as arguments; where a name must be put in, begin the statement with \
                     `/* unchecked: reason */`";

fn wrong(statement: &Statement) -> Option<String> {
    let sql::Statement { placeholders, one_engine, defined, gap, .. } = &statement.read;
    if let Some(table) = defined {
        return Some(format!(
            "this changes what `{table}` is for every replica: move it into a migration of the \
             domain, `migrations/*.sql`; where it is meant, say `/* unchecked: reason */` in the \
             statement"
        ));
    }
    if one_engine.is_some() {
        return one_engine.clone();
    }
    let arguments = statement.arguments?;
    if arguments != *placeholders {
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
        return Some(format!("the statement has {has} and gets {gets}: one for each, in order"));
    }
    let gap = (*gap)?;
    Some(format!(
        "`${gap}` is nowhere in the statement, so its argument goes nowhere: number the \
         placeholders from `$1` on, without a gap"
    ))
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
            found.extend(handed_over(group.stream(), sql_at, bindings));
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

fn handed_over(arguments: TokenStream, sql_at: usize, bindings: &Bindings) -> Vec<Statement> {
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
    fn what_is_handed_to_others_is_left_alone() {
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

    fn said(body: &str) -> String {
        let mut errors = Errors::default();
        for statement in read(body) {
            check(&statement, &mut errors);
        }
        errors.into_tokens().to_string()
    }

    #[test]
    fn what_is_put_in_at_run_time_is_refused_unless_it_is_meant() {
        for built in [
            "fn f() { db.fetch(&format!(\"SELECT a FROM t WHERE a = {a}\"), ()) }",
            "fn f() { db.fetch(&format!(\"SELECT a FROM {}\", t), ()) }",
            "fn f() { let sql = format!(\"DELETE FROM t WHERE a = '{}'\", a); db.execute(&sql, ()); }",
        ] {
            assert!(said(built).contains("put together at run time"), "{built}");
        }
        let meant =
            "fn f() { db.fetch(&format!(\"/* unchecked: a list */ SELECT {a} FROM x\"), ()) }";
        assert_eq!(said(meant), "");
        let no_reason = "fn f() { db.fetch(\"/* unchecked */ SELECT a FROM x\", ()) }";
        assert!(said(no_reason).contains("say why"));
    }

    #[test]
    fn tables_are_made_by_migrations_and_temporary_ones_by_whoever_needs_them() {
        for everybody in ["DROP TABLE t", "CREATE TABLE t (a INT)", "ALTER TABLE t ADD b INT"] {
            let body = format!("fn f() {{ db.execute(\"{everybody}\", ()) }}");
            assert!(said(&body).contains("migration"), "{everybody}");
        }
        let mine = "fn f() { db.execute(\"CREATE TEMP TABLE t (a INT)\", ()); \
                    db.execute(\"INSERT INTO t (a) VALUES (1)\", ()); db.execute(\"DROP TABLE t\", ()) }";
        assert_eq!(said(mine), "");
        assert!(read(mine).iter().all(|statement| statement.read.tables.is_empty()));
    }
}
