//! `user.created`: the name of an event or a question.

/// Whether it is the name of an event or a question: at least two lower case words,
/// joined by dots.
///
/// ```
/// use microcore_syntax::name::is_dotted;
///
/// assert!(is_dotted("stock.item_2.moved"));
/// assert!(!is_dotted("stock"));
/// ```
pub fn is_dotted(name: &str) -> bool {
    name.contains('.') && name.split('.').all(is_word)
}

fn is_word(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::is_dotted;

    #[test]
    fn names_are_lower_case_words_joined_by_dots() {
        for right in ["user.created", "a.b.c", "stock.item_2.moved"] {
            assert!(is_dotted(right), "{right}");
        }
        for wrong in
            ["", "user", "User.created", "user.", ".created", "user..created", "a b.c", "a.ü"]
        {
            assert!(!is_dotted(wrong), "{wrong}");
        }
    }
}
