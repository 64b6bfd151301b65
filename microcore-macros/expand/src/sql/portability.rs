//! SQL that only one engine accepts.

use microcore_syntax::sql::{Kind, Piece};

use super::has_comment;

const SQLITE: &str = "SQLite";
const POSTGRES: &str = "PostgreSQL";
const NEITHER: &str = "neither";

/// Keywords that only one engine has, with what both accept.
const WORDS: &[(&str, &str, &str)] = &[
    ("auto_increment", NEITHER, "`BIGSERIAL` in the migration"),
    ("autoincrement", SQLITE, "`BIGSERIAL` in the migration"),
    ("pragma", SQLITE, "the settings of `Db`"),
    ("glob", SQLITE, "`LIKE`"),
    ("rowid", SQLITE, "a column of your own"),
    ("nocase", SQLITE, "`LOWER(…)` on both sides"),
    ("indexed", SQLITE, "nothing: the engine chooses"),
    ("ilike", POSTGRES, "`LOWER(…) LIKE …`"),
    ("similar", POSTGRES, "`LIKE`"),
    ("lateral", POSTGRES, "a subquery or two statements"),
    ("truncate", POSTGRES, "`DELETE FROM …`"),
    ("tablesample", POSTGRES, "`ORDER BY … LIMIT …`"),
    ("interval", POSTGRES, "a time computed in Rust, as an argument"),
    ("merge", POSTGRES, "`INSERT … ON CONFLICT … DO UPDATE`"),
];

/// Functions that only one engine has, with what both accept.
const FUNCTIONS: &[(&str, &str, &str)] = &[
    ("ifnull", SQLITE, "`COALESCE(…)`"),
    ("iif", SQLITE, "`CASE WHEN … THEN … ELSE … END`"),
    ("group_concat", SQLITE, "one row each, joined in Rust"),
    ("strftime", SQLITE, "a time computed in Rust, as an argument"),
    ("julianday", SQLITE, "a time computed in Rust, as an argument"),
    ("unixepoch", SQLITE, "a time computed in Rust, as an argument"),
    ("datetime", SQLITE, "a time computed in Rust, as an argument"),
    ("last_insert_rowid", SQLITE, "`RETURNING id`"),
    ("json_extract", SQLITE, "a column, or `Value` read in Rust"),
    ("json_each", SQLITE, "a table, or `Value` read in Rust"),
    ("typeof", SQLITE, "the type of the column"),
    ("randomblob", SQLITE, "a `Uuid` made in Rust"),
    ("instr", SQLITE, "`LIKE`"),
    ("now", POSTGRES, "a time from `Clock`, as an argument"),
    ("any", POSTGRES, "`IN ($1, $2)`"),
    ("generate_series", POSTGRES, "`WITH RECURSIVE`"),
    ("date_trunc", POSTGRES, "a time computed in Rust, as an argument"),
    ("date_part", POSTGRES, "a time computed in Rust, as an argument"),
    ("extract", POSTGRES, "a time computed in Rust, as an argument"),
    ("to_char", POSTGRES, "formatting in Rust"),
    ("to_timestamp", POSTGRES, "a time computed in Rust, as an argument"),
    ("nextval", POSTGRES, "`RETURNING id`"),
    ("gen_random_uuid", POSTGRES, "a `Uuid` made in Rust"),
    ("array_agg", POSTGRES, "one row each, collected in Rust"),
    ("unnest", POSTGRES, "one row each"),
    ("jsonb_build_object", POSTGRES, "columns, put together in Rust"),
    ("jsonb_agg", POSTGRES, "one row each, collected in Rust"),
    ("row_to_json", POSTGRES, "columns, put together in Rust"),
    ("greatest", POSTGRES, "`CASE WHEN … THEN … ELSE … END`"),
    ("least", POSTGRES, "`CASE WHEN … THEN … ELSE … END`"),
];

/// What in the statement only one engine accepts; `None` if there is none, or if a
/// comment allows it: `/* sqlite only: reason */`.
pub fn one_engine_only(all: &[Piece<'_>], words: &[Piece<'_>]) -> Option<String> {
    for engine in ["sqlite only", "postgres only"] {
        match has_comment(all, engine) {
            Ok(true) => return None,
            Ok(false) => {}
            Err(problem) => return Some(problem),
        }
    }
    let (what, engine, instead) = words.iter().enumerate().find_map(|(at, _)| found(words, at))?;
    if engine == NEITHER {
        return Some(format!(
            "neither SQLite nor PostgreSQL accepts {what}\nhelp: write {instead}"
        ));
    }
    let comment = if engine == SQLITE { "sqlite" } else { "postgres" };
    Some(format!(
        "only {engine} accepts {what}, and the URL of the database chooses the engine\n\
         help: write {instead}\n\
         help: or, if this is intended, add `/* {comment} only: reason */` to the statement"
    ))
}

