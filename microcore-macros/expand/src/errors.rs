//! Collects mistakes, so that one run reports them all.

use proc_macro2::{Group, Literal, Span, TokenStream, TokenTree};
use quote::ToTokens;

use crate::parse::is_incomplete;
use microcore_syntax::Code;

/// Mistakes found so far. A part that is read all or nothing collects its own, see
/// [`whole`](Self::whole).
#[derive(Clone, Default)]
pub(crate) struct Errors {
    found: Vec<(Option<Code>, syn::Error)>,
}

impl Errors {
    /// Adds a mistake at these tokens.
    pub(crate) fn at(
        &mut self,
        code: Code,
        tokens: impl ToTokens,
        message: impl std::fmt::Display,
    ) {
        self.push(code, syn::Error::new_spanned(tokens, message));
    }

    /// Adds a mistake made while parsing.
    pub(crate) fn push(&mut self, code: Code, error: syn::Error) {
        self.found.push((Some(code), error));
    }

    /// Adds a syntax error of this item, which has no code of ours, unless the compiler
    /// is certain to report the same: it gets the item as it is.
    pub(crate) fn syntax(&mut self, item: &TokenStream, error: syn::Error) {
        if !is_incomplete(item) {
            self.found.push((None, error));
        }
    }

    /// Keeps the value, or the mistake.
    pub(crate) fn keep<T>(&mut self, code: Code, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(code, error)).ok()
    }

    /// Reads a part all or nothing: `None` if anything in it is wrong; the errors are
    /// added to these.
    pub(crate) fn whole<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let mut branch = Self::default();
        let value = read(&mut branch);
        let is_right = branch.is_empty();
        self.append(branch);
        is_right.then_some(value)
    }

    /// Adds all of these.
    pub(crate) fn append(&mut self, mut branch: Self) {
        self.found.append(&mut branch.found);
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The place of each mistake, and what reports it.
    pub(crate) fn places(&self) -> impl Iterator<Item = (Span, TokenStream)> {
        self.found.iter().map(|(code, error)| (error.span(), reported(*code, error)))
    }

    #[cfg(test)]
    pub(crate) fn count(&self) -> usize {
        self.found.len()
    }

    /// The mistakes, each with its code.
    #[cfg(feature = "show")]
    pub(crate) fn into_list(self) -> Vec<(Option<Code>, syn::Error)> {
        self.found
    }

    /// One `compile_error!` a mistake.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.found.iter().map(|(code, error)| reported(*code, error)).collect()
    }
}

fn reported(code: Option<Code>, error: &syn::Error) -> TokenStream {
    let error = error.to_compile_error();
    match code {
        Some(code) => prefixed(code, error),
        None => error,
    }
}

/// The mistakes of a run that has no other.
pub(crate) fn only(code: Code, error: syn::Error) -> TokenStream {
    prefixed(code, error.to_compile_error())
}

/// Puts the code before each message. Done on the tokens: an error made anew
/// from another's message and place would underline its first word only.
fn prefixed(code: Code, error: TokenStream) -> TokenStream {
    let tokens = error.into_iter().map(|token| match token {
        TokenTree::Group(group) => {
            let mut new = Group::new(group.delimiter(), prefixed(code, group.stream()));
            new.set_span(group.span());
            TokenTree::Group(new)
        }
        TokenTree::Literal(literal) => TokenTree::Literal(with_code(code, literal)),
        other => other,
    });
    tokens.collect()
}

fn with_code(code: Code, literal: Literal) -> Literal {
    match syn::parse_str::<syn::LitStr>(&literal.to_string()) {
        Ok(message) => {
            let mut new = Literal::string(&format!("{}: {}", code.as_str(), message.value()));
            new.set_span(literal.span());
            new
        }
        Err(_) => literal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proc_macro2::Span;

    #[test]
    fn every_message_of_a_combined_error_carries_the_code() {
        let mut error = syn::Error::new(Span::call_site(), "one \"quoted\"");
        error.combine(syn::Error::new(Span::call_site(), "two"));
        let mut errors = Errors::default();
        errors.push(Code::Attribute, error);
        errors.syntax(
            &quote::quote!(
                fn a() {}
            ),
            syn::Error::new(Span::call_site(), "three"),
        );
        let text = errors.into_tokens().to_string();
        assert!(text.contains(r#""MC013: one \"quoted\"""#), "{text}");
        assert!(text.contains(r#""MC013: two""#) && text.contains(r#""three""#), "{text}");
    }

    #[test]
    fn a_part_with_an_error_in_it_is_not_returned() {
        let mut errors = Errors::default();
        let wrong = |errors: &mut Errors| {
            errors.push(Code::Attribute, syn::Error::new(Span::call_site(), "one"));
        };
        wrong(&mut errors);
        assert_eq!(errors.whole(|_| 1), Some(1));
        assert_eq!(errors.whole(wrong), None);
        assert_eq!(errors.count(), 2);
    }
}
