//! Translates type names of PostgreSQL for SQLite.

use microcore_syntax::sql::{Dialect, Lexer, Piece};

/// The text of a migration as SQLite understands it; see the
/// [module](crate::tools::db::migrate) for what is translated.
pub(super) fn translate(sql: &str) -> Result<String, String> {
    let pieces: Vec<Piece<'_>> = Lexer::new(sql, Dialect::Sqlite).collect();
    let mut out: Vec<String> = pieces.iter().map(|piece| piece.text.to_owned()).collect();
    // What counts, with its place among the pieces.
    let words: Vec<Word<'_>> = pieces
        .iter()
        .enumerate()
        .filter(|(_, piece)| piece.is_significant())
        .map(|(at, piece)| Word { at, piece: *piece })
        .collect();
    for (index, word) in words.iter().enumerate() {
        if word.is("now") && follows(&words[index..], &["now", "(", ")"]) {
            NOW.clone_into(&mut out[word.at]);
            out[words[index + 1].at].clear();
            out[words[index + 2].at].clear();
        }
    }
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let end = rest.iter().position(|word| word.is(";")).map_or(rest.len(), |at| at + 1);
        let (statement, after) = rest.split_at(end);
        for column in columns(statement) {
            translate_type(column, &mut out)?;
        }
        rest = after;
    }
    Ok(out.concat())
}

const NOW: &str = "(strftime('%Y-%m-%d %H:%M:%f', 'now'))";

#[derive(Clone, Copy)]
struct Word<'a> {
    at: usize,
    piece: Piece<'a>,
}

impl<'a> std::ops::Deref for Word<'a> {
    type Target = Piece<'a>;

    fn deref(&self) -> &Piece<'a> {
        &self.piece
    }
}

fn follows(words: &[Word<'_>], texts: &[&str]) -> bool {
    words.len() >= texts.len() && words.iter().zip(texts).all(|(word, text)| word.is(text))
}

/// The column definitions of a statement, each from its type on.
fn columns<'a, 'b>(statement: &'b [Word<'a>]) -> Vec<&'b [Word<'a>]> {
    let Some(first) = statement.first() else { return Vec::new() };
    let table = statement.iter().take(3).any(|word| word.is("TABLE"));
    if !table || !first.is_any(&["CREATE", "ALTER"]) {
        return Vec::new();
    }
    let creates = first.is("CREATE");
    let mut found = Vec::new();
    let mut depth = 0;
    let mut name_at = None;
    for (index, word) in statement.iter().enumerate() {
        if name_at == Some(index) {
            name_at = None;
            if word.is("COLUMN") {
                name_at = Some(index + 1);
            } else if !word.is_any(&CONSTRAINTS) {
                found.push(definition(&statement[index + 1..]));
            }
        }
        match word.text {
            "(" => {
                depth += 1;
                if creates && depth == 1 {
                    name_at = Some(index + 1);
                }
            }
            ")" => depth -= 1,
            "," if creates && depth == 1 => name_at = Some(index + 1),
            _ if !creates && depth == 0 && word.is("ADD") => name_at = Some(index + 1),
            _ => {}
        }
    }
    found
}

const CONSTRAINTS: [&str; 7] =
    ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "LIKE", "EXCLUDE"];

/// Up to the comma or bracket that ends the definition.
fn definition<'a, 'b>(words: &'b [Word<'a>]) -> &'b [Word<'a>] {
    let mut depth = 0;
    for (index, word) in words.iter().enumerate() {
        match word.text {
            "(" => depth += 1,
            ")" if depth == 0 => return &words[..index],
            ")" => depth -= 1,
            "," | ";" if depth == 0 => return &words[..index],
            _ => {}
        }
    }
    words
}

fn translate_type(column: &[Word<'_>], out: &mut [String]) -> Result<(), String> {
    let Some(of) = column.first() else { return Ok(()) };
    let replacement = if of.is_any(&["SERIAL", "BIGSERIAL", "SMALLSERIAL"]) {
        let key = column.windows(2).find(|pair| follows(pair, &["PRIMARY", "KEY"]));
        let Some([_, key]) = key else {
            return Err(format!(
                "`{}` counts on SQLite only as `{} PRIMARY KEY`, in the column itself",
                of.text, of.text
            ));
        };
        out[key.at].push_str(" AUTOINCREMENT");
        "INTEGER"
    } else if of.is_any(&["JSON", "JSONB"]) {
        "JSON TEXT"
    } else if of.is("UUID") {
        "UUID TEXT"
    } else if of.is("DATE") {
        "DATE TEXT"
    } else if of.is("BYTEA") {
        "BLOB"
    } else if of.is_any(&["TIMESTAMPTZ", "TIMESTAMP"]) {
        let zone = column.iter().position(|word| word.is_any(&["WITH", "WITHOUT"]));
        if let Some(at) = zone.filter(|at| follows(&column[at + 1..], &["TIME", "ZONE"])) {
            for word in &column[at..at + 3] {
                out[word.at].clear();
            }
        }
        "TIMESTAMP TEXT"
    } else {
        return Ok(());
    };
    replacement.clone_into(&mut out[of.at]);
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn types_are_translated_where_they_are_types() {
        let sql = "CREATE TABLE t (\n  id BIGSERIAL PRIMARY KEY, -- a SERIAL\n  date DATE NOT NULL, \
                   uuid UUID,\n  json JSONB DEFAULT '{\"now()\": \"UUID\"}', data BYTEA,\n  \
                   at TIMESTAMP(6) WITH TIME ZONE NOT NULL DEFAULT now(),\n  UNIQUE (date, uuid)\n);";
        let expected = "CREATE TABLE t (\n  id INTEGER PRIMARY KEY AUTOINCREMENT, -- a SERIAL\n  \
                        date DATE TEXT NOT NULL, uuid UUID TEXT,\n  json JSON TEXT DEFAULT \
                        '{\"now()\": \"UUID\"}', data BLOB,\n  at TIMESTAMP TEXT(6)    NOT NULL \
                        DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),\n  UNIQUE (date, uuid)\n);";
        assert_eq!(translate(sql).unwrap(), expected);
    }

    #[test]
    fn added_columns_are_translated_too() {
        let sql = "ALTER TABLE t ADD COLUMN at TIMESTAMPTZ; ALTER TABLE t ADD id UUID";
        let expected = "ALTER TABLE t ADD COLUMN at TIMESTAMP TEXT; ALTER TABLE t ADD id UUID TEXT";
        assert_eq!(translate(sql).unwrap(), expected);
    }

    #[test]
    fn nothing_else_is_touched() {
        for sql in [
            "INSERT INTO t (date, uuid) VALUES ('DATE', 'UUID'); -- JSONB",
            "CREATE INDEX date ON t (uuid, json)",
            "CREATE TABLE t (id BIGINT CHECK (id IN (1, 2)), price NUMERIC(10, 2))",
        ] {
            assert_eq!(translate(sql).unwrap(), sql);
        }
    }

    #[test]
    fn a_serial_that_sqlite_cannot_count_is_refused() {
        let refused = translate("CREATE TABLE t (a TEXT PRIMARY KEY, b SERIAL)").unwrap_err();
        assert!(refused.contains("SERIAL PRIMARY KEY"), "{refused}");
    }
}
