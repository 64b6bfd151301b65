//! `"user.created"`: the name of an event or a question.

use microcore_syntax::name::is_dotted;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// The name of an event or a question.
#[derive(Clone)]
pub(crate) struct DottedName {
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
