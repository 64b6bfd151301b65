//! `"500ms"`: a length of time.

use microcore_syntax::duration::milliseconds;
use syn::LitStr;
use syn::parse::{Parse, ParseStream};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Duration {
    /// In milliseconds.
    pub ms: u64,
}

impl Parse for Duration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let text: LitStr = input.parse().map_err(|error| {
            syn::Error::new(
                error.span(),
                "a duration is a string: `\"500ms\"`, `\"30s\"`, `\"5m\"`",
            )
        })?;
        milliseconds(&text.value()).map(|ms| Self { ms }).ok_or_else(|| {
            syn::Error::new(
                text.span(),
                format!(
                    "`{}` is not a duration\n\
                     help: write a whole number and `ms`, `s`, `m`, `h` or `d`, as in \"500ms\"",
                    text.value()
                ),
            )
        })
    }
}
