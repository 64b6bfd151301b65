//! The keys of attributes, imported from where they are explained.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::{format_ident, quote};

use super::attributes::Attribute;

/// Attributes that take keys and nothing else to be completed; each has a module of
/// that name.
const WITH_KEYS: &[&str] = &[
    "allow_blocking",
    "app",
    "ask",
    "config",
    "entry",
    "on_event",
    "on_start",
    "on_stop",
    "plugin",
    "schedule",
    "websocket",
];

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

/// Imports of the keys that are written, valid or not. An attribute without keys is
/// imported too: this is where its first key is completed.
pub fn imports(attributes: &[Attribute], mc: &TokenStream) -> TokenStream {
    let mut imports = TokenStream::new();
    let mut count = 0;
    let mut import = |module: &str, pieces: &[Piece]| {
        let (module, name) = (format_ident!("{module}"), format_ident!("_{count}"));
        count += 1;
        let keys = pieces.iter().filter_map(|piece| piece.key.as_ref());
        // By way of `self`: anywhere else a list offers `self` itself.
        imports.extend(quote! {
            mod #name {
                use #mc::__private::editor::#module::*;
                use self::{#(#keys as _),*};
            }
        });
    };
    for Attribute { name, arguments, item } in attributes {
        let mut pieces = pieces(arguments);
        match name.as_str() {
            "route" => {
                let keys = pieces.split_off(1);
                import("method", &pieces);
                import("route", &keys);
            }
            "serde" => import(if item.is_some() { "serde_type" } else { "serde_field" }, &pieces),
            "validate" => {
                import("validate", &pieces);
                for Piece { key, inside } in &pieces {
                    let rule = key.as_ref().and_then(|key| RULES.iter().find(|rule| key == **rule));
                    if let Some(rule) = rule {
                        import(&format!("rule_{rule}"), &self::pieces(inside));
                    }
                }
            }
            known if WITH_KEYS.contains(&known) => import(known, &pieces),
            _ => {}
        }
    }
    imports
}

/// The tokens between two commas.
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
        let lists = imports.split("editor :: ").skip(1).map(|import| {
            let (module, rest) = import.split_once(" :: *").unwrap_or_default();
            let keys = rest.split('{').nth(1).unwrap_or_default();
            let keys = keys.split('}').next().unwrap_or_default().replace(" as _", "");
            format!("{module}: {}", keys.trim()).trim_end().to_owned()
        });
        lists.collect()
    }

    #[test]
    fn each_key_is_imported_from_its_attribute() {
        assert_eq!(
            imported("route", "GET, \"/a\", status = 201, roles = [b, c]"),
            ["method: GET", "route: status , roles"]
        );
        assert_eq!(imported("on_event", "\"a.b\", once, x"), ["on_event: once , x"]);
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
    fn empty_arguments_can_be_completed() {
        assert_eq!(imported("route", ""), ["method:", "route:"]);
        assert_eq!(imported("validate", "length()"), ["validate: length", "rule_length:"]);
        assert_eq!(imported("schedule", "in = 3"), ["schedule:"]);
    }
}