fn found(words: &[Piece<'_>], at: usize) -> Option<(String, &'static str, &'static str)> {
    let (word, next) = (words[at], words.get(at + 1));
    let is_next = |text: &str| next.is_some_and(|next| next.is(text));
    let before = at.checked_sub(1).and_then(|at| words.get(at));
    let quoted = |text: &str| format!("`{text}`");
    match word.kind {
        Kind::Foreign => Some((quoted(word.text), SQLITE, "`$1`, `$2`, …")),
        Kind::Name if word.text.starts_with('`') => {
            Some(("names in backticks".to_owned(), SQLITE, "`\"name\"`"))
        }
        Kind::Symbol => match word.text {
            "::" => Some((quoted("::"), POSTGRES, "`CAST(… AS …)`")),
            "@" if is_next(">") => Some((quoted("@>"), POSTGRES, "a table of its own")),
            _ => None,
        },
        // `t.glob` is a column.
        Kind::Word if before.is_some_and(|before| before.is(".")) || is_next(".") => None,
        Kind::Word => {
            let first = at == 0;
            if word.is("duplicate") && is_next("key") {
                return Some((
                    quoted("ON DUPLICATE KEY"),
                    NEITHER,
                    "`ON CONFLICT (…) DO UPDATE SET …`",
                ));
            }
            if word.is_any(&["insert", "update"]) && is_next("or") {
                return Some((
                    format!("`{} OR …`", word.text.to_ascii_uppercase()),
                    SQLITE,
                    "`ON CONFLICT … DO …`",
                ));
            }
            if first && word.is("replace") {
                return Some((
                    quoted("REPLACE INTO"),
                    SQLITE,
                    "`INSERT … ON CONFLICT … DO UPDATE`",
                ));
            }
            if word.is("for")
                && next.is_some_and(|next| next.is_any(&["update", "share", "no", "key"]))
            {
                return Some((quoted("FOR UPDATE"), POSTGRES, "an `UPDATE` with its condition"));
            }
            if word.is("distinct") && is_next("on") {
                return Some((quoted("DISTINCT ON"), POSTGRES, "`GROUP BY`"));
            }
            if word.is("array") && is_next("[") {
                return Some((quoted("ARRAY[…]"), POSTGRES, "`IN ($1, $2)`"));
            }
            if is_next("(") {
                let known = FUNCTIONS.iter().find(|(name, _, _)| word.is(name))?;
                return Some((format!("`{}()`", known.0), known.1, known.2));
            }
            // The keyword, not a column or a table of that name.
            let known = WORDS.iter().find(|(name, _, _)| word.is(name))?;
            let starts = first || !["pragma", "truncate", "merge"].contains(&known.0);
            let takes = match known.0 {
                "interval" => next.is_some_and(|next| next.kind == Kind::Text),
                "similar" => is_next("to"),
                "indexed" => is_next("by"),
                "nocase" => before.is_some_and(|before| before.is("collate")),
                "glob" | "ilike" => {
                    before.is_some() && next.is_some() && !is_next(",") && !is_next("=")
                }
                _ => true,
            };
            (starts && takes).then(|| (quoted(&known.0.to_ascii_uppercase()), known.1, known.2))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::sql::Statement;

    fn problem(sql: &str) -> Option<String> {
        Statement::read(sql).expect("a statement").one_engine
    }

    #[test]
    fn sql_for_one_engine_is_reported() {
        for (sql, engine) in [
            ("SELECT * FROM t WHERE id = ?", "SQLite"),
            ("SELECT * FROM t WHERE id = :id", "SQLite"),
            ("SELECT `a` FROM t", "SQLite"),
            ("INSERT OR REPLACE INTO t (a) VALUES (1)", "SQLite"),
            ("REPLACE INTO t (a) VALUES (1)", "SQLite"),
            ("PRAGMA foreign_keys", "SQLite"),
            ("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "SQLite"),
            ("SELECT ifnull(a, 1) FROM t", "SQLite"),
            ("SELECT a FROM t WHERE a GLOB 'x*'", "SQLite"),
            ("SELECT a::text FROM t", "PostgreSQL"),
            ("SELECT a FROM t WHERE a ILIKE $1", "PostgreSQL"),
            ("UPDATE t SET at = now()", "PostgreSQL"),
            ("SELECT a FROM t WHERE id = ANY($1)", "PostgreSQL"),
            ("SELECT a FROM t FOR UPDATE", "PostgreSQL"),
            ("SELECT DISTINCT ON (a) a FROM t", "PostgreSQL"),
            ("TRUNCATE t", "PostgreSQL"),
            ("SELECT a + interval '1 day' FROM t", "PostgreSQL"),
        ] {
            assert!(
                problem(sql).is_some_and(|text| text.starts_with(&format!("only {engine}"))),
                "{sql}"
            );
        }
    }

    #[test]
    fn sql_for_both_engines_is_accepted() {
        for sql in [
            "INSERT INTO t (a) VALUES ($1) ON CONFLICT (a) DO UPDATE SET a = excluded.a RETURNING *",
            "SELECT COALESCE(a, $1), COUNT(*), 'what? x::y now()' FROM t -- ?\nLIMIT $2 OFFSET $3",
            "SELECT t.glob, interval, now FROM t WHERE rowids = 1",
            "SELECT CAST(a AS TEXT) FROM t WHERE LOWER(a) LIKE $1 AND b IS DISTINCT FROM c",
            "SELECT data -> 'a' FROM t WHERE at < CURRENT_TIMESTAMP",
        ] {
            assert_eq!(problem(sql), None, "{sql}");
        }
    }

    #[test]
    fn sql_that_neither_engine_accepts_is_reported() {
        let sql = "INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE a = 1";
        assert!(problem(sql).is_some_and(|text| text.starts_with("neither SQLite nor PostgreSQL")));
    }

    #[test]
    fn sql_for_one_engine_is_allowed_with_a_reason() {
        assert_eq!(problem("/* postgres only: the warehouse */ SELECT now()"), None);
        assert_eq!(problem("SELECT ifnull(a, 1) FROM t -- sqlite only: on the phone"), None);
        assert!(problem("/* sqlite only */ SELECT ifnull(a, 1) FROM t").is_some());
    }
}
