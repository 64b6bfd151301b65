//! SQL as text: which tables a statement names, how many placeholders it has, and
//! whether only one engine would take it. No database is asked.

mod created;
mod engines;
mod tables;
mod tokens;

pub use created::created;
pub use engines::one_engine_only;
pub use tables::tables;
use tokens::{Kind, Token, tokens};

/// A statement, read.
pub struct Statement {
    /// The tables it names, lower case, each once.
    pub tables: Vec<String>,
    /// The highest number of a `$n`.
    pub placeholders: usize,
    /// What only one engine takes, and why, unless the statement says that it is
    /// meant.
    pub one_engine: Option<String>,
}

const OPENINGS: &[&str] =
    &["select", "insert", "update", "delete", "with", "replace", "merge", "pragma", "truncate"];

impl Statement {
    /// Reads the text; `None` where it is no statement on tables.
    pub fn read(text: &str) -> Option<Self> {
        let all = tokens(text);
        let words: Vec<Token<'_>> =
            all.iter().filter(|token| token.kind != Kind::Comment).copied().collect();
        let first = words.iter().find(|token| !token.is("("))?;
        if !OPENINGS.iter().any(|opening| first.is(opening)) {
            return None;
        }
        let number = |token: &Token<'_>| token.text.strip_prefix('$')?.parse::<usize>().ok();
        let placeholders = words.iter().filter(|token| token.kind == Kind::Placeholder);
        Some(Self {
            tables: tables(&words),
            placeholders: placeholders.filter_map(number).max().unwrap_or(0),
            one_engine: one_engine_only(&all, &words),
        })
    }
}
