//! `#[plugin]`, `#[plugin(domain = "x")]`.

use syn::LitStr;
use syn::parse::{Parse, ParseStream};

use super::Keys;

/// The attribute's arguments.
pub(crate) struct PluginAttr {
    /// The domain, where it is not the folder's name.
    pub domain: Option<LitStr>,
}

impl Parse for PluginAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut keys: Keys = input.parse()?;
        let domain = keys.value::<LitStr>("domain")?;
        keys.finish("plugin", &["domain"])?;
        if let Some(domain) = &domain
            && syn::parse_str::<syn::Ident>(&domain.value()).is_err()
        {
            return Err(syn::Error::new(
                domain.span(),
                "the name of a domain is that of a module, as in `users`",
            ));
        }
        Ok(Self { domain })
    }
}
