//! `"user.created"`: the name of an event or a question.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// A dotted name: lower case words, at least two, joined by dots.
#[derive(Clone)]
pub struct DottedName {
    /// As written.
    pub literal: LitStr,
}

impl Parse for DottedName {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let literal: LitStr = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "the first argument is a dotted name\nhelp: write one, as in `\"user.created\"`",
            )
        })?;
        if is_dotted(&literal.value()) {
            return Ok(Self { literal });
        }
        Err(syn::Error::new(
            literal.span(),
            format!(
                "`{}` is not a name for an event or a question\n\
                 help: write two or more lower-case words joined by dots, as in \"user.created\"",
                literal.value()
            ),
        ))
    }
}

fn is_dotted(name: &str) -> bool {
    let mut words = 0;
    for word in name.split('.') {
        let mut letters = word.chars();
        let starts = letters.next().is_some_and(|c| c.is_ascii_lowercase());
        let goes_on = letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !starts || !goes_on {
            return false;
        }
        words += 1;
    }
    words >= 2
}

#[cfg(test)]
mod tests {
    use super::is_dotted;

    #[test]
    fn names_are_lower_case_words_joined_by_dots() {
        for right in ["user.created", "a.b.c", "stock.item_2.moved"] {
            assert!(is_dotted(right), "{right}");
        }
        for wrong in ["", "user", "User.created", "user.", ".created", "user..created", "a b.c"] {
            assert!(!is_dotted(wrong), "{wrong}");
        }
    }
}
