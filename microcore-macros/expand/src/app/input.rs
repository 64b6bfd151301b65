//! The arguments of `app!`.

use proc_macro2::Span;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Ident, LitStr, Path, Token, bracketed};

/// The arguments of `app!`.
pub(super) struct Input {
    /// The location of errors about the whole call.
    pub span: Span,
    /// The folder of the domains.
    pub domains: Option<LitStr>,
    /// Crates of domains, by the name they are used with.
    pub crates: Vec<Path>,
    /// The application's own tools.
    pub tools: Vec<Path>,
    /// Plugins outside of the folder of domains, by the path of their module.
    pub plugins: Vec<Path>,
}

impl Default for Input {
    fn default() -> Self {
        Self {
            span: Span::call_site(),
            domains: None,
            crates: Vec::new(),
            tools: Vec::new(),
            plugins: Vec::new(),
        }
    }
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut arguments = Self::default();
        while !input.is_empty() {
            let key: Ident = input.parse()?;
            input.parse::<Token![:]>().map_err(|_| {
                Error::new(key.span(), format!("`{key}` needs a value\nhelp: write `{key}: …`"))
            })?;
            match key.to_string().as_str() {
                "domains" => arguments.domains = Some(input.parse()?),
                "crates" => {
                    arguments.span = key.span();
                    arguments.crates = paths(input)?;
                }
                "tools" => arguments.tools = paths(input)?,
                "plugins" => arguments.plugins = paths(input)?,
                other => {
                    return Err(Error::new(
                        key.span(),
                        format!(
                            "`app!` has no key `{other}`\n\
                             help: the keys are `domains`, `crates`, `tools` and `plugins`"
                        ),
                    ));
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(arguments)
    }
}

fn paths(input: ParseStream<'_>) -> syn::Result<Vec<Path>> {
    let list;
    bracketed!(list in input);
    let paths = list.parse_terminated(Path::parse_mod_style, Token![,])?;
    Ok(paths.into_iter().collect())
}
