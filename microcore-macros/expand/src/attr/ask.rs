//! `#[ask("users.lookup", reply = UserView)]`.

use syn::Path;
use syn::parse::{Parse, ParseStream};

use super::{DottedName, Keys};

/// The arguments of `#[ask]`.
pub(crate) struct AskAttr {
    /// The question's name.
    pub name: DottedName,
    /// What the asker reads of the answer.
    pub reply: Path,
}

impl Parse for AskAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name: DottedName = input.parse()?;
        let mut keys = Keys::after(input)?;
        let reply = keys.value("reply")?.ok_or_else(|| {
            syn::Error::new(
                name.literal.span(),
                "`#[ask]` needs the type that the answer is read as\n\
                 help: add `reply = UserView`, a `#[view]` of this plugin",
            )
        })?;
        keys.finish("ask", &["reply"])?;
        Ok(Self { name, reply })
    }
}
