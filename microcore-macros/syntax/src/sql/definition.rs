//! `CREATE TABLE name`, `ALTER TABLE name`, `DROP VIEW name`, …

use super::Piece;

/// A statement about a table, and not about its rows.
///
/// ```
/// use microcore_syntax::sql::{Action, Definition, Dialect, Lexer, Piece};
///
/// let sql = "CREATE TABLE IF NOT EXISTS public.\"Users\" (id BIGINT)";
/// let pieces: Vec<_> =
///     Lexer::new(sql, Dialect::Sqlite).filter(Piece::is_significant).collect();
/// let definition = Definition::read(&pieces).unwrap();
/// assert_eq!((definition.action, definition.name), (Action::Create, "Users"));
/// assert_eq!(pieces[definition.end].text, "(");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Definition<'a> {
    /// What it does.
    pub action: Action,
    /// What it does it to.
    pub object: Object,
    /// Whether the object is temporary: visible to its connection only.
    pub is_temporary: bool,
    /// The object's name, without its schema and its quotes.
    pub name: &'a str,
    /// The piece after the name.
    pub end: usize,
}

/// What a definition does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `CREATE`
    Create,
    /// `ALTER`
    Alter,
    /// `DROP`
    Drop,
}

/// What a definition is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// `TABLE`
    Table,
    /// `VIEW`
    View,
    /// `INDEX`
    Index,
    /// `TRIGGER`
    Trigger,
}

const ACTIONS: [(&str, Action); 3] =
    [("create", Action::Create), ("alter", Action::Alter), ("drop", Action::Drop)];
const OBJECTS: [(&str, Object); 4] = [
    ("table", Object::Table),
    ("view", Object::View),
    ("index", Object::Index),
    ("trigger", Object::Trigger),
];
/// How many words may be before the object: `CREATE OR REPLACE TEMPORARY VIEW`.
const MODIFIERS: usize = 3;

impl<'a> Definition<'a> {
    /// Reads the significant pieces of one statement; `None` where it is another one.
    pub fn read(pieces: &[Piece<'a>]) -> Option<Self> {
        let (first, rest) = pieces.split_first()?;
        let action = known(&ACTIONS, first)?;
        let at = rest.iter().take(MODIFIERS + 1).position(|piece| known(&OBJECTS, piece).is_some());
        let at = at? + 1;
        let object = known(&OBJECTS, &pieces[at])?;
        let is_temporary = pieces[..at].iter().any(|piece| piece.is_any(&["temp", "temporary"]));
        let words = ["if", "not", "exists", "only", "concurrently"];
        let skipped = pieces[at + 1..].iter().take_while(|piece| piece.is_any(&words)).count();
        let mut end = at + 1 + skipped;
        let mut name = pieces.get(end).filter(|piece| piece.is_name())?;
        end += 1;
        while let [dot, next, ..] = &pieces[end..]
            && dot.is(".")
            && next.is_name()
        {
            name = next;
            end += 2;
        }
        Some(Self { action, object, is_temporary, name: name.name(), end })
    }
}

fn known<T: Copy>(words: &[(&str, T)], piece: &Piece<'_>) -> Option<T> {
    words.iter().find(|(word, _)| piece.is(word)).map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, Lexer};
    use super::*;

    fn read(sql: &str) -> Option<(Action, Object, bool, String)> {
        let pieces: Vec<_> =
            Lexer::new(sql, Dialect::Sqlite).filter(Piece::is_significant).collect();
        let definition = Definition::read(&pieces)?;
        let Definition { action, object, is_temporary, name, end: _ } = definition;
        Some((action, object, is_temporary, name.to_owned()))
    }

    #[test]
    fn the_name_of_what_is_defined_is_found() {
        use Action::{Alter, Create, Drop};
        use Object::{Index, Table, View};
        for (sql, action, object, is_temporary) in [
            ("CREATE TABLE t (id INT)", Create, Table, false),
            ("create table if not exists \"t\" (id INT)", Create, Table, false),
            ("CREATE TEMP TABLE t (id INT)", Create, Table, true),
            ("CREATE OR REPLACE TEMPORARY VIEW t AS SELECT 1", Create, View, true),
            ("ALTER TABLE ONLY public.t ADD b INT", Alter, Table, false),
            ("DROP VIEW IF EXISTS a.t", Drop, View, false),
            ("CREATE UNIQUE INDEX t ON users (id)", Create, Index, false),
        ] {
            assert_eq!(read(sql), Some((action, object, is_temporary, "t".to_owned())), "{sql}");
        }
    }

    #[test]
    fn other_statements_define_nothing() {
        for sql in ["", "CREATE", "CREATE TABLE", "SELECT 1", "INSERT INTO table_a VALUES (1)"] {
            assert_eq!(read(sql), None, "{sql}");
        }
    }
}
