//! The keys of attributes, imported from where they are explained.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::attributes::Attribute;
use crate::handlers::KINDS;
use crate::model::EntryOf;

/// Attributes that make no handler, and take keys and nothing else to be completed; each
/// has a module of that name.
const WITH_KEYS: &[&str] = &["allow_blocking", "app", "ask", "config", "plugin"];

/// Rules with arguments; each has a module of that name with `rule_` before it.
const RULES: &[&str] = &[
    "length",
    "range",
    "email",
    "url",
    "ip",
    "contains",
    "does_not_contain",
    "regex",
    "non_control_character",
    "must_match",
    "custom",
    "nested",
];

/// Imports of the keys that are written, right or wrong. An attribute without any
/// is there too: this is where its first one is completed.
pub fn imports(attributes: &[Attribute], mc: &TokenStream) -> TokenStream {
    let mut imports = TokenStream::new();
    let mut count = 0;
    let mut import = |known: TokenStream, pieces: &[Piece]| {
        let name = format_ident!("_{count}");
        count += 1;
        let keys = pieces.iter().filter_map(|piece| piece.key.as_ref());
        // By way of `self`: anywhere else a list offers `self` itself.
        imports.extend(quote! {
            mod #name {
                #known
                use self::{#(#keys as _),*};
            }
        });
    };
    let module = |name: &str| {
        let name = format_ident!("{name}");
        quote!(use #mc::__private::editor::#name::*;)
    };
    for Attribute { name, arguments, item } in attributes {
        let mut pieces = pieces(arguments);
        if let Some(kind) = KINDS.iter().find(|kind| kind.attribute == name) {
            if name == "route" {
                let keys = pieces.split_off(1);
                import(module("method"), &pieces);
                pieces = keys;
            }
            import(declared(kind.keys.iter().copied()), &pieces);
            continue;
        }
        match name.as_str() {
            "entry" => import(entries(), &pieces),
            "serde" => {
                import(module(if item.is_some() { "serde_type" } else { "serde_field" }), &pieces);
            }
            "validate" => {
                import(module("validate"), &pieces);
                for Piece { key, inside } in &pieces {
                    let rule = key.as_ref().and_then(|key| RULES.iter().find(|rule| key == **rule));
                    if let Some(rule) = rule {
                        import(module(&format!("rule_{rule}")), &self::pieces(inside));
                    }
                }
            }
            known if WITH_KEYS.contains(&known) => import(module(known), &pieces),
            _ => {}
        }
    }
    imports
}

/// The keys as items that can be imported, each with its documentation.
fn declared<'a>(keys: impl Iterator<Item = (&'a str, &'a str)>) -> TokenStream {
    let keys = keys.map(|(key, doc)| {
        let key = format_ident!("{key}");
        quote! {
            #[doc = #doc]
            #[allow(non_camel_case_types)]
            pub struct #key;
        }
    });
    let keys = keys.collect::<TokenStream>();
    quote!(mod keys { #keys } use self::keys::*;)
}

/// The words that an `#[entry]` takes.
fn entries() -> TokenStream {
    let words = EntryOf::all().map(EntryOf::attribute);
    let docs = words.map(|word| (word, format!("Metadata as `#[{word}]` writes it.")));
    let docs: Vec<(&str, String)> = docs.collect();
    declared(docs.iter().map(|(word, doc)| (*word, doc.as_str())))
}

/// What stands between two commas.
#[derive(Default)]
struct Piece {
    /// Its first token, if that is a word.
    key: Option<Ident>,
    /// What is in parentheses after the word.
    inside: TokenStream,
}

fn pieces(arguments: &TokenStream) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let mut at = 0;
    for token in arguments.clone() {
        if matches!(&token, TokenTree::Punct(punct) if punct.as_char() == ',') {
            pieces.push(Piece::default());
            at = 0;
            continue;
        }
        if let Some(piece) = pieces.last_mut() {
            match token {
                TokenTree::Ident(word) if at == 0 && is_word(&word) => piece.key = Some(word),
                TokenTree::Group(group)
                    if at == 1 && group.delimiter() == Delimiter::Parenthesis =>
                {
                    piece.inside = group.stream();
                }
                _ => {}
            }
        }
        at += 1;
    }
    pieces
}

/// Whether it can be imported: no keyword.
fn is_word(word: &Ident) -> bool {
    syn::parse_str::<Ident>(&word.to_string()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(name: &str, arguments: &str) -> Vec<String> {
        let arguments = arguments.parse().unwrap_or_default();
        let imports = imports(&[Attribute::new(name, arguments)], &quote!(mc)).to_string();
        let lists = imports.split("mod _").skip(1).map(|import| {
            let (known, rest) = import.split_once("use self :: {").unwrap_or_default();
            let module = known.split("editor :: ").nth(1).unwrap_or("keys");
            let module = module.split(' ').next().unwrap_or_default();
            let keys = rest.split('}').next().unwrap_or_default().replace(" as _", "");
            format!("{module}: {}", keys.trim()).trim_end().to_owned()
        });
        lists.collect()
    }

    #[test]
    fn each_key_is_imported_from_its_attribute() {
        assert_eq!(
            imported("route", "GET, \"/a\", status = 201, roles = [b, c]"),
            ["method: GET", "keys: status , roles"]
        );
        assert_eq!(imported("on_event", "\"a.b\", once, x"), ["keys: once , x"]);
        assert_eq!(imported("derive", "Clone"), [""; 0]);
    }

    #[test]
    fn the_arguments_of_a_rule_are_keys_too() {
        assert_eq!(
            imported("validate", "length(min = 1, m), emial(x)"),
            ["validate: length , emial", "rule_length: min , m"]
        );
    }

    #[test]
    fn where_nothing_is_written_yet_something_can_be_completed() {
        assert_eq!(imported("route", ""), ["method:", "keys:"]);
        assert_eq!(imported("validate", "length()"), ["validate: length", "rule_length:"]);
        assert_eq!(imported("schedule", "in = 3"), ["keys:"]);
    }
}
