//! The names of events and questions, as paths to where they are declared.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;

use super::attributes::Attribute;

/// What a plugin declares for others, or uses of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// An event.
    Event,
    /// A question, declared where it is answered.
    Ask,
}

/// A name in an attribute.
pub(crate) struct Name {
    /// What it names.
    pub kind: Kind,
    /// The text, `user.created`.
    pub text: String,
    /// Its location.
    pub span: Span,
}

impl Kind {
    /// The module of the names of this kind.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Ask => "ask",
        }
    }

    /// What an attribute declares.
    fn declared_by(attribute: &str) -> Option<Self> {
        match attribute {
            "event" => Some(Self::Event),
            "on_ask" => Some(Self::Ask),
            _ => None,
        }
    }

    /// What an attribute uses of other plugins.
    fn used_by(attribute: &str) -> Option<Self> {
        match attribute {
            "on_event" => Some(Self::Event),
            "ask" => Some(Self::Ask),
            _ => None,
        }
    }
}

impl Name {
    /// The name that the attribute declares.
    pub(crate) fn declared(attribute: &Attribute) -> Option<Self> {
        Self::of(Kind::declared_by(&attribute.name)?, &attribute.arguments)
    }

    /// The name that the attribute uses of another plugin.
    pub(crate) fn used(attribute: &Attribute) -> Option<Self> {
        Self::of(Kind::used_by(&attribute.name)?, &attribute.arguments)
    }

    fn of(kind: Kind, arguments: &TokenStream) -> Option<Self> {
        let TokenTree::Literal(literal) = arguments.clone().into_iter().next()? else {
            return None;
        };
        let text = literal.to_string();
        let text = text.strip_prefix('"')?.strip_suffix('"')?.to_owned();
        Some(Self { kind, text, span: literal.span() })
    }

    /// The name as one identifier, `event_user__created`, with that span.
    pub(crate) fn ident(&self, span: Span) -> Ident {
        let text = self.text.replace('.', "__");
        let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let text: String = text.chars().map(letter).collect();
        Ident::new(&format!("{}_{text}", self.kind.as_str()), span)
    }
}

/// What the module of a plugin declares: every event it publishes and every
/// question it answers. The place of the name is that of the struct, or of the
/// function that answers.
pub(super) fn declared(attributes: &[Attribute]) -> TokenStream {
    let declared = attributes.iter().filter_map(|attribute| {
        let (item, name) = (attribute.item.as_ref()?, Name::declared(attribute)?);
        let word = name.ident(item.span());
        let is = match name.kind {
            Kind::Event => quote!(super::#item),
            Kind::Ask => quote!(()),
        };
        Some(quote!(pub type #word = #is;))
    });
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub(crate) mod __names { #(#declared)* }
    }
}

/// The path of every name of another plugin's event or question.
pub(super) fn used(names: &[Name]) -> TokenStream {
    let words = names.iter().map(|name| name.ident(name.span));
    quote!(type _Names = (#(crate::__microcore::names::#words,)*);)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribute(name: &str, arguments: &str) -> Attribute {
        let mut attribute = Attribute::new(name, arguments.parse().unwrap_or_default());
        attribute.item = Some(Ident::new("Item", Span::call_site()));
        attribute
    }

    #[test]
    fn names_that_are_declared_and_used_have_the_same_identifier() {
        let declared = declared(&[attribute("event", "\"user.created\"")]).to_string();
        assert!(declared.contains("pub type event_user__created = super :: Item ;"), "{declared}");
        let answered = super::declared(&[attribute("on_ask", "\"a.b_c\"")]).to_string();
        assert!(answered.contains("pub type ask_a__b_c = () ;"), "{answered}");
        let wanted = ["on_event", "ask"].map(|name| attribute(name, "\"user.created\", once"));
        let names: Vec<Name> = wanted.iter().filter_map(Name::used).collect();
        let used = used(&names).to_string();
        assert!(used.contains("names :: event_user__created ,"), "{used}");
        assert!(used.contains("names :: ask_user__created ,"), "{used}");
    }

    #[test]
    fn arguments_without_a_name_name_nothing() {
        for half in ["", "user", "3", "retries = 3"] {
            assert!(Name::used(&attribute("on_event", half)).is_none(), "{half}");
        }
        assert!(Name::used(&attribute("route", "\"a.b\"")).is_none());
    }
}
