//! `#[config(prefix = "STRIPE")]`.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::Keys;

/// The attribute's arguments.
pub(crate) struct ConfigAttr {
    /// The section, lower case.
    pub section: String,
    /// Where the prefix is.
    pub prefix: LitStr,
}

impl Parse for ConfigAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let span = input.span();
        let mut keys: Keys = input.parse()?;
        let prefix = keys.value::<LitStr>("prefix")?.ok_or_else(|| {
            syn::Error::new(
                span,
                "`#[config]` needs a prefix\nhelp: write `#[config(prefix = \"STRIPE\")]`",
            )
        })?;
        keys.finish("config", &["prefix"])?;
        let section = prefix.value().to_ascii_lowercase();
        if syn::parse_str::<syn::Ident>(&section).is_err() {
            return Err(syn::Error::new(
                prefix.span(),
                "a prefix is one word of letters, digits and `_`, as in \"STRIPE\"",
            ));
        }
        Ok(Self { section, prefix })
    }
}
