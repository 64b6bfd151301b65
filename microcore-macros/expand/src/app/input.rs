//! The arguments of `app!`.

use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Token, bracketed};

/// What `app!` is told.
#[derive(Default)]
pub struct Input {
    /// The folder of the domains.
    pub domains: Option<LitStr>,
    /// The application's own tools.
    pub tools: Vec<Path>,
    /// Plugins that stand elsewhere, by the path of their module.
    pub plugins: Vec<Path>,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut this = Self::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input
                .parse::<Token![:]>()
                .map_err(|_| Error::new(key.span(), format!("say what `{key}` is: `{key}: …`")))?;
            match key.to_string().as_str() {
                "domains" => this.domains = Some(input.parse()?),
                "tools" => this.tools = paths(input)?,
                "plugins" => this.plugins = paths(input)?,
                other => {
                    return Err(Error::new(
                        key.span(),
                        format!(
                            "`app!` has no `{other}`: it knows `domains`, `tools` and `plugins`"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(this)
    }
}

fn paths(input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    let list;
    bracketed!(list in input);
    let paths = list.parse_terminated(Path::parse_mod_style, Token![,])?;
    Ok(paths.into_iter().collect())
}
