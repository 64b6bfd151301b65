//! Reads SQL as far as needed: where literals and comments end, which
//! placeholders there are, and whether a statement only reads.

use super::Engine;
use microcore_core::error::{Error, Result};

/// What a piece of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Space,
    Comment,
    /// A string, a quoted name or a dollar-quoted string.
    Quoted,
    /// A keyword or a name.
    Word,
    Number,
    /// `$1`
    Placeholder,
    /// `?`, `:name`, `@name`: placeholders to SQLite, operators to PostgreSQL.
    Foreign,
    Symbol,
}

/// Cuts SQL into pieces; put together again they are the SQL.
pub(crate) struct Tokens<'a> {
    sql: &'a str,
    at: usize,
    nested_comments: bool,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(sql: &'a str, engine: Engine) -> Self {
        Self { sql, at: 0, nested_comments: engine == Engine::Postgres }
    }

    /// SQL that runs on both engines.
    pub(crate) fn portable(sql: &'a str) -> Self {
        Self::new(sql, Engine::Sqlite)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (Kind, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = &self.sql.as_bytes()[self.at..];
        let (kind, length) = piece(bytes, self.nested_comments)?;
        let text = &self.sql[self.at..self.at + length];
        self.at += length;
        Some((kind, text))
    }
}

fn piece(bytes: &[u8], nested: bool) -> Option<(Kind, usize)> {
    let first = *bytes.first()?;
    let second = bytes.get(1).copied().unwrap_or(0);
    Some(match first {
        b' ' | b'\t' | b'\r' | b'\n' | 0x0c => {
            (Kind::Space, run(bytes, 1, |byte| byte.is_ascii_whitespace()))
        }
        b'-' if second == b'-' => (Kind::Comment, run(bytes, 2, |byte| byte != b'\n')),
        b'/' if second == b'*' => (Kind::Comment, block_comment(bytes, nested)),
        b'\'' | b'"' | b'`' => (Kind::Quoted, quoted(bytes, 0, false)),
        // PostgreSQL's string with backslashes.
        b'e' | b'E' if second == b'\'' => (Kind::Quoted, quoted(bytes, 1, true)),
        b'$' if second.is_ascii_digit() => {
            (Kind::Placeholder, run(bytes, 1, |byte| byte.is_ascii_digit()))
        }
        b'$' => match dollar_quoted(bytes) {
            Some(length) => (Kind::Quoted, length),
            None => (Kind::Foreign, run(bytes, 1, is_word)),
        },
        b'?' => (Kind::Foreign, run(bytes, 1, |byte| byte.is_ascii_digit())),
        b':' if second == b':' => (Kind::Symbol, 2),
        b':' | b'@' if is_word_start(second) => (Kind::Foreign, run(bytes, 1, is_word)),
        b'0'..=b'9' => (Kind::Number, run(bytes, 1, |byte| is_word(byte) || byte == b'.')),
        _ if is_word_start(first) => (Kind::Word, run(bytes, 1, is_word)),
        _ => (Kind::Symbol, 1),
    })
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn run(bytes: &[u8], from: usize, of: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !of(*byte)).map_or(bytes.len(), |length| from + length)
}

/// The length of a quoted piece whose quote stands at `open`; a doubled quote
/// is part of it. What is not closed reaches to the end.
fn quoted(bytes: &[u8], open: usize, backslashes: bool) -> usize {
    let quote = bytes[open];
    let mut at = open + 1;
    while at < bytes.len() {
        if backslashes && bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at] != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return at + 1;
        }
    }
    bytes.len()
}

fn block_comment(bytes: &[u8], nested: bool) -> usize {
    let mut depth = 1;
    let mut at = 2;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"*/" => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            b"/*" if nested => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

fn dollar_quoted(bytes: &[u8]) -> Option<usize> {
    let tag_end = run(bytes, 1, |byte| byte != b'$' && is_word(byte));
    if bytes.get(tag_end) != Some(&b'$') {
        return None;
    }
    let tag = &bytes[..=tag_end];
    let body = &bytes[tag.len()..];
    let close = body.windows(tag.len()).position(|window| window == tag);
    Some(close.map_or(bytes.len(), |start| tag.len() + start + tag.len()))
}

/// What has to be known of a statement before it runs.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scan {
    /// The number of its placeholders.
    pub(super) placeholders: usize,
    /// Whether it only reads.
    pub(super) reads: bool,
}

/// Reads one statement and refuses what would not mean the same on both
/// engines.
pub(super) fn scan(sql: &str, engine: Engine) -> Result<Scan> {
    let mut highest = 0;
    let mut seen: u64 = 0;
    let mut first = None;
    let mut changes = false;
    let mut ended = false;
    for (kind, text) in Tokens::new(sql, engine) {
        match kind {
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
            Kind::Foreign if engine == Engine::Sqlite => {
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
    Ok(Scan { placeholders: highest, reads })
}

/// SQLite's limit; PostgreSQL's is 65,535.
const MAX_PLACEHOLDER: usize = 32_766;
const READS: [&str; 4] = ["SELECT", "WITH", "VALUES", "EXPLAIN"];
const CHANGES: [&str; 3] = ["INSERT", "UPDATE", "DELETE"];

#[cfg(test)]
#[path = "scan_tests.rs"]
mod tests;
