//! `#[event("user.created")]`.

use syn::parse::{Parse, ParseStream};

use super::{DottedName, Keys};

/// The attribute's arguments.
pub struct EventAttr {
    /// The event's name.
    pub name: DottedName,
}

impl Parse for EventAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        Keys::after(input)?.finish("event", &[])?;
        Ok(Self { name })
    }
}
