//! SQL as text: which tables a statement names, how many placeholders it has, and
//! whether only one engine would accept it. No database is needed.

use std::collections::BTreeSet;

use microcore_syntax::sql::{Action, Definition, Dialect, Kind, Lexer, Piece};

mod created;
mod portability;
mod tables;

pub use created::created;
pub use portability::one_engine_only;
pub use tables::tables;

/// A statement, read.
pub struct Statement {
    /// The tables it names, lower case, each once.
    pub tables: Vec<String>,
    /// The highest number of a `$n`.
    pub placeholders: usize,
    /// A lower number that is not used.
    pub gap: Option<usize>,
    /// The temporary table that it creates.
    pub temporary: Option<String>,
    /// The table that it creates, changes or drops for every connection.
    pub defined: Option<String>,
    /// Whether a comment in it disables the checks, with a reason; the error where it has
    /// no reason.
    pub unchecked: Result<bool, String>,
    /// What only one engine accepts, and why, unless a comment in the statement allows
    /// it.
    pub one_engine: Option<String>,
}

const KEYWORDS: &[&str] = &[
    "select", "insert", "update", "delete", "with", "replace", "merge", "pragma", "truncate",
    "explain",
];

impl Statement {
    /// Reads the text; `None` where it is no statement on tables.
    pub fn read(text: &str) -> Option<Self> {
        let all = pieces(text);
        let words: Vec<Piece<'_>> =
            all.iter().filter(|piece| piece.is_significant()).copied().collect();
        let first = words.iter().find(|token| !token.is("("))?;
        let definition = Definition::read(&words);
        if definition.is_none() && !KEYWORDS.iter().any(|keyword| first.is(keyword)) {
            return None;
        }
        let number = |token: &Piece<'_>| token.text.strip_prefix('$')?.parse::<usize>().ok();
        let placeholders = words.iter().filter(|token| token.kind == Kind::Placeholder);
        let numbers: BTreeSet<usize> = placeholders.filter_map(number).collect();
        let highest = numbers.last().copied().unwrap_or(0);
        let (temporary, defined) = match definition {
            Some(definition) if definition.is_temporary => (Some(lower(definition)), None),
            Some(definition) => (None, Some(lower(definition))),
            None => (None, None),
        };
        Some(Self {
            tables: tables(&words),
            placeholders: highest,
            gap: (1..highest).find(|number| !numbers.contains(number)),
            one_engine: one_engine_only(&all, &words),
            temporary,
            defined,
            unchecked: has_comment(&all, "unchecked"),
        })
    }
}

fn lower(definition: Definition<'_>) -> String {
    definition.name.to_ascii_lowercase()
}

/// The pieces of a statement that is to run on both engines, comments among them.
fn pieces(sql: &str) -> Vec<Piece<'_>> {
    Lexer::new(sql, Dialect::Sqlite).filter(|piece| piece.kind != Kind::Space).collect()
}

/// Whether a comment is `word: reason`; the error where it gives no reason.
pub fn has_comment(all: &[Piece<'_>], word: &str) -> Result<bool, String> {
    for comment in all.iter().filter(|token| token.kind == Kind::Comment) {
        let text = comment.text.trim_matches(['/', '*', '-', ' ', '\n']).to_ascii_lowercase();
        let Some(reason) = text.strip_prefix(word) else { continue };
        return match reason.strip_prefix(':').map(str::trim) {
            Some(reason) if !reason.is_empty() => Ok(true),
            _ => Err(format!("`/* {word} */` needs a reason\nhelp: write `/* {word}: reason */`")),
        };
    }
    Ok(false)
}

/// The tables that a migration reads or writes the rows of, or changes, and what only one
/// engine accepts of it.
pub fn touched(sql: &str) -> (Vec<String>, Vec<String>) {
    let (mut names, mut refused) = (Vec::new(), Vec::new());
    let all = pieces(sql);
    for statement in all.split(|token| token.is(";")) {
        let words: Vec<Piece<'_>> =
            statement.iter().filter(|piece| piece.is_significant()).copied().collect();
        // The migrator writes `now()` for each engine.
        let as_run: Vec<Piece<'_>> = words.iter().filter(|word| !word.is("now")).copied().collect();
        refused.extend(one_engine_only(statement, &as_run));
        match Definition::read(&words) {
            Some(definition) => match definition.action {
                Action::Create => {}
                Action::Alter | Action::Drop => names.push(lower(definition)),
            },
            None => names.extend(tables(&words)),
        }
    }
    (names, refused)
}
