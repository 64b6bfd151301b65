//! The spans of an expansion.

use std::collections::HashMap;

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// What the user wrote: the text at every span. Two spans are the same where they
/// look the same; there is no other way to compare them.
pub struct Written(HashMap<String, String>);

impl Written {
    /// The texts of these tokens.
    pub fn of(tokens: &TokenStream) -> Self {
        let mut texts = HashMap::new();
        collect(tokens.clone(), &mut texts);
        Self(texts)
    }

    /// Takes this span from every token.
    pub fn forget(&mut self, span: Span) {
        self.0.insert(identity(span), String::new());
    }

    /// Takes the user's span from every token that is not what the user wrote there.
    pub fn only(&self, expanded: TokenStream) -> TokenStream {
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

/// Takes the user's spans from all of these tokens.
pub fn taken_from_all(tokens: TokenStream) -> TokenStream {
    let token = |token| {
        let mut token = match token {
            TokenTree::Group(group) => {
                TokenTree::Group(Group::new(group.delimiter(), taken_from_all(group.stream())))
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
