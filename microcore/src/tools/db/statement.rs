//! Analyzes a statement before it runs: its placeholders, and whether it is read-only.

use microcore_syntax::sql::{Dialect, Kind, Lexer};

use microcore_core::error::{Error, Result};

/// What has to be known of a statement before it runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// The number of its placeholders.
    pub(super) placeholders: usize,
    /// Whether it only reads.
    pub(super) reads: bool,
}

impl Statement {
    /// Reads one statement and refuses what would not mean the same on every
    /// engine.
    pub(super) fn parse(sql: &str, dialect: Dialect) -> Result<Self> {
        let mut highest = 0;
        let mut seen: u64 = 0;
        let mut first = None;
        let mut changes = false;
        let mut ended = false;
        for piece in Lexer::new(sql, dialect) {
            let text = piece.text;
            match piece.kind {
                Kind::Space | Kind::Comment => continue,
                _ if ended => {
                    return Err(Error::internal(
                        "one call runs one statement; there is something after the `;`",
                    ));
                }
                Kind::Symbol if text == ";" => ended = true,
                Kind::Placeholder => {
                    let number: usize = text[1..].parse().unwrap_or(usize::MAX);
                    if number == 0 || number > MAX_PLACEHOLDER {
                        return Err(Error::internal(format!("there is no placeholder `{text}`")));
                    }
                    highest = highest.max(number);
                    if number <= 64 {
                        seen |= 1 << (number - 1);
                    }
                }
                Kind::Foreign if dialect == Dialect::Sqlite => {
                    return Err(Error::internal(format!(
                        "placeholders are `$1`, `$2`, …; `{text}` is none"
                    )));
                }
                Kind::Word => {
                    first.get_or_insert(text);
                    changes |= CHANGES.iter().any(|word| text.eq_ignore_ascii_case(word));
                }
                _ => {}
            }
        }
        if first.is_none() {
            return Err(Error::internal("there is no statement to run"));
        }
        // Gaps are only looked for where they are made by hand.
        if highest <= 64 && seen.count_ones() as usize != highest {
            let gap = seen.trailing_ones() + 1;
            return Err(Error::internal(format!("`${highest}` is used and `${gap}` is not")));
        }
        let reads = !changes
            && first.is_some_and(|word| READS.iter().any(|read| word.eq_ignore_ascii_case(read)));
        Ok(Self { placeholders: highest, reads })
    }
}

/// SQLite's limit; PostgreSQL's is 65,535.
const MAX_PLACEHOLDER: usize = 32_766;
const READS: [&str; 4] = ["SELECT", "WITH", "VALUES", "EXPLAIN"];
const CHANGES: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

#[cfg(test)]
#[path = "statement_tests.rs"]
mod tests;
