//! Where words, strings and comments end.

/// What a piece of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A keyword or a name.
    Word,
    /// `"name"`
    Name,
    /// `'text'`, `$$text$$`
    Text,
    /// `$1`
    Placeholder,
    /// `-- …`, `/* … */`
    Comment,
    /// A number.
    Number,
    /// One sign, or `::`.
    Sign,
}

/// A piece of SQL.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// What it is.
    pub kind: Kind,
    /// As written; a quoted name without its quotes.
    pub text: &'a str,
}

impl Token<'_> {
    /// Whether it is this keyword, name or sign.
    pub fn is(&self, text: &str) -> bool {
        !matches!(self.kind, Kind::Text | Kind::Name | Kind::Comment)
            && self.text.eq_ignore_ascii_case(text)
    }

    /// Whether it is one of these.
    pub fn is_any(&self, texts: &[&str]) -> bool {
        texts.iter().any(|text| self.is(text))
    }

    /// Whether it can be the name of a table.
    pub fn is_name(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Name)
    }
}

/// The pieces of the text; white space is left out.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (kind, length) = piece(rest, first);
        let (piece, after) = rest.split_at(length);
        let text = if kind == Kind::Name { piece.trim_matches('"') } else { piece };
        found.push(Token { kind, text });
        rest = after.trim_start();
    }
    found
}

fn piece(rest: &str, first: char) -> (Kind, usize) {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let while_ = |is: &dyn Fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
    if rest.starts_with("--") {
        (Kind::Comment, rest.find('\n').unwrap_or(rest.len()))
    } else if rest.starts_with("/*") {
        (Kind::Comment, rest.find("*/").map_or(rest.len(), |at| at + 2))
    } else if first == '\'' {
        (Kind::Text, quoted(rest, '\''))
    } else if first == '"' {
        (Kind::Name, quoted(rest, '"'))
    } else if first.is_alphabetic() || first == '_' {
        (Kind::Word, while_(&word))
    } else if first.is_ascii_digit() {
        (Kind::Number, while_(&|c| c.is_alphanumeric() || c == '.'))
    } else if first == '$' && rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        (
            Kind::Placeholder,
            1 + rest[1..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - 1),
        )
    } else if first == '$'
        && let Some(length) = dollar_quoted(rest)
    {
        (Kind::Text, length)
    } else if rest.starts_with("::") {
        (Kind::Sign, 2)
    } else {
        (Kind::Sign, first.len_utf8())
    }
}

/// A doubled quote stands for one, and so does not end the text.
fn quoted(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = rest[at..].find(quote) {
        at += end + 1;
        if !rest[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// `$tag$ … $tag$`
fn dollar_quoted(rest: &str) -> Option<usize> {
    let tag = rest[1..].find('$')? + 2;
    let name = &rest[1..tag - 1];
    if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let end = rest[tag..].find(&rest[..tag])?;
    Some(tag + end + tag)
}
