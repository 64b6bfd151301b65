//! `#[event("user.created")]`.

use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Attribute, LitStr};

use super::{DottedName, Keys};

/// The attribute's arguments.
pub(crate) struct EventAttr {
    /// The event's name.
    pub name: DottedName,
}

impl EventAttr {
    /// In place of arguments that cannot be read.
    pub(crate) fn unreadable(attr: &Attribute) -> Self {
        Self { name: DottedName { literal: LitStr::new("", attr.span()) } }
    }
}

impl Parse for EventAttr {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.is_empty() {
            return Err(syn::Error::new(
                input.span(),
                "an event needs a name\n\
                 help: write `#[event(\"user.created\")]`\n\
                 help: or, for a struct inside of an event, `#[response]`",
            ));
        }
        let name = input.parse()?;
        Keys::after(input)?.finish("event", &[])?;
        Ok(Self { name })
    }
}
