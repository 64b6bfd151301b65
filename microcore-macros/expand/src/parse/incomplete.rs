//! Incomplete items, as while one is typed. The compiler reports what is missing at the
//! same location; to report it here too would duplicate the error.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Whether the item has no end yet, or an argument or a field of it lacks its name
/// or type: mistakes that the compiler is certain to find.
pub(crate) fn is_incomplete(item: &TokenStream) -> bool {
    let tokens: Vec<TokenTree> = item.clone().into_iter().collect();
    let has_end = tokens.last().is_some_and(|last| match last {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        TokenTree::Punct(punct) => punct.as_char() == ';',
        _ => false,
    });
    if !has_end {
        return true;
    }
    let is_function =
        tokens.iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"));
    let wanted = if is_function { Delimiter::Parenthesis } else { Delimiter::Brace };
    let list = tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == wanted => Some(group.stream()),
        _ => None,
    });
    list.is_some_and(|list| entries(list).iter().any(Entry::is_incomplete))
}

/// What is between two commas.
#[derive(Default)]
struct Entry {
    /// Its tokens, without attributes.
    tokens: usize,
    /// `name: Type` has one.
    colons: usize,
    /// Whether something follows the last of them.
    has_type: bool,
    is_receiver: bool,
}

impl Entry {
    fn is_incomplete(&self) -> bool {
        self.tokens > 0 && !self.is_receiver && (self.colons != 1 || !self.has_type)
    }
}

fn entries(tokens: TokenStream) -> Vec<Entry> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut entries = vec![Entry::default()];
    let mut angles = 0;
    let is = |index: usize, wanted: char| {
        let token = tokens.get(index);
        matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
    };
    for (index, token) in tokens.iter().enumerate() {
        let Some(entry) = entries.last_mut() else { continue };
        let before = |wanted| index > 0 && is(index - 1, wanted);
        match token {
            TokenTree::Punct(punct) => match punct.as_char() {
                ',' if angles == 0 => entries.push(Entry::default()),
                '<' => angles += 1,
                '>' if !before('-') => angles -= 1,
                ':' if angles == 0 && !before(':') && !is(index + 1, ':') => {
                    entry.colons += 1;
                    entry.has_type = false;
                }
                _ => {}
            },
            TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket && before('#') => {}
            token => {
                entry.tokens += 1;
                entry.has_type = true;
                entry.is_receiver |= matches!(token, TokenTree::Ident(word) if word == "self");
            }
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::is_incomplete;

    fn incomplete(source: &str) -> bool {
        is_incomplete(&source.parse().expect("lexes"))
    }

    #[test]
    fn a_name_without_its_type_is_incomplete() {
        for typing in [
            "async fn a(db: ) -> Result<()> { Ok(()) }",
            "fn a(db) {}",
            "fn a(one: A, two) {}",
            "fn a() -> B",
            "struct A",
            "struct A { name: }",
            "struct A { id: i64, name: }",
            "struct A { name: String email: String }",
            "struct A { #[x(a = 1)] id: i64, name }",
        ] {
            assert!(incomplete(typing), "{typing}");
        }
    }

    #[test]
    fn complete_items_are_not_incomplete() {
        for whole in [
            "fn a(&self, one: A<B, C>, f: impl Fn(A) -> B) -> ::c::D { let x: i64 = 1; }",
            "struct A { #[x] pub name: a::B, other: [u8; 2], }",
            "struct A {}",
            "fn a(one: A) -> (B, C) { let x: i64 = f(1, 2); }",
            "struct A;",
        ] {
            assert!(!incomplete(whole), "{whole}");
        }
    }
}
