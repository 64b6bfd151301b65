//! `#[allow_blocking(reason = "…")]`.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::Keys;

/// The attribute's arguments: the reason is for readers of the code.
pub(crate) struct AllowBlockingAttr;

impl Parse for AllowBlockingAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        const MISSING_REASON: &str = "`#[allow_blocking]` needs a reason\n\
                               help: write `#[allow_blocking(reason = \"…\")]`";
        let span = input.span();
        let mut keys: Keys = input.parse()?;
        let reason =
            keys.value::<LitStr>("reason")?.ok_or_else(|| syn::Error::new(span, MISSING_REASON))?;
        keys.finish("allow_blocking", &["reason"])?;
        if reason.value().trim().is_empty() {
            return Err(syn::Error::new(reason.span(), MISSING_REASON));
        }
        Ok(Self)
    }
}
