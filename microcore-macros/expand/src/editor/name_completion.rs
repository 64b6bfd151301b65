//! Names of events and questions, completed word by word inside of their text.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use super::marker::MARKER;
use super::names::Name;

/// The names of an application, by their words: a word is a module of the words
/// that follow it, or the end of a name.
#[derive(Default)]
pub struct Tree {
    words: BTreeMap<String, Self>,
    /// The declaration of the name that ends here.
    end: Option<TokenStream>,
}

impl Tree {
    /// Adds a name that a plugin declares.
    pub fn add(&mut self, name: &Name, plugin: &TokenStream) {
        let mut at = self;
        for word in name.text.split('.') {
            if !is_word(word) {
                return;
            }
            at = at.words.entry(word.to_owned()).or_default();
        }
        let word = name.ident(Span::call_site());
        at.end = Some(quote!(#plugin::__names::#word));
    }

    /// As modules.
    pub fn modules(&self) -> TokenStream {
        let words = self.words.iter().map(|(word, tree)| {
            let (name, inner) = (format_ident!("{word}"), tree.modules());
            let end = tree.end.as_ref().map(|path| quote!(pub type #name = #path;));
            let module = (!tree.words.is_empty()).then(|| quote!(pub mod #name { #inner }));
            quote!(#end #module)
        });
        words.collect()
    }
}

/// A path to the word at the cursor, where the name ends before it. A word that
/// has begun is left alone: what is chosen would be inserted after its beginning.
pub fn completed(name: &Name) -> Option<TokenStream> {
    let (above, last) = name.text.rsplit_once('.').unwrap_or(("", &name.text));
    let cursor = match last {
        "" => None,
        MARKER => Some(Ident::new(MARKER, name.span)),
        _ => return None,
    };
    let above: Vec<&str> = above.split('.').filter(|word| !word.is_empty()).collect();
    if !above.iter().all(|word| is_word(word)) {
        return None;
    }
    let kind = format_ident!("{}", name.kind.as_str());
    let above = above.into_iter().map(|word| format_ident!("{word}"));
    let cursor = cursor.into_iter();
    // As far behind the path as the cursor is in the text, rust-analyzer expects a
    // text here, too.
    let text = " ".repeat(name.text.len() + MARKER.len());
    let path = quote!(crate::__microcore::names::#kind #(::#above)* #(::#cursor)*);
    Some(quote!(const _: &[&str] = &[#path, #text];))
}

fn is_word(word: &str) -> bool {
    syn::parse_str::<Ident>(word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editor::names::Kind;

    fn name(text: &str) -> Name {
        Name { kind: Kind::Event, text: text.to_owned(), span: Span::call_site() }
    }

    #[test]
    fn a_word_is_a_module_or_the_end_of_a_name_or_both() {
        let mut tree = Tree::default();
        for text in ["user.created", "user.created.twice", "user.in", "stock.moved"] {
            tree.add(&name(text), &quote!(p));
        }
        assert_eq!(
            tree.modules().to_string(),
            "pub mod stock { pub type moved = p :: __names :: event_stock__moved ; } \
             pub mod user { pub type created = p :: __names :: event_user__created ; \
             pub mod created { pub type twice = p :: __names :: event_user__created__twice ; } }"
        );
    }

    #[test]
    fn a_name_is_completed_only_where_a_word_begins() {
        let path = |text: &str| {
            let completed = completed(&name(text))?.to_string();
            Some(completed.split("names :: ").nth(1)?.split(" ,").next()?.to_owned())
        };
        assert_eq!(path("").as_deref(), Some("event"));
        assert_eq!(path("user.").as_deref(), Some("event :: user"));
        let marked = path(&format!("user.{MARKER}"));
        assert_eq!(marked.as_deref(), Some("event :: user :: raCompletionMarker"));
        assert_eq!(path("user.cr"), None);
        assert_eq!(path(&format!("user.cr{MARKER}")), None);
        assert_eq!(path("a b."), None);
    }
}
