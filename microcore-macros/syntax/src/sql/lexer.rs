//! Splits SQL into words, names, placeholders, literals and comments.

/// The engine whose rules apply, where the two differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, and whatever runs on both: comments do not nest.
    Sqlite,
    /// PostgreSQL: comments nest.
    Postgres,
}

/// What a piece of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// White space.
    Space,
    /// `-- …`, `/* … */`
    Comment,
    /// `'text'`, `E'text'`, `$tag$text$tag$`
    Text,
    /// `"name"`, and with backticks as only SQLite has it.
    Name,
    /// A keyword or a name without quotes.
    Word,
    /// A number.
    Number,
    /// `$1`
    Placeholder,
    /// `?`, `:name`, `@name`, `$name`: placeholders of SQLite, operators or nothing to
    /// PostgreSQL.
    Foreign,
    /// One character, or `::`.
    Symbol,
}

/// A piece of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written, quotes included.
    pub text: &'a str,
    /// The byte of the text at which it begins.
    pub at: usize,
}

impl<'a> Piece<'a> {
    /// Whether it is this keyword or symbol, in any case; what is quoted is neither.
    pub fn is(&self, word: &str) -> bool {
        let is_quoted = matches!(self.kind, Kind::Text | Kind::Name | Kind::Comment);
        !is_quoted && self.text.eq_ignore_ascii_case(word)
    }

    /// Whether it is one of these keywords or symbols.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Whether it can be the name of a table.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }

    /// The text without the quotes of a name.
    pub fn name(&self) -> &'a str {
        match self.kind {
            Kind::Name => self.text.trim_matches(['"', '`']),
            _ => self.text,
        }
    }

    /// Whether it is part of a statement: neither white space nor a comment.
    pub fn is_significant(&self) -> bool {
        !matches!(self.kind, Kind::Space | Kind::Comment)
    }
}

/// Splits SQL into pieces, which joined again are the SQL.
///
/// ```
/// use microcore_syntax::sql::{Dialect, Kind, Lexer};
///
/// let pieces = Lexer::new("SELECT '$1', $1 -- $1", Dialect::Sqlite);
/// assert_eq!(pieces.filter(|piece| piece.kind == Kind::Placeholder).count(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    sql: &'a str,
    at: usize,
    dialect: Dialect,
}

impl<'a> Lexer<'a> {
    /// Reads the text by the rules of that engine.
    pub fn new(sql: &'a str, dialect: Dialect) -> Self {
        Self { sql, at: 0, dialect }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = &self.sql.as_bytes()[self.at..];
        let (kind, length) = piece(bytes, self.dialect)?;
        let at = self.at;
        self.at += length;
        Some(Piece { kind, text: &self.sql[at..self.at], at })
    }
}

fn piece(bytes: &[u8], dialect: Dialect) -> Option<(Kind, usize)> {
    let first = *bytes.first()?;
    let second = bytes.get(1).copied().unwrap_or(0);
    Some(match first {
        b' ' | b'\t' | b'\r' | b'\n' | 0x0c => {
            (Kind::Space, run(bytes, 1, |byte| byte.is_ascii_whitespace()))
        }
        b'-' if second == b'-' => (Kind::Comment, run(bytes, 2, |byte| byte != b'\n')),
        b'/' if second == b'*' => (Kind::Comment, block_comment(bytes, dialect)),
        b'\'' => (Kind::Text, quoted(bytes, 0, false)),
        b'"' | b'`' => (Kind::Name, quoted(bytes, 0, false)),
        // PostgreSQL's string with backslashes; SQLite takes no such statement.
        b'e' | b'E' if second == b'\'' => (Kind::Text, quoted(bytes, 1, true)),
        b'$' if second.is_ascii_digit() => {
            (Kind::Placeholder, run(bytes, 1, |byte| byte.is_ascii_digit()))
        }
        b'$' => match dollar_quoted(bytes) {
            Some(length) => (Kind::Text, length),
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

/// Bytes beyond ASCII are letters to both engines, and so no character is ever split.
fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_word(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn run(bytes: &[u8], from: usize, of: impl Fn(u8) -> bool) -> usize {
    bytes[from..].iter().position(|byte| !of(*byte)).map_or(bytes.len(), |length| from + length)
}

/// The length of a quoted piece whose quote is at `open`; a doubled quote is part of it.
/// An unclosed quote extends to the end.
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

fn block_comment(bytes: &[u8], dialect: Dialect) -> usize {
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
            b"/*" if dialect == Dialect::Postgres => {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn significant(sql: &str, dialect: Dialect) -> Vec<(Kind, &str)> {
        let pieces = Lexer::new(sql, dialect).filter(Piece::is_significant);
        pieces.map(|piece| (piece.kind, piece.text)).collect()
    }

    #[test]
    fn literals_end_where_sql_ends_them() {
        for (sql, kind) in [
            ("'it''s'", Kind::Text),
            ("E'it\\'s -- $1'", Kind::Text),
            ("$a$ $1 $b$ $a$", Kind::Text),
            ("$$it's$$", Kind::Text),
            ("\"a \"\"b\"\"\"", Kind::Name),
            ("`a b`", Kind::Name),
            ("'not closed", Kind::Text),
        ] {
            assert_eq!(significant(sql, Dialect::Sqlite), [(kind, sql)], "{sql}");
        }
    }

    #[test]
    fn comments_nest_in_postgres_only() {
        let sql = "/* a /* b */ c */";
        assert_eq!(significant(sql, Dialect::Postgres), []);
        let left = [(Kind::Word, "c"), (Kind::Symbol, "*"), (Kind::Symbol, "/")];
        assert_eq!(significant(sql, Dialect::Sqlite), left);
    }

    #[test]
    fn placeholders_of_the_engines_are_distinguished() {
        assert_eq!(
            significant("$1 ?1 :a @b $c a$1 d::e @> f", Dialect::Sqlite),
            [
                (Kind::Placeholder, "$1"),
                (Kind::Foreign, "?1"),
                (Kind::Foreign, ":a"),
                (Kind::Foreign, "@b"),
                (Kind::Foreign, "$c"),
                (Kind::Word, "a$1"),
                (Kind::Word, "d"),
                (Kind::Symbol, "::"),
                (Kind::Word, "e"),
                (Kind::Symbol, "@"),
                (Kind::Symbol, ">"),
                (Kind::Word, "f"),
            ]
        );
    }

    #[test]
    fn pieces_have_their_offset() {
        let sql = "SELECT 'ü', $1";
        for piece in Lexer::new(sql, Dialect::Sqlite) {
            assert!(sql[piece.at..].starts_with(piece.text), "{piece:?}");
        }
    }
}
