//! The tables that a migration leaves behind.

use microcore_syntax::sql::{Dialect, Lexer, Piece};

/// What a migration does to tables: those it creates, and those it takes away.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Created {
    /// Created, or renamed to.
    pub tables: Vec<String>,
    /// Dropped, or renamed.
    pub gone: Vec<String>,
}

/// Reads the text of a migration.
pub fn created(sql: &str) -> Created {
    let mut created = Created::default();
    let all: Vec<Piece<'_>> =
        Lexer::new(sql, Dialect::Sqlite).filter(Piece::is_significant).collect();
    for statement in all.split(|token| token.is(";")) {
        let name_after = |word: &str| {
            let at = statement.iter().position(|token| token.is(word))?;
            let rest = statement[at + 1..].iter();
            let mut rest = rest.skip_while(|token| token.is_any(&["if", "not", "exists", "only"]));
            let mut name = rest.next().filter(|token| token.is_name())?;
            // `schema.name`
            while rest.next().is_some_and(|dot| dot.is(".")) {
                name = rest.next()?;
            }
            Some(name.name().to_ascii_lowercase())
        };
        let Some(first) = statement.first() else { continue };
        let is_table = statement.iter().take(4).any(|token| token.is_any(&["table", "view"]));
        let object = name_after("table").or_else(|| name_after("view"));
        if !is_table {
            continue;
        } else if first.is("create") {
            created.tables.extend(object);
        } else if first.is("drop") {
            created.gone.extend(object);
        } else if first.is("alter")
            && statement.windows(2).any(|pair| pair[0].is("rename") && pair[1].is("to"))
        {
            created.tables.extend(name_after("to"));
            created.gone.extend(object);
        }
    }
    created
}

#[cfg(test)]
mod tests {
    use super::created;

    #[test]
    fn what_a_migration_leaves_behind_is_known() {
        let found = created(
            "-- CREATE TABLE no (x);\nCREATE TABLE users (id BIGINT, note TEXT DEFAULT ';');\n\
             CREATE TABLE IF NOT EXISTS public.\"Orders\" (id BIGINT);\n\
             CREATE UNIQUE INDEX i ON users (id);\nCREATE VIEW seen AS SELECT 1;\n\
             ALTER TABLE users ADD COLUMN table_name TEXT;\nALTER TABLE a RENAME TO b;\n\
             ALTER TABLE users RENAME COLUMN x TO y;\nDROP TABLE IF EXISTS old;\n\
             INSERT INTO users VALUES (1)",
        );
        assert_eq!(found.tables, ["users", "orders", "seen", "b"]);
        assert_eq!(found.gone, ["a", "old"]);
    }
}
