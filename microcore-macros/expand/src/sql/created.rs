//! The tables that exist after a migration.

use microcore_syntax::sql::{Action, Definition, Dialect, Lexer, Object, Piece};

/// What a migration does to tables: those it creates, and those it removes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Created {
    /// Created, or renamed to.
    pub tables: Vec<String>,
    /// Dropped, or renamed.
    pub removed: Vec<String>,
}

/// Reads the text of a migration.
pub(crate) fn created(sql: &str) -> Created {
    let mut created = Created::default();
    let all: Vec<Piece<'_>> =
        Lexer::new(sql, Dialect::Sqlite).filter(Piece::is_significant).collect();
    for statement in all.split(|token| token.is(";")) {
        let Some(definition) = Definition::read(statement) else { continue };
        match definition.object {
            Object::Table | Object::View => {}
            Object::Index | Object::Trigger => continue,
        }
        let name = definition.name.to_ascii_lowercase();
        match definition.action {
            Action::Create => created.tables.push(name),
            Action::Drop => created.removed.push(name),
            Action::Alter => {
                if let [rename, to, new, ..] = &statement[definition.end..]
                    && rename.is("rename")
                    && to.is("to")
                {
                    created.tables.push(new.name().to_ascii_lowercase());
                    created.removed.push(name);
                }
            }
        }
    }
    created
}

#[cfg(test)]
mod tests {
    use super::created;

    #[test]
    fn the_tables_after_a_migration_are_known() {
        let found = created(
            "-- CREATE TABLE no (x);\nCREATE TABLE users (id BIGINT, note TEXT DEFAULT ';');\n\
             CREATE TABLE IF NOT EXISTS public.\"Orders\" (id BIGINT);\n\
             CREATE UNIQUE INDEX i ON users (id);\nCREATE VIEW seen AS SELECT 1;\n\
             ALTER TABLE users ADD COLUMN table_name TEXT;\nALTER TABLE a RENAME TO b;\n\
             ALTER TABLE users RENAME COLUMN x TO y;\nDROP TABLE IF EXISTS old;\n\
             INSERT INTO users VALUES (1)",
        );
        assert_eq!(found.tables, ["users", "orders", "seen", "b"]);
        assert_eq!(found.removed, ["a", "old"]);
    }
}
