//! The spans of an expansion.

use std::collections::HashMap;

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// What the user wrote: the text at every span. Two spans are equal if their debug output
/// is equal; there is no other way to compare them.
pub(super) struct Written(HashMap<String, String>);

impl Written {
    /// The texts of these tokens.
    pub(super) fn of(tokens: &TokenStream) -> Self {
        let mut texts = HashMap::new();
        collect(tokens.clone(), &mut texts);
        Self(texts)
    }

    /// Removes this span from every token.
    pub(super) fn forget(&mut self, span: Span) {
        self.0.insert(identity(span), String::new());
    }

    /// Removes the user's span from every token that is not what the user wrote there.
    pub(super) fn only(&self, expanded: TokenStream) -> TokenStream {
        let token = |token| match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), self.only(group.stream()));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            mut token => {
                let text = self.0.get(&identity(token.span()));
                if text.is_some_and(|text| *text != token.to_string()) {
                    token.set_span(Span::call_site());
                }
                token
            }
        };
        expanded.into_iter().map(token).collect()
    }
}

/// Removes the user's spans from all of these tokens.
pub(super) fn without_user_spans(tokens: TokenStream) -> TokenStream {
    let token = |token| {
        let mut token = match token {
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), without_user_spans(group.stream())))
            }
            token => token,
        };
        token.set_span(Span::call_site());
        token
    };
    tokens.into_iter().map(token).collect()
}

fn collect(tokens: TokenStream, texts: &mut HashMap<String, String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), texts),
            token => {
                texts.insert(identity(token.span()), token.to_string());
            }
        }
    }
}

fn identity(span: Span) -> String {
    format!("{span:?}")
}

#[cfg(test)]
mod tests {
    use proc_macro2::Ident;
    use quote::quote;

    use super::*;

    fn spans(tokens: TokenStream) -> Vec<String> {
        let mut spans = Vec::new();
        for token in tokens {
            match token {
                TokenTree::Group(group) => spans.extend(self::spans(group.stream())),
                token => spans.push(identity(token.span())),
            }
        }
        spans
    }

    #[test]
    fn a_token_keeps_the_span_of_what_the_user_wrote_and_no_other() {
        let item: TokenStream = "written { inside }".parse().unwrap_or_default();
        let user = spans(item.clone());
        let at_user = |name: &str| {
            let mut ident = Ident::new(name, Span::call_site());
            ident.set_span(item.clone().into_iter().next().map_or(ident.span(), |one| one.span()));
            ident
        };
        let (same, other) = (at_user("written"), at_user("made"));
        let mut written = Written::of(&item);
        let none = identity(Span::call_site());
        let expanded = quote!(#item { #same #other });
        let seen = spans(written.only(expanded.clone()));
        assert_eq!(seen, [&user[0], &user[1], &user[0], &none].map(String::clone));
        let first = item.into_iter().next().map_or(Span::call_site(), |one| one.span());
        written.forget(first);
        assert_eq!(spans(written.only(expanded.clone()))[0], none);
        assert!(spans(without_user_spans(expanded)).iter().all(|span| *span == none));
    }
}
