//! The tables that a statement names.

use microcore_syntax::sql::Piece;

const STATEMENTS: &[&str] = &["select", "insert", "update", "delete", "with", "values"];
/// What ends the list of tables of a `FROM`.
const CLAUSES: &[&str] = &[
    "where",
    "group",
    "order",
    "having",
    "limit",
    "offset",
    "union",
    "except",
    "intersect",
    "returning",
    "set",
    "window",
    "for",
    "fetch",
    "values",
    "select",
];

/// The state at one depth of parentheses.
#[derive(Clone, Copy, Default)]
struct Level {
    /// It holds a statement, not arguments: `extract(day FROM x)` names no table.
    statement: bool,
    /// A comma leads to the next table.
    listing: bool,
}

/// The tables, lower case, each once, without the names that `WITH` gives. Those
/// of the engine itself are left out.
pub(crate) fn tables(words: &[Piece<'_>]) -> Vec<String> {
    let given = given_names(words);
    let mut found: Vec<String> = Vec::new();
    let mut levels = vec![Level { statement: true, listing: false }];
    let mut expected = false;
    let mut at = 0;
    while at < words.len() {
        let (word, next) = (words[at], words.get(at + 1));
        let before = at.checked_sub(1).and_then(|at| words.get(at));
        let is_before = |names: &[&str]| before.is_some_and(|before| before.is_any(names));
        if expected && word.is_any(&["only", "lateral", "or", "ignore", "rollback", "abort"]) {
            at += 1;
            continue;
        }
        if expected && word.is_name() && !word.is_any(STATEMENTS) {
            let (name, length) = name(&words[at..]);
            let calls = words.get(at + length).is_some_and(|next| next.is("("));
            let function = calls && !is_before(&["into"]);
            if let Some(name) = name.filter(|name| !function && !given.contains(name))
                && !found.contains(&name)
            {
                found.push(name);
            }
            expected = false;
            at += length;
            continue;
        }
        let level = levels.last().copied().unwrap_or_default();
        if word.is("(") {
            let statement = next.is_some_and(|next| next.is_any(STATEMENTS));
            // `FROM (a JOIN b …)` holds tables too.
            expected &= !statement && is_before(&["from", "join", ",", "("]);
            levels.push(Level { statement: statement || expected, listing: expected });
        } else if word.is(")") {
            if levels.len() > 1 {
                levels.pop();
            }
            expected = false;
        } else if word.is("from") {
            expected = level.statement && !is_before(&["distinct"]);
            set_listing(&mut levels, expected);
        } else if word.is("using") {
            // `DELETE FROM a USING b`, not `JOIN b USING (id)`.
            expected = next.is_some_and(|next| !next.is("("));
        } else if word.is_any(&["join", "into"]) {
            expected = true;
        } else if word.is("update") {
            expected = !is_before(&["for", "do", "on", "key"]);
        } else if word.is("truncate") {
            expected = true;
        } else if word.is(",") {
            expected = level.listing;
        } else {
            expected &= word.is("table");
            if word.is_any(CLAUSES) {
                set_listing(&mut levels, false);
            }
        }
        at += 1;
    }
    found
}

fn set_listing(levels: &mut [Level], listing: bool) {
    if let Some(level) = levels.last_mut() {
        level.listing = listing;
    }
}

/// `name`, `schema.name`; nothing where it is a table of the engine's own.
fn name(words: &[Piece<'_>]) -> (Option<String>, usize) {
    let mut length = 1;
    while words.get(length).is_some_and(|dot| dot.is("."))
        && words.get(length + 1).is_some_and(Piece::is_name)
    {
        length += 2;
    }
    let lower = |piece: &Piece<'_>| piece.name().to_ascii_lowercase();
    let (first, last) = (lower(&words[0]), lower(&words[length - 1]));
    let own = ["information_schema", "pg_catalog"].contains(&first.as_str())
        || last.starts_with("sqlite_")
        || last.starts_with("pg_");
    ((!own).then_some(last), length)
}

/// The names that `WITH` gives: `name AS (SELECT`, `name (columns) AS (SELECT`.
fn given_names(words: &[Piece<'_>]) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in words.iter().enumerate().filter(|(_, word)| word.is("as")) {
        let mut after = at + 1;
        while words.get(after).is_some_and(|word| word.is_any(&["not", "materialized"])) {
            after += 1;
        }
        let opens = words.get(after).is_some_and(|word| word.is("("))
            && words.get(after + 1).is_some_and(|word| word.is_any(STATEMENTS));
        if opens && let Some(name) = name_before(words, at) {
            found.push(name);
        }
    }
    found
}

fn name_before(words: &[Piece<'_>], at: usize) -> Option<String> {
    let mut at = at.checked_sub(1)?;
    if words[at].is(")") {
        at = words[..at].iter().rposition(|word| word.is("("))?.checked_sub(1)?;
    }
    words[at].is_name().then(|| words[at].name().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::sql::Statement;

    #[test]
    fn tables_are_found_wherever_a_statement_names_them() {
        for (sql, expected) in [
            ("SELECT * FROM users WHERE id = $1", "users"),
            ("SELECT u.id FROM users u, orders AS o WHERE o.user_id = u.id", "users orders"),
            ("SELECT 1 FROM a JOIN b ON a.x = b.x LEFT JOIN c USING (id), d", "a b c d"),
            ("SELECT (SELECT COUNT(*) FROM b) FROM a WHERE id IN (SELECT id FROM c)", "b a c"),
            ("SELECT * FROM (SELECT * FROM inner_one) x", "inner_one"),
            ("SELECT * FROM (a JOIN b ON a.x = b.x)", "a b"),
            ("INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = $2", "t"),
            ("INSERT INTO t SELECT * FROM s", "t s"),
            ("UPDATE t SET a = f(b, c) FROM s WHERE t.id = s.id", "t s"),
            ("DELETE FROM t WHERE a = 'FROM x'", "t"),
            (
                "WITH w AS (SELECT * FROM a), v (x) AS (SELECT 1 FROM w) SELECT * FROM w, v, b",
                "a b",
            ),
            ("WITH RECURSIVE w AS (SELECT 1 UNION ALL SELECT n + 1 FROM w) SELECT n FROM w", ""),
            ("WITH gone AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM gone", "a b"),
            ("SELECT \"Name\" FROM \"Users\" -- FROM x\n/* FROM y */", "users"),
            ("SELECT extract(day FROM at), a IS DISTINCT FROM b FROM t", "t"),
            ("SELECT * FROM public.users ORDER BY a, b", "users"),
            ("SELECT * FROM json_each($1), t", "t"),
            ("SELECT 1 UNION SELECT x FROM t ORDER BY x", "t"),
            ("SELECT name FROM sqlite_master", ""),
            ("SELECT E'it\\'s FROM x', `a` FROM `t`", "t"),
            ("SELECT 1", ""),
        ] {
            let tables = Statement::read(sql).expect(sql).tables;
            assert_eq!(tables.join(" "), expected, "{sql}");
        }
    }

    #[test]
    fn text_that_is_not_sql_is_ignored() {
        for text in ["", "hello", "users.lookup", "BEGIN", "create user"] {
            assert!(Statement::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn placeholders_are_counted_by_their_number() {
        let count = |sql| Statement::read(sql).expect("a statement").placeholders;
        assert_eq!(count("SELECT $2, $1, $2, '$9' -- $8"), 2);
        assert_eq!(count("SELECT 1"), 0);
    }
}
